package com.plexichat.backup.agent.recovery;

/// What a restore does with what stands in its target already.
public enum Overwrite {
  /// The target must be empty.
  REFUSE,
  /// What is there stays, and is reported.
  NEVER,
  /// Files of another size or time of change are replaced; so is everything else that differs.
  CHANGED,
  /// Everything is replaced.
  ALWAYS;

  boolean replaces() {
    return this == CHANGED || this == ALWAYS;
  }
}
