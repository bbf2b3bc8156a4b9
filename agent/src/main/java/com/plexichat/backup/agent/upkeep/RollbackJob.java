package com.plexichat.backup.agent.upkeep;

import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.agent.jobs.JobControl;
import com.plexichat.backup.agent.jobs.Work;
import com.plexichat.backup.proto.BackupBroughtBack;
import com.plexichat.backup.proto.BadShardCopy;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.PruneResult;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.JobPhase;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.wire.Ids;
import java.util.ArrayList;
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
    List<StripeId> stripes = base.catalogue().trash().ofJob(pruneJob);
    List<BackupRow> backups = base.catalogue().backups().prunedBy(pruneJob);
    if (stripes.isEmpty() && backups.isEmpty()) {
      throw new OperationFailed(FailureCode.PRUNE_UNKNOWN, pruneJob);
    }
    Trash trash = new Trash(base, control.jobId());
    CopyCheck check = new CopyCheck(base);
    PruneResult.Builder result = PruneResult.newBuilder();
    for (int at = 0; at < stripes.size(); at += STRIPES_AT_ONCE) {
      control.checkpoint();
      List<StripeId> some = stripes.subList(at, Math.min(stripes.size(), at + STRIPES_AT_ONCE));
      bringBack(control, trash, check, base.catalogue().stripes().get(some, base.now()), result);
      control.progress(JobPhase.BRING_BACK, at + some.size(), stripes.size(), trash.bytes(), 0);
    }
    backups.forEach(backup -> confirm(control, trash, check, backup));
    for (BackupRow backup : backups) {
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
  /// coordinator stopped.
  private void confirm(JobControl control, Trash trash, CopyCheck check, BackupRow backup) {
    List<StripeId> page = new ArrayList<>();
    base.catalogue()
        .stripes()
        .neededBy(
            backup.id(),
            stripe -> {
              page.add(stripe);
              if (page.size() == STRIPES_AT_ONCE) {
                confirm(control, trash, check, page);
              }
            });
    confirm(control, trash, check, page);
  }

  private void confirm(JobControl control, Trash trash, CopyCheck check, List<StripeId> page) {
    control.checkpoint();
    Trash.open(base.catalogue().stripes().get(page, base.now()))
        .forEach((peer, copies) -> {
          try {
            CopyCheck.Outcome looked = check.check(peer, copies, false, control.jobId());
            requireCounted(trash, peer, copies, looked);
          } catch (OperationFailed e) {
            if (!e.code().isSilence()) {
              throw e;
            }
            trash.away(peer);
          }
        });
    page.clear();
  }

  /// What is whole and could not be ordered anew there does not count: its machine is named. A
  /// repair makes it good where a backup still asks for the copy.
  private static void requireCounted(
      Trash trash, PeerId peer, List<Expected> copies, CopyCheck.Outcome looked) {
    if (looked.bad().size() + looked.revived().size() < copies.size()) {
      trash.away(peer);
    }
  }

  private static void bringBack(
      JobControl control,
      Trash trash,
      CopyCheck check,
      List<StripeRow> stripes,
      PruneResult.Builder result) {
    trash
        .empty(stripes)
        .forEach((peer, copies) -> {
          CopyCheck.Outcome looked = check.check(peer, copies, false, control.jobId());
          requireCounted(trash, peer, copies, looked);
          for (CopyCheck.Bad bad : looked.bad()) {
            if (result.getDamagedCount() < NAMED) {
              result.addDamaged(
                  BadShardCopy.newBuilder()
                      .setShard(Ids.message(bad.copy().shard()))
                      .setPeerId(peer.hex())
                      .setState(bad.state().name())
                      .setPath(bad.path()));
            }
          }
        });
  }
}
