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

  Running(JobControl control, boolean hasBegun) {
    this.control = control;
    this.hasBegun = hasBegun;
  }
}
