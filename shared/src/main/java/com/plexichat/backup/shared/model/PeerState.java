package com.plexichat.backup.shared.model;

/// Where a peer stands in its life.
///
/// ```
/// INVITED → PROBATION → ACTIVE ⇄ CORDONED → DRAINING → REMOVED
///                       ACTIVE ⇄ SUSPECT ⇄ DOWN          any → BANNED
/// ```
public enum PeerState {
  INVITED,
  PROBATION,
  ACTIVE,
  CORDONED,
  DRAINING,
  REMOVED,
  BANNED,
  /// Missed heartbeats; its copies still count.
  SUSPECT,
  /// Two observers agree that it does not answer; its copies do not count.
  DOWN;

  /// Whether new shards may be placed there.
  public boolean takesShards() {
    return this == ACTIVE || this == PROBATION;
  }

  /// Whether it belongs to the cluster no more.
  public boolean isExpelled() {
    return this == REMOVED || this == BANNED;
  }

  /// Whether what it holds counts as a copy.
  public boolean counts() {
    return this != DOWN && this != REMOVED && this != BANNED && this != INVITED;
  }
}
