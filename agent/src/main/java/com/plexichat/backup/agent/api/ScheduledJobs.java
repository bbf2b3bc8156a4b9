package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.policy.ScheduledWork;
import com.plexichat.backup.proto.CheckIntegrityRequest;
import com.plexichat.backup.proto.PlanPruneAnswer;
import com.plexichat.backup.proto.PlanPruneRequest;
import com.plexichat.backup.proto.PrunePlan;
import com.plexichat.backup.proto.RunPruneRequest;
import com.plexichat.backup.proto.ScheduleSpec;
import com.plexichat.backup.proto.SetSpec;
import com.plexichat.backup.proto.SweepTrashRequest;
import com.plexichat.backup.proto.VerifyRequest;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts what schedules run at the desks that people ask: the same gates stand before it.
public record ScheduledJobs(JobDesk jobs, PruneDesk prunes) implements ScheduledWork {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduledJobs.class);

  @Override
  public Begun start(ScheduleSpec schedule, String actor) {
    return switch (schedule.getKind()) {
      case "backup" -> {
        SetSpec set = SetSpec.newBuilder().setName(schedule.getSet()).build();
        yield Begun.job(jobs.backUp(set, actor).getJobId());
      }
      case "prune" -> prune(schedule, actor);
      case "sweep" ->
          prunes.hasOld()
              ? Begun.job(
                  prunes
                      .sweep(SweepTrashRequest.newBuilder().setReason(why(schedule)).build(), actor)
                      .getJobId())
              : Begun.nothing("Nothing has lain in the trash for its time.");
      case "check" ->
          Begun.job(
              jobs.begin(
                      "check",
                      CheckIntegrityRequest.newBuilder().setDepth(schedule.getDepth()).build(),
                      actor)
                  .getJobId());
      case "verify" -> verify(schedule, actor);
      default ->
          throw new OperationFailed(
              FailureCode.USAGE, "There is no work of the kind " + schedule.getKind() + ".");
    };
  }

  @Override
  public void pause(String jobId, String reason) {
    if (jobs.jobs().pause(jobId, reason)) {
      LOG.info("job {} rests: {}", jobId, reason);
    }
  }

  @Override
  public void resume(String jobId) {
    if (jobs.jobs().resume(jobId)) {
      LOG.info("job {} goes on", jobId);
    }
  }

  private Begun prune(ScheduleSpec schedule, String actor) {
    PlanPruneAnswer answer =
        prunes.plan(
            PlanPruneRequest.newBuilder().addAllTiers(schedule.getTiersList()).build(), actor);
    PrunePlan plan = answer.getPlan();
    if (plan.getRemovedCount() == 0 && plan.getStripes() == 0) {
      return Begun.nothing("No backup goes, and nothing is orphaned.");
    }
    return Begun.job(
        prunes
            .run(
                RunPruneRequest.newBuilder()
                    .setPlanId(answer.getPlanId())
                    .setReason(why(schedule))
                    .build(),
                actor)
            .getJobId());
  }

  private Begun verify(ScheduleSpec schedule, String actor) {
    Optional<BackupRow> newest = newest(schedule.getSet());
    return newest.isEmpty()
        ? Begun.nothing("The set has no backup yet.")
        : Begun.job(
            jobs.verify(
                    VerifyRequest.newBuilder()
                        .setBackupId(newest.get().id())
                        .setDepth(schedule.getDepth())
                        .build(),
                    actor)
                .getJobId());
  }

  private Optional<BackupRow> newest(String set) {
    return jobs.backups().list(set).stream().filter(row -> row.state().isListed()).findFirst();
  }

  private static String why(ScheduleSpec schedule) {
    return "scheduled: " + schedule.getName();
  }
}
