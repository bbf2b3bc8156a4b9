package com.plexichat.backup.shared.model;

/// What is known of one copy of a shard.
public enum CopyState {
  /// May be held: ordered, not acknowledged.
  PENDING(0),
  /// Acknowledged after fsync, or proven since.
  OK(1),
  /// Proof too old to count.
  STALE(2),
  /// The peer answers and does not have it.
  MISSING(3),
  /// The peer has other bytes.
  CORRUPT(4),
  QUARANTINED(5),
  TRASHED(6);

  private final int code;

  CopyState(int code) {
    this.code = code;
  }

  /// Its number where copies are packed.
  public int code() {
    return code;
  }

  /// Whether the copy is believed to lie with its holder.
  public boolean isCounted() {
    return this == OK || this == STALE;
  }

  /// The state with this number; refuses others with IllegalArgumentException.
  public static CopyState of(int code) {
    for (CopyState state : values()) {
      if (state.code == code) {
        return state;
      }
    }
    throw new IllegalArgumentException("no copy state " + code);
  }
}
