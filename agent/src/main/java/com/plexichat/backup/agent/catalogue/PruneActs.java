package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.agent.catalogue.BackupActs.Known;
import com.plexichat.backup.proto.BackupBroughtBack;
import com.plexichat.backup.proto.BackupPruned;
import com.plexichat.backup.proto.BackupSwept;
import com.plexichat.backup.proto.OrdersNumbered;
import com.plexichat.backup.shared.model.BackupState;

/// Applies the pruning of backups and its rollback.
///
/// Whether something still keeps a backup, and whether a backup that runs may have counted on its
/// stripes, is asked here once more: nothing else stands in the log between.
final class PruneActs {
  private PruneActs() {}

  static void pruned(Work work, BackupPruned act) {
    Known known = BackupActs.known(work, act.getBackupId());
    String what = "Pruning backup " + act.getBackupId();
    Demand.wellFormed(!act.getJobId().isEmpty(), "a backup is pruned by a job");
    Demand.fits(
        known.state().isListed() || known.state() == BackupState.DELETED,
        what,
        "it is " + BackupActs.word(known.state()));
    RetentionActs.requireFree(work, known, act.getBackupId());
    boolean isCountedOn =
        work.handle()
            .select(
                "SELECT 1 FROM backup running JOIN backup pruned ON pruned.vault_no ="
                    + " running.vault_no WHERE pruned.no = ? AND running.state = 'RUNNING'"
                    + " FETCH FIRST ROW ONLY",
                known.number())
            .mapTo(int.class)
            .findOne()
            .isPresent();
    Demand.fits(!isCountedOn, what, "a backup of its vault runs");
    work.handle()
        .execute(
            "UPDATE backup SET pruned_from = state, state = 'PRUNED', pruned_by = ?, pruned_ms = ?"
                + " WHERE no = ?",
            act.getJobId(),
            work.atMs(),
            known.number());
  }

  static void broughtBack(Work work, BackupBroughtBack act) {
    Demand.fits(!act.getJobId().isEmpty(), "Bringing back a backup", "no job is named");
    Known known = BackupActs.known(work, act.getBackupId());
    int changed =
        work.handle()
            .execute(
                "UPDATE backup SET state = pruned_from, pruned_from = '', pruned_by = ''"
                    + " WHERE no = ? AND state = 'PRUNED' AND pruned_by = ?",
                known.number(),
                act.getJobId());
    Demand.fits(
        changed == 1,
        "Bringing back backup " + act.getBackupId(),
        "job " + act.getJobId() + " did not prune it");
  }

  static void swept(Work work, BackupSwept act) {
    Known known = BackupActs.known(work, act.getBackupId());
    Demand.fits(
        known.state() == BackupState.PRUNED,
        "Sweeping backup " + act.getBackupId(),
        "it is " + BackupActs.word(known.state()));
    work.handle().execute("UPDATE backup SET pruned_by = '' WHERE no = ?", known.number());
  }

  static void numbered(Work work, OrdersNumbered act) {
    Demand.wellFormed(act.getSequence() > 0, "an order has a number");
    work.handle()
        .execute(
            "UPDATE cluster SET order_sequence = GREATEST(order_sequence, ?)", act.getSequence());
  }
}
