package com.plexichat.backup.console.nav;

/// A screen on which a target can select something.
public interface Arriving {
  /// Shows what the target says. It is attached.
  void arrive(Target target);
}
