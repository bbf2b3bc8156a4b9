package com.plexichat.backup.shared.model;

import java.time.Instant;

/// What became of one path between two backups.
///
/// @param change "added", "removed", "changed" (contents) or "metadata"
public record Difference(
    FilePath path,
    String change,
    String kind,
    long fromSize,
    long toSize,
    Instant fromModified,
    Instant toModified) {}
