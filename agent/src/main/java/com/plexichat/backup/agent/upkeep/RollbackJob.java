package com.plexichat.backup.agent.upkeep;

import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.agent.jobs.JobControl;
import com.plexichat.backup.agent.jobs.Work;
import com.plexichat.backup.proto.BackupBroughtBack;
import com.plexichat.backup.proto.BadShardCopy;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.PlannedBackup;
import com.plexichat.backup.proto.PruneResult;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.JobPhase;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.wire.Ids;
import java.util.List;

/// Takes a prune back: copies leave the trash, every byte of them is read and proven before they
/// count, and the backups are what they were.
///
/// What does not come back whole is named and not counted. Run again, it goes on with what was not
/// reached.
public final class RollbackJob implements Work {
  private static final int STRIPES_AT_ONCE = 64;
  private static final int NAMED = 1_000;

  private final UpkeepBase base;
  private final String pruneJob;
  private final String reason;

  public RollbackJob(UpkeepBase base, String pruneJob, String reason) {
    this.base = base;
    this.pruneJob = pruneJob;
    this.reason = reason;
  }

  @Override
  public byte[] run(JobControl control) {
    RollbackScope scope = RollbackScope.of(base.catalogue(), pruneJob);
    List<BackupRow> backups = scope.backups();
    List<StripeId> stripes = scope.stripes();
    Trash trash = new Trash(base, control.jobId());
    CopyCheck check = new CopyCheck(base);
    PruneResult.Builder result = PruneResult.newBuilder();
    for (int at = 0; at < stripes.size(); at += STRIPES_AT_ONCE) {
      control.checkpoint();
      List<StripeId> some = stripes.subList(at, Math.min(stripes.size(), at + STRIPES_AT_ONCE));
      bringBack(control, trash, check, base.catalogue().stripes().get(some, base.now()), result);
      control.progress(JobPhase.BRING_BACK, at + some.size(), stripes.size(), trash.bytes(), 0);
    }
    boolean isAny = confirm(control, trash, check);
    if (stripes.isEmpty() && backups.isEmpty() && !isAny) {
      throw new OperationFailed(FailureCode.PRUNE_UNKNOWN, pruneJob);
    }
    for (BackupRow backup : backups) {
      if (!Remains.of(base, backup).isWhole()) {
        result.addSkipped(
            PlannedBackup.newBuilder()
                .setBackupId(backup.id())
                .setSet(backup.set())
                .setNumber(backup.number())
                .setTier(backup.tier().name())
                .setCreatedMs(backup.createdMs())
                .setExpiresMs(backup.retention().endsMs())
                .setReason("Some of it was deleted already."));
        continue;
      }
      BackupBroughtBack act =
          BackupBroughtBack.newBuilder().setBackupId(backup.id()).setJobId(pruneJob).build();
      base.catalogue()
          .submit(
              control.entry().getAskedBy(),
              reason,
              "",
              Command.newBuilder().setBackupBroughtBack(act).build());
      result.addBackups(backup.id());
    }
    return result
        .setStripes(stripes.size())
        .setCopies(trash.copies())
        .setBytes(trash.bytes())
        .addAllUnanswered(trash.unanswered())
        .build()
        .toByteArray();
  }

  /// Copies that came back and were ordered anew, and whose receipts nobody wrote down because the
  /// coordinator stopped. Whether there are any.
  private boolean confirm(JobControl control, Trash trash, CopyCheck check) {
    List<StripeId> open = base.catalogue().stripes().unacknowledged();
    for (int at = 0; at < open.size(); at += STRIPES_AT_ONCE) {
      control.checkpoint();
      List<StripeId> page = open.subList(at, Math.min(open.size(), at + STRIPES_AT_ONCE));
      Trash.open(base.catalogue().stripes().get(page, base.now()))
          .forEach((peer, copies) -> count(trash, check, peer, copies, control.jobId()));
    }
    return !open.isEmpty();
  }

  /// Looks at copies, which count from then on. What is whole and cannot be ordered anew there does
  /// not: its machine is named, and the next try begins with it.
  private List<CopyCheck.Bad> count(
      Trash trash, CopyCheck check, PeerId peer, List<Expected> copies, String jobId) {
    if (copies.isEmpty()) {
      return List.of();
    }
    try {
      CopyCheck.Outcome looked = check.check(peer, copies, false, jobId);
      if (!looked.left().isEmpty()) {
        trash.away(peer);
        trash.putAside(looked.left(), base.asOf(), pruneJob);
      }
      return looked.bad();
    } catch (OperationFailed e) {
      if (!e.code().isSilence()) {
        throw e;
      }
      trash.away(peer);
      return List.of();
    }
  }

  private void bringBack(
      JobControl control,
      Trash trash,
      CopyCheck check,
      List<StripeRow> stripes,
      PruneResult.Builder result) {
    trash
        .empty(stripes)
        .forEach((peer, back) -> {
          back.unknown()
              .forEach(copy -> damaged(result, new CopyCheck.Bad(copy, CopyState.MISSING, "")));
          count(trash, check, peer, back.there(), control.jobId()).stream()
              .filter(bad -> Trash.isExpected(bad.copy().known()))
              .forEach(bad -> damaged(result, bad));
        });
  }

  private static void damaged(PruneResult.Builder result, CopyCheck.Bad bad) {
    if (result.getDamagedCount() < NAMED) {
      result.addDamaged(
          BadShardCopy.newBuilder()
              .setShard(Ids.message(bad.copy().shard()))
              .setPeerId(bad.copy().peer().hex())
              .setState(bad.state().name())
              .setPath(bad.path()));
    }
  }
}
