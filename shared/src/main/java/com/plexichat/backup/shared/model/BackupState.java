package com.plexichat.backup.shared.model;

/// A backup's life: running → complete | under_protected | failed | interrupted; interrupted →
/// running again.
public enum BackupState {
  RUNNING,
  COMPLETE,
  /// Whole and restorable, with fewer copies than its tier asks.
  UNDER_PROTECTED,
  FAILED,
  INTERRUPTED,
  DELETED,
  /// Its stripes lie in the trash as far as nothing else needs them; later they are gone.
  PRUNED;

  /// Whether a restore may start from it.
  public boolean isListed() {
    return this == COMPLETE || this == UNDER_PROTECTED;
  }

  /// Whether somebody or something has done away with it.
  public boolean isGone() {
    return this == DELETED || this == PRUNED;
  }
}
