package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.shared.model.JobState;
import java.util.Locale;
import java.util.Optional;

/// Applies changes of jobs. A job that has ended stays as it ended, but that it can be said that
/// what it did was taken back.
final class JobActs {
  /// The most bytes of one job's entry, parameters and result included.
  static final int ENTRY_MAX = 1_000_000;

  private JobActs() {}

  static void changed(Work work, JobEntry job) {
    Demand.wellFormed(
        !job.getJobId().isEmpty() && !job.getKind().isEmpty(), "a job has an id and a kind");
    byte[] entry = job.toByteArray();
    Demand.wellFormed(
        entry.length <= ENTRY_MAX, "job %s has %d bytes", job.getJobId(), entry.length);
    JobState state = JobState.valueOf(job.getState().toUpperCase(Locale.ROOT));
    Optional<Boolean> ended =
        work.handle()
            .select("SELECT ended FROM job WHERE id = ?", job.getJobId())
            .mapTo(Boolean.class)
            .findOne();
    if (ended.isEmpty()) {
      work.handle()
          .execute(
              "INSERT INTO job SELECT COALESCE(MAX(no), 0) + 1, ?, ?, ?, ?, ? FROM job",
              job.getJobId(),
              job.getKind(),
              state.name(),
              state.isFinal(),
              entry);
      return;
    }
    Demand.fits(
        !ended.get() || state == JobState.ROLLED_BACK,
        "Changing job " + job.getJobId(),
        "it has ended");
    work.handle()
        .execute(
            "UPDATE job SET kind = ?, state = ?, ended = ?, entry = ? WHERE id = ?",
            job.getKind(),
            state.name(),
            state.isFinal(),
            entry,
            job.getJobId());
  }
}
