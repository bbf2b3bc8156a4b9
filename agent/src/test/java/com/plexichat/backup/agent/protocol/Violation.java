package com.plexichat.backup.agent.protocol;

/// Something that must never be: one of the invariants does not hold.
final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Invariant broken;

  Violation(Invariant broken, String what) {
    super(broken + ": " + what);
    this.broken = broken;
  }

  Invariant broken() {
    return broken;
  }
}
