package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.agent.io.RawPath;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A folder on the way of a restore: made when the first thing in it is wanted, sealed when the
/// last thing in it is done.
///
/// ```
/// seen → made → sealed
///   └──→ refused
/// ```
///
/// The walk alone makes folders; whichever thread ends the last thing in one seals it.
final class RestoreFolder {
  private final RestoreStep step;
  private final @Nullable RestoreFolder parent;
  private final BackupTree.Node node;
  private final RawPath target;
  private final AtomicInteger open = new AtomicInteger(1);
  private State state = State.SEEN;

  private enum State {
    SEEN,
    MADE,
    REFUSED
  }

  RestoreFolder(
      RestoreStep step, @Nullable RestoreFolder parent, BackupTree.Node node, RawPath target) {
    this.step = step;
    this.parent = parent;
    this.node = node;
    this.target = target;
    if (parent != null) {
      parent.begin();
    }
  }

  BackupTree.Node node() {
    return node;
  }

  /// Relative to the restore's target.
  RawPath target() {
    return target;
  }

  /// Makes it and those above it. False when it cannot be had, which is reported.
  boolean make() {
    if (state == State.SEEN) {
      boolean made = (parent == null || parent.make()) && step.folder(node, target);
      state = made ? State.MADE : State.REFUSED;
    }
    return state == State.MADE;
  }

  /// Something in it begins.
  void begin() {
    open.incrementAndGet();
  }

  /// Something in it, or the walk over it, is done.
  void end() {
    RestoreFolder at = this;
    while (at != null && at.open.decrementAndGet() == 0) {
      if (at.state == State.MADE) {
        step.sealed(at.node, at.target);
      }
      at = at.parent;
    }
  }
}
