package com.plexichat.backup.shared.plan;

/// Why an action is in a plan.
public enum Reason {
  /// The copy's file is gone.
  COPY_MISSING,
  /// The copy's bytes are wrong.
  COPY_CORRUPT,
  /// Its peer is down, removed or banned.
  HOLDER_LOST,
  /// Fewer copies than the tier asks since it was made.
  UNDER_TARGET,
  /// No copy is left: only parity can bring it back.
  NO_COPY_LEFT
}
