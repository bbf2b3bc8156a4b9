package com.plexichat.backup.agent.storage;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/// A bound on bytes a second: who spends more than the rate allows is made to wait. Unused time is
/// not saved up, so that a pause is not followed by a burst.
public final class Pace {
  private static final double NANOS = 1e9;

  private final LongSupplier bytesPerSecond;
  private final LongSupplier nanos;
  private final LongConsumer wait;
  private long next;

  /// A pace by a given clock; `nanos` counts up, `wait` waits so many nanoseconds.
  public Pace(long bytesPerSecond, LongSupplier nanos, LongConsumer wait) {
    this(() -> bytesPerSecond, nanos, wait);
  }

  private Pace(LongSupplier bytesPerSecond, LongSupplier nanos, LongConsumer wait) {
    this.bytesPerSecond = bytesPerSecond;
    this.nanos = nanos;
    this.wait = wait;
    next = nanos.getAsLong();
  }

  /// A pace by the machine's own time; 0 is no bound.
  public static Pace of(long bytesPerSecond) {
    return of(() -> bytesPerSecond);
  }

  /// The same, asked anew each time.
  public static Pace of(LongSupplier bytesPerSecond) {
    return new Pace(bytesPerSecond, System::nanoTime, LockSupport::parkNanos);
  }

  /// Accounts for bytes and waits until they fit the rate, or the thread is interrupted.
  public void spend(long bytes) {
    long rate = bytesPerSecond.getAsLong();
    if (rate <= 0) {
      return;
    }
    long now = nanos.getAsLong();
    next = Math.max(next, now) + (long) (bytes * NANOS / rate);
    while (next - now > 0 && !Thread.currentThread().isInterrupted()) {
      wait.accept(next - now);
      now = nanos.getAsLong();
    }
  }
}
