package com.plexichat.backup.agent.upkeep;

import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.agent.catalogue.StripeSpares;
import com.plexichat.backup.agent.jobs.JobControl;
import com.plexichat.backup.agent.jobs.Work;
import com.plexichat.backup.proto.BackupSwept;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.PruneResult;
import com.plexichat.backup.shared.model.JobPhase;
import com.plexichat.backup.shared.model.StripeId;
import java.time.Duration;
import java.util.List;

/// Deletes for good what has lain in the trash for long enough.
///
/// That nothing needs it is asked once more here: of a stripe that is needed, only copies of shards
/// that have all of theirs without it; the rest stays where it is, and can be brought back. What a
/// peer may hold is forgotten when it says that it deleted it.
public final class SweepJob implements Work {
  private static final int STRIPES_AT_ONCE = 256;

  private final UpkeepBase base;
  private final Duration kept;

  /// @param kept how long it must have lain there
  public SweepJob(UpkeepBase base, Duration kept) {
    this.base = base;
    this.kept = kept;
  }

  @Override
  public byte[] run(JobControl control) {
    control.checkpoint();
    long before = base.now() - kept.toMillis();
    List<StripeId> old = base.catalogue().trash().before(before);
    Trash trash = new Trash(base, control.jobId());
    long swept = 0;
    for (int at = 0; at < old.size(); at += STRIPES_AT_ONCE) {
      control.checkpoint();
      List<StripeId> some = old.subList(at, Math.min(old.size(), at + STRIPES_AT_ONCE));
      List<StripeRow> dead = base.catalogue().stripes().unneeded(some);
      trash.burn(dead, "swept");
      List<StripeRow> needed =
          base.catalogue().spares().get(some).stream()
              .filter(found -> !found.isBusy())
              .map(StripeSpares.Found::stripe)
              .toList();
      trash.burnSpares(needed, "swept");
      swept += dead.size() + needed.size();
      control.progress(JobPhase.SWEEP, at + some.size(), old.size(), trash.bytes(), 0);
    }
    seal(base, control, before);
    return PruneResult.newBuilder()
        .setStripes(swept)
        .setCopies(trash.copies())
        .setBytes(trash.bytes())
        .setResting(trash.resting())
        .addAllUnanswered(trash.unanswered())
        .build()
        .toByteArray();
  }

  /// Backups of which something was deleted cannot be brought back any more. One of which
  /// everything rests with its holders still can, whatever the coordinator's clock says.
  static void seal(UpkeepBase base, JobControl control, long prunedBefore) {
    for (BackupRow backup : base.catalogue().backups().prunedBefore(prunedBefore)) {
      if (!Remains.of(base, backup).canComeBack()) {
        BackupSwept act = BackupSwept.newBuilder().setBackupId(backup.id()).build();
        base.catalogue()
            .submit(
                control.entry().getAskedBy(),
                "",
                "",
                Command.newBuilder().setBackupSwept(act).build());
      }
    }
  }
}
