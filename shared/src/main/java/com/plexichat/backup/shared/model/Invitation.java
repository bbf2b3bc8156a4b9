package com.plexichat.backup.shared.model;

import java.time.Instant;

/// A one-time token and how to use it.
///
/// @param command one line to paste on the other machine
/// @param fingerprint of the cluster's root certificate, hex
public record Invitation(
    String token, Instant expires, String fingerprint, String command, int uses) {}
