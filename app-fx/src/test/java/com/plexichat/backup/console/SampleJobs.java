package com.plexichat.backup.console;

import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.model.Job.Turn;
import com.plexichat.backup.shared.model.JobDiagnosis;
import com.plexichat.backup.shared.model.JobState;
import java.util.List;
import java.util.Optional;

/// Jobs of the made-up cluster that somebody or something keeps from working, and why.
public final class SampleJobs {
  private SampleJobs() {}

  /// One that a person lets rest.
  public static Job paused(SampleFacts facts) {
    return facts
        .job("j-21", "prune", JobState.PAUSED, "", 12)
        .with(
            JobState.PAUSED,
            new Turn(
                List.of(),
                Optional.of(facts.ago(8)),
                "person:margit",
                "The auditors look at it.",
                ""));
  }

  /// One whose stripes a repair works on.
  public static Job waiting(SampleFacts facts) {
    return facts
        .job("j-22", "verify", JobState.QUEUED, "", 3)
        .with(JobState.QUEUED, new Turn(List.of("j-21", "j-19"), Optional.empty(), "", "", "j-16"));
  }

  /// What keeps it from going on, as a coordinator answers it.
  public static JobDiagnosis diagnosis(SampleFacts facts, Job job) {
    JobDiagnosis.Finding first =
        job.turn().paused().isPresent()
            ? new JobDiagnosis.Finding(
                "paused",
                "paused by margit: The auditors look at it.",
                "Let it go on with `plexichat job resume " + job.id() + "`.",
                List.of("paused by person:margit at 2026-11-25T20:52:00Z"))
            : new JobDiagnosis.Finding(
                "machine_silent",
                "Its machine, larch, does not answer.",
                "Check that the agent runs there; the job goes on by itself when it is heard.",
                List.of("peer larch is DOWN", "peer last heard 2026-11-25T20:34:00Z"));
    return new JobDiagnosis(
        job,
        true,
        List.of(
            first,
            new JobDiagnosis.Finding(
                "moving",
                "It is at: Storing.",
                "",
                List.of("job " + job.id() + " last moved 2026-11-25T20:51:58Z"))),
        facts.ago(0));
  }
}
