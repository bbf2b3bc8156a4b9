package com.plexichat.backup.shared.model;

/// What is known of one copy of a shard.
public enum CopyState {
  /// May be held: ordered, not acknowledged.
  PENDING,
  /// Acknowledged after fsync, or proven since.
  OK,
  /// Proof too old to count.
  STALE,
  /// The peer answers and does not have it.
  MISSING,
  /// The peer has other bytes.
  CORRUPT,
  QUARANTINED,
  TRASHED
}
