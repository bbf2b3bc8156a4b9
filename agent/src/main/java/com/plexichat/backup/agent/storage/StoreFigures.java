package com.plexichat.backup.agent.storage;

/// What a store holds, in bytes and shards: `used` counts the trash, `free` is what the file system
/// still gives, `capacity` what the owner offers.
public record StoreFigures(
    long shards,
    long trashed,
    long missing,
    long used,
    long trashedBytes,
    long reserved,
    long capacity,
    long free) {}
