package com.plexichat.backup.agent.api;

import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.jobs.Jobs;
import com.plexichat.backup.agent.planning.Outcome;
import com.plexichat.backup.agent.planning.TierChange;
import com.plexichat.backup.agent.planning.Verdict;
import com.plexichat.backup.agent.policy.Retiering;
import com.plexichat.backup.agent.policy.TierBook;
import com.plexichat.backup.proto.BackupRaised;
import com.plexichat.backup.proto.ChangeTierAnswer;
import com.plexichat.backup.proto.ChangeTierRequest;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.RaiseTier;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.wire.Tiers;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/// Gives one backup another tier.
///
/// ```
/// more copies ─→ asked for at once ─ a job makes them ─→ the tier is the new one
/// as many, fewer ───────────────────────────────────────→ the tier is the new one
/// ```
///
/// A backup never has a tier whose copies it never had. What is left over when a tier asks fewer
/// copies stays with its holders until it is pruned.
public final class RetierDesk {
  private final Catalogue catalogue;
  private final JobDesk jobs;
  private final TierBook book;
  private final InstantSource time;

  public RetierDesk(Catalogue catalogue, JobDesk jobs, InstantSource time) {
    this.catalogue = catalogue;
    this.jobs = jobs;
    this.book = new TierBook(catalogue);
    this.time = time;
  }

  synchronized ChangeTierAnswer change(ChangeTierRequest ask, String actor) {
    BackupRow backup = catalogue.backups().get(ask.getBackupId());
    if (!backup.state().isListed()) {
      throw new OperationFailed(
          FailureCode.ACT_REFUSED,
          "Changing the tier of backup " + backup.id(),
          "it is " + backup.state().name().toLowerCase(Locale.ROOT));
    }
    Tier to = book.newest(ask.getTier());
    Retiering change = new Retiering(backup, to);
    boolean raises = to.copies() > backup.tier().copies();
    ChangeTierAnswer.Builder answer =
        ChangeTierAnswer.newBuilder()
            .setBackup(change.message(time.millis()))
            .setFrom(backup.tier().label())
            .setTo(to.label())
            .setRaises(raises);
    boolean isSame = backup.tier().equals(to) && backup.retention().wanted().isEmpty();
    boolean isWeaker = !TierChange.between(backup.tier(), ofStripes(to, backup)).weaker().isEmpty();
    if (raises) {
      requireOwners(backup, to);
    } else {
      requireNoRaise(backup);
    }
    if (ask.getDryRun() || (isWeaker && !ask.getConfirm()) || isSame) {
      return answer.setDone(isSame).build();
    }
    return (raises ? raise(answer, backup, to, ask, actor) : lower(answer, change, ask, actor))
        .build();
  }

  /// A tier with the shards of a backup's tier: stripes that are there stay as they were made.
  private static Tier ofStripes(Tier to, BackupRow backup) {
    return new Tier(
        to.name(),
        to.days(),
        to.copies(),
        backup.tier().dataShards(),
        backup.tier().parityShards(),
        to.maxCopiesPerRegion(),
        to.edition());
  }

  private ChangeTierAnswer.Builder lower(
      ChangeTierAnswer.Builder answer, Retiering change, ChangeTierRequest ask, String actor) {
    catalogue.submit(actor, ask.getWhy(), "", change.command());
    return answer.setDone(true);
  }

  /// Asks for the copies and has a job make them; a job that does so already goes on.
  private ChangeTierAnswer.Builder raise(
      ChangeTierAnswer.Builder answer,
      BackupRow backup,
      Tier to,
      ChangeTierRequest ask,
      String actor) {
    boolean isAsked = backup.retention().wanted().filter(to::equals).isPresent();
    if (!isAsked) {
      BackupRaised act =
          BackupRaised.newBuilder().setBackupId(backup.id()).setWanted(Tiers.message(to)).build();
      catalogue.submit(actor, ask.getWhy(), "", Command.newBuilder().setBackupRaised(act).build());
    }
    RaiseTier work = RaiseTier.newBuilder().setBackupId(backup.id()).setWhy(ask.getWhy()).build();
    String job = underWay(backup.id()).orElseGet(() -> jobs.begin("raise", work, actor).getJobId());
    return answer.setJobId(job);
  }

  /// What a job is raising is not lowered beneath it.
  private void requireNoRaise(BackupRow backup) {
    underWay(backup.id())
        .ifPresent(job -> {
          throw new OperationFailed(
              FailureCode.ACT_REFUSED,
              "Changing the tier of backup " + backup.id(),
              "job %s is raising it; end it with `plexichat job cancel %s`".formatted(job, job));
        });
  }

  private Optional<String> underWay(String backup) {
    return catalogue.jobs().unfinished().stream()
        .filter(job -> job.getKind().equals("raise") && !Jobs.isFinal(job))
        .filter(job -> parameters(job).getBackupId().equals(backup))
        .map(JobEntry::getJobId)
        .findFirst();
  }

  private static RaiseTier parameters(JobEntry job) {
    try {
      return RaiseTier.parseFrom(job.getParameters());
    } catch (InvalidProtocolBufferException notOurs) {
      throw new IllegalStateException("the parameters of job " + job.getJobId(), notOurs);
    }
  }

  private void requireOwners(BackupRow backup, Tier to) {
    Verdict verdict = jobs.backups().preflight(to, catalogue.peers().get(backup.host()).id());
    if (verdict.outcome() != Outcome.COMPLETE) {
      throw new OperationFailed(
          FailureCode.RAISE_REFUSED,
          backup.id(),
          to.name(),
          "%d other owners are needed and %d are there. %s"
              .formatted(verdict.ownersNeeded(), verdict.ownersPresent(), verdict.sentence()));
    }
  }
}
