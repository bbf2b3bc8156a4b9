package com.plexichat.backup.agent.api;

import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.jobs.Jobs;
import com.plexichat.backup.agent.upkeep.Holders;
import com.plexichat.backup.agent.upkeep.RollbackScope;
import com.plexichat.backup.proto.CheckRollbackRequest;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.PlannedBackup;
import com.plexichat.backup.proto.PruneEntry;
import com.plexichat.backup.proto.PruneReport;
import com.plexichat.backup.proto.PruneResult;
import com.plexichat.backup.proto.PruneStep;
import com.plexichat.backup.proto.PrunedTier;
import com.plexichat.backup.proto.ReportPruneRequest;
import com.plexichat.backup.proto.ReturningBackup;
import com.plexichat.backup.proto.RollbackOutlook;
import com.plexichat.backup.proto.SilentHolder;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.JobState;
import com.plexichat.backup.shared.wire.Failures;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What a prune came to, what became of it since, and what a rollback would bring back.
///
/// A sweep does not write down whose copies it deleted: those that deleted anything after the
/// prune's time are named.
public final class PruneReports {
  private static final int LOOKED_AT = 5_000;
  private static final String SWEPT = "It was swept.";

  private final Catalogue catalogue;
  private final PruneDesk prunes;
  private final Holders holders;
  private final InstantSource time;

  public PruneReports(Catalogue catalogue, PruneDesk prunes, Holders holders, InstantSource time) {
    this.catalogue = catalogue;
    this.prunes = prunes;
    this.holders = holders;
    this.time = time;
  }

  /// Fails with JOB_UNKNOWN and NOT_A_PRUNE.
  private JobEntry prune(String id) {
    JobEntry job =
        catalogue
            .jobs()
            .find(id)
            .orElseThrow(() -> new OperationFailed(FailureCode.JOB_UNKNOWN, id));
    if (!job.getKind().equals("prune")) {
      throw new OperationFailed(FailureCode.NOT_A_PRUNE, id, job.getKind());
    }
    return job;
  }

  private Optional<PruneEntry> heap(String job) {
    return prunes.heaps().stream().filter(one -> one.getJobId().equals(job)).findFirst();
  }

  PruneReport report(ReportPruneRequest ask) {
    JobEntry job = prune(ask.getJobId());
    PruneResult result = result(job);
    PruneReport.Builder report =
        PruneReport.newBuilder()
            .setJob(job.toBuilder().clearParameters().clearResult())
            .setPlan(PruneDesk.plan(job))
            .setPlanId(PruneDesk.name(PruneDesk.plan(job)))
            .setResult(result)
            .addAllTiers(tiers(result.getBackupsList()))
            .setCanRollBack(prunes.canRollBack(job.getJobId()))
            .addAllSince(since(job, result));
    heap(job.getJobId()).ifPresent(report::setTrash);
    return report.build();
  }

  private static PruneResult result(JobEntry job) {
    try {
      return PruneResult.parseFrom(job.getResult());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the result of job " + job.getJobId(), e);
    }
  }

  private List<PrunedTier> tiers(List<String> backups) {
    Map<String, PrunedTier.Builder> tiers = new TreeMap<>();
    for (String id : backups) {
      catalogue
          .backups()
          .find(id)
          .ifPresent(row -> {
            PrunedTier.Builder tier =
                tiers.computeIfAbsent(
                    row.tier().name(), name -> PrunedTier.newBuilder().setTier(name));
            tier.setBackups(tier.getBackups() + 1)
                .setSourceBytes(tier.getSourceBytes() + row.figures().sourceBytes());
          });
    }
    return tiers.values().stream().map(PrunedTier.Builder::build).toList();
  }

  private List<PruneStep> since(JobEntry prune, PruneResult result) {
    return catalogue.jobs().newest(LOOKED_AT).stream()
        .filter(job -> isOf(job, prune.getJobId()) || isSweepAfter(job, result))
        .map(job ->
            PruneStep.newBuilder()
                .setKind(job.getKind())
                .setJobId(job.getJobId())
                .setState(job.getState())
                .setStartedMs(job.getStartedMs())
                .setEndedMs(job.getEndedMs())
                .setCopies(result(job).getCopies())
                .setBytes(result(job).getBytes())
                .build())
        .toList();
  }

  private static boolean isOf(JobEntry job, String prune) {
    return job.getKind().equals("rollback") && JobWork.prune(job).equals(prune);
  }

  private static boolean isSweepAfter(JobEntry job, PruneResult prune) {
    return job.getKind().equals("sweep")
        && prune.getTrashedUntilMs() > 0
        && job.getStartedMs() >= prune.getTrashedUntilMs()
        && result(job).getCopies() > 0;
  }

  /// What a rollback would come to now; what refuses it is what refuses the rollback.
  RollbackOutlook check(CheckRollbackRequest ask) {
    String id = ask.getJobId();
    RollbackOutlook.Builder answer = RollbackOutlook.newBuilder();
    prunes.rollbackRefusals(id).forEach(no -> answer.addRefusals(Failures.message(no)));
    if (!prunes.canRollBack(id)) {
      return answer.build();
    }
    RollbackScope scope = RollbackScope.of(catalogue, id);
    RollbackScope.Outlook outlook = scope.outlook(catalogue, holders, time.millis());
    outlook.backups().forEach(one -> answer.addBackups(returning(one)));
    swept(id)
        .forEach(row ->
            answer.addBackups(
                ReturningBackup.newBuilder().setBackup(named(row, SWEPT)).setGone(true)));
    outlook
        .silent()
        .forEach((peer, copies) ->
            answer.addSilent(SilentHolder.newBuilder().setPeerId(peer).setCopies(copies)));
    heap(id).ifPresent(heap -> answer.setUntilMs(heap.getUntilMs()));
    return answer
        .setStripes(scope.stripes().size())
        .setCopies(outlook.copies())
        .setBytes(outlook.bytes())
        .build();
  }

  private static ReturningBackup returning(RollbackScope.Returning one) {
    String why = "";
    if (one.lacking() > 0) {
      why = "Too little is left of %d of its %d stripes.".formatted(one.lacking(), one.stripes());
    } else if (one.waiting() > 0) {
      why =
          "%d of its %d stripes wait for machines that do not answer."
              .formatted(one.waiting(), one.stripes());
    }
    return ReturningBackup.newBuilder()
        .setBackup(named(one.backup(), why))
        .setStripes(one.stripes())
        .setLacking(one.lacking())
        .setWaiting(one.waiting())
        .setGone(one.lacking() > 0)
        .build();
  }

  /// Backups that the job pruned and that were swept since. One that came back and was pruned by
  /// another job is that one's.
  private List<BackupRow> swept(String id) {
    Optional<JobEntry> job = catalogue.jobs().find(id).filter(Jobs::isFinal);
    if (job.isEmpty() || Jobs.state(job.get()) == JobState.ROLLED_BACK) {
      return List.of();
    }
    Set<String> resting =
        prunes.heaps().stream()
            .flatMap(heap -> heap.getBackupsList().stream())
            .collect(Collectors.toSet());
    return result(job.get()).getBackupsList().stream()
        .filter(backup -> !resting.contains(backup))
        .flatMap(backup -> catalogue.backups().find(backup).stream())
        .filter(row -> row.state() == BackupState.PRUNED)
        .toList();
  }

  private static PlannedBackup named(BackupRow row, String why) {
    return PruneDesk.planned(row, why).build();
  }
}
