package com.plexichat.backup.agent.catalogue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.catalogue.BackupActs.Known;
import com.plexichat.backup.agent.catalogue.StripeStore.Stored;
import com.plexichat.backup.proto.BackupClosed;
import com.plexichat.backup.proto.SparseStripe;
import com.plexichat.backup.shared.model.StripeId;

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
      long stripe = number(what, one.getStripe());
      work.handle()
          .execute("DELETE FROM sparse WHERE set_no = ? AND stripe = ?", known.set(), stripe);
      if (one.getPermille() > 0) {
        work.handle()
            .execute("INSERT INTO sparse VALUES (?, ?, ?)", known.set(), stripe, one.getPermille());
      }
    }
    for (ByteString id : act.getVacatedList()) {
      work.handle()
          .execute("MERGE INTO vacated (stripe) KEY (stripe) VALUES (?)", number(what, id));
    }
  }

  private long number(String what, ByteString id) {
    StripeId stripe = StripeId.of(id.toByteArray());
    Stored stored = store.find(stripe);
    if (stored == null) {
      throw Demand.refused(what, "stripe " + stripe + " was never reserved");
    }
    return stored.number();
  }
}
