package com.plexichat.backup.agent.catalogue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.catalogue.BackupActs.Known;
import com.plexichat.backup.proto.BackupClosed;
import com.plexichat.backup.proto.SparseStripe;

/// Applies what the end of a backup tells of stripes of which little is needed.
final class CompactionActs {
  private static final int ALL = 1000;

  private final StripeStore store;

  CompactionActs(StripeStore store) {
    this.store = store;
  }

  void closed(Work work, Known known, BackupClosed act) {
    String what = "Closing backup " + act.getBackup().getBackupId();
    for (SparseStripe one : act.getSparseList()) {
      Demand.wellFormed(
          one.getPermille() >= 0 && one.getPermille() < ALL, "less than all of a stripe is needed");
      long stripe = store.get(what, one.getStripe()).number();
      work.handle()
          .execute("DELETE FROM sparse WHERE set_no = ? AND stripe = ?", known.set(), stripe);
      if (one.getPermille() > 0) {
        work.handle()
            .execute("INSERT INTO sparse VALUES (?, ?, ?)", known.set(), stripe, one.getPermille());
      }
    }
    for (ByteString id : act.getVacatedList()) {
      work.handle()
          .execute(
              "MERGE INTO vacated (stripe) KEY (stripe) VALUES (?)", store.get(what, id).number());
    }
  }
}
