package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.CopyRow;
import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.proto.PlannedBackup;
import com.plexichat.backup.proto.PrunePlan;
import com.plexichat.backup.shared.model.CopyState;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What a prune would free: copies of stripes that nothing would need then.
final class PruneFigures {
  private final Catalogue catalogue;

  PruneFigures(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /// Copies that lie with their holders, of some stripes.
  private static final class Tally {
    private long stripes;
    private long copies;
    private long bytes;
    private long trashedBytes;

    void add(StripeRow stripe) {
      stripes++;
      for (ShardRow shard : stripe.shards()) {
        for (CopyRow copy : shard.copies()) {
          if (copy.state().isCounted()) {
            copies++;
            bytes += shard.length();
          } else if (copy.state() == CopyState.TRASHED) {
            trashedBytes += shard.length();
          }
        }
      }
    }

    long atOnce() {
      return bytes + trashedBytes;
    }
  }

  private Tally dead(List<PlannedBackup> removed) {
    Tally tally = new Tally();
    Set<String> ids = removed.stream().map(PlannedBackup::getBackupId).collect(Collectors.toSet());
    catalogue.stripes().dead(ids, tally::add);
    return tally;
  }

  /// A plan with its figures.
  PrunePlan.Builder of(List<PlannedBackup> removed) {
    Tally all = dead(removed);
    return PrunePlan.newBuilder()
        .addAllRemoved(removed)
        .setStripes(all.stripes)
        .setCopies(all.copies)
        .setBytes(all.bytes)
        .setOrphanedBytes(dead(List.of()).bytes);
  }

  /// An emergency plan: what lies in the trash, and as few of the backups as it takes besides, from
  /// the first on. All of them where that is not enough.
  PrunePlan.Builder reclaiming(long bytes, List<PlannedBackup> removed) {
    int fewest = 0;
    int most = removed.size();
    while (fewest < most) {
      int middle = (fewest + most) >>> 1;
      if (dead(removed.subList(0, middle)).atOnce() >= bytes) {
        most = middle;
      } else {
        fewest = middle + 1;
      }
    }
    List<PlannedBackup> taken = removed.subList(0, fewest);
    return of(taken).setReclaimBytes(bytes).setTrashedBytes(dead(taken).trashedBytes);
  }
}
