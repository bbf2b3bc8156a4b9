package com.plexichat.backup.shared.model;

import java.time.Instant;

/// One act in the audit chain.
///
/// @param hash of the entry, hex
public record AuditLine(
    long index, Instant at, String actor, String act, String detail, String hash) {}
