package com.plexichat.backup.shared.model;

import java.time.Instant;

/// What keeps a backup whatever its tier says, until it is released.
///
/// @param name of a hold: its case; empty for a pin
/// @param owner of a hold: who answers for it
/// @param by who placed it
public record Keep(
    KeepKind kind, String name, String reason, String owner, String by, Instant since) {}
