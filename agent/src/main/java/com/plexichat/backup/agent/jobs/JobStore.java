package com.plexichat.backup.agent.jobs;

import com.plexichat.backup.proto.JobEntry;
import java.util.List;
import java.util.Optional;

/// Where jobs survive a restart: the catalogue on the coordinator; nowhere on an agent that works
/// on the coordinator's order, because the order comes again.
public interface JobStore {
  /// Makes a change of state durable; progress in between is not saved.
  void save(JobEntry job, String actor, String reason);

  Optional<JobEntry> find(String jobId);

  /// Newest first.
  List<JobEntry> newest(int most);

  /// Keeps nothing.
  static JobStore none() {
    return new JobStore() {
      @Override
      public void save(JobEntry job, String actor, String reason) {}

      @Override
      public Optional<JobEntry> find(String jobId) {
        return Optional.empty();
      }

      @Override
      public List<JobEntry> newest(int most) {
        return List.of();
      }
    };
  }
}
