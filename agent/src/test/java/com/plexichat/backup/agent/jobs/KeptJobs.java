package com.plexichat.backup.agent.jobs;

import com.plexichat.backup.proto.JobEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keeps jobs in memory, for a coordinator that is started again.
final class KeptJobs implements JobStore {
  private final Map<String, JobEntry> kept = new LinkedHashMap<>();
  final List<String> actors = new ArrayList<>();

  @Override
  public synchronized void save(JobEntry job, String actor, String reason) {
    kept.put(job.getJobId(), job);
    actors.add(actor);
  }

  @Override
  public synchronized Optional<JobEntry> find(String jobId) {
    return Optional.ofNullable(kept.get(jobId));
  }

  @Override
  public synchronized List<JobEntry> newest(int most) {
    return new ArrayList<>(kept.values()).reversed().stream().limit(most).toList();
  }
}
