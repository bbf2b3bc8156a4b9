package com.plexichat.backup.agent.jobs;

import com.plexichat.backup.proto.JobEntry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A job that is executed here, or has ended here not long ago.
final class Running {
  final JobControl control;
  final List<Consumer<JobEntry>> watchers = new CopyOnWriteArrayList<>();
  volatile @Nullable Thread thread;

  final boolean hasBegun;
  private boolean isEnding;

  Running(JobControl control, boolean hasBegun) {
    this.control = control;
    this.hasBegun = hasBegun;
  }

  /// Wakes its thread, unless it is at its end already.
  synchronized void interrupt() {
    Thread here = thread;
    if (here != null && !isEnding) {
      here.interrupt();
    }
  }

  /// Called by its thread: who interrupts it from now on comes too late, and nothing keeps its end
  /// from being saved and told.
  synchronized void end() {
    isEnding = true;
    Thread.interrupted();
  }
}
