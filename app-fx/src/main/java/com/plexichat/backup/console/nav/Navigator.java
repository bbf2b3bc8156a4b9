package com.plexichat.backup.console.nav;

import com.plexichat.backup.console.state.Live;
import java.util.ArrayDeque;
import java.util.Deque;

/// Where one is, where one was. Used on the toolkit's thread.
public final class Navigator {
  private static final int REMEMBERED = 100;

  private final Live<Target> current;
  private final Deque<Target> behind = new ArrayDeque<>();
  private final Deque<Target> ahead = new ArrayDeque<>();

  public Navigator(Target first) {
    current = new Live<>(first);
  }

  public Live<Target> current() {
    return current;
  }

  public void go(Target target) {
    if (target.equals(current.get())) {
      return;
    }
    behind.push(current.get());
    if (behind.size() > REMEMBERED) {
      behind.removeLast();
    }
    ahead.clear();
    current.set(target);
  }

  /// Goes there without a way back to here: after a wizard, a cluster that was closed.
  public void replace(Target target) {
    ahead.clear();
    current.set(target);
  }

  /// Forgets the way here.
  public void reset(Target target) {
    behind.clear();
    replace(target);
  }

  public void back() {
    if (!behind.isEmpty()) {
      ahead.push(current.get());
      current.set(behind.pop());
    }
  }

  public void forward() {
    if (!ahead.isEmpty()) {
      behind.push(current.get());
      current.set(ahead.pop());
    }
  }
}
