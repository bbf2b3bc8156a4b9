package com.plexichat.backup.agent.cli;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// The one place where the command line lets time pass between two looks at something.
public final class Pause {
  private Pause() {}

  /// Waits about so long; ends early when the thread is interrupted.
  public static void of(Duration time) {
    LockSupport.parkNanos(time.toNanos());
  }
}
