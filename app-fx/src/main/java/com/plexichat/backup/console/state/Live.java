package com.plexichat.backup.console.state;

import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// A value that others watch. Who watches is told on the thread that sets it.
public final class Live<T> {
  private final CopyOnWriteArrayList<Consumer<? super T>> watchers = new CopyOnWriteArrayList<>();
  private final Object turn = new Object();
  private volatile T value;

  public Live(T first) {
    value = first;
  }

  public T get() {
    return value;
  }

  /// Sets it; an equal value tells nobody anything.
  public void set(T next) {
    // One after the other, so that the last one told is the last one set.
    synchronized (turn) {
      if (Objects.equals(value, next)) {
        return;
      }
      value = next;
      watchers.forEach(watcher -> watcher.accept(next));
    }
  }

  /// Tells the value as it is now, and then every new one.
  public Subscription watch(Consumer<? super T> watcher) {
    synchronized (turn) {
      watchers.add(watcher);
      watcher.accept(value);
    }
    return () -> watchers.remove(watcher);
  }
}
