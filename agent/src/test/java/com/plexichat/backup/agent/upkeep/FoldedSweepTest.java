package com.plexichat.backup.agent.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.catalogue.CopyRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.agent.ledger.LostCopy;
import com.plexichat.backup.proto.BackupClosed;
import com.plexichat.backup.proto.BackupEntry;
import com.plexichat.backup.proto.BackupOpened;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.FoldedRecord;
import com.plexichat.backup.proto.StripesFolded;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.wire.Ids;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Copies of folded stripes go to the trash, and none goes too early.
class FoldedSweepTest {
  @TempDir Path folder;

  /// A closed backup of two stripes that were folded into that of another.
  static StripeId fold(UpkeepCluster cluster) {
    cluster.open(Tier.BRONZE);
    StripeId first = cluster.place(Tier.BRONZE, 500);
    StripeId second = cluster.place(Tier.BRONZE, 500);
    close(cluster, UpkeepCluster.BACKUP, List.of(first, second));
    String later = "00000000000000b2";
    BackupOpened opened =
        BackupOpened.newBuilder()
            .setBackupId(later)
            .setSet("docs")
            .setNumber(2)
            .setVault("a".repeat(32))
            .setJobId("job")
            .setTier(com.plexichat.backup.shared.wire.Tiers.message(Tier.BRONZE))
            .setHost(cluster.peers.getFirst().hex())
            .build();
    cluster.submit(Command.newBuilder().setBackupOpened(opened));
    StripeId into = cluster.place(later, Tier.BRONZE, 900);
    cluster.submit(
        Command.newBuilder()
            .setStripesFolded(
                StripesFolded.newBuilder()
                    .setBackupId(later)
                    .setInto(Ids.message(into))
                    .addReplaced(Ids.message(first))
                    .addReplaced(Ids.message(second))
                    .addRecords(
                        FoldedRecord.newBuilder()
                            .setRecordHash(ByteString.copyFrom(new byte[32]))
                            .setLength(10))));
    close(cluster, later, List.of(into));
    return into;
  }

  private static void close(UpkeepCluster cluster, String backup, List<StripeId> added) {
    BackupClosed.Builder closed =
        BackupClosed.newBuilder()
            .setBackup(BackupEntry.newBuilder().setBackupId(backup).setState("complete"))
            .setRecordHash(ByteString.copyFrom(new byte[32]))
            .setRecordStripe(Ids.message(added.getFirst()));
    added.forEach(stripe -> closed.addAdded(Ids.message(stripe)));
    cluster.submit(Command.newBuilder().setBackupClosed(closed));
  }

  private static long files(UpkeepCluster cluster) {
    return cluster.holders.files.values().stream().mapToLong(held -> held.size()).sum();
  }

  @Test
  void everyCopyGoesAndOneThatDidNotAnswerFollows() throws Exception {
    try (UpkeepCluster cluster = new UpkeepCluster(folder, 4, 5)) {
      StripeId into = fold(cluster);
      long before = files(cluster);
      PeerId silent = cluster.peers.getLast();
      cluster.holders.down.add(silent);
      FoldedSweep sweep = new FoldedSweep(cluster.base);
      sweep.round();
      assertTrue(files(cluster) < before);
      assertTrue(cluster.catalogue.stripes().leftByFolds(10).size() > 0, "the silent one's");
      cluster.holders.down.clear();
      sweep.round();
      assertEquals(List.of(), cluster.catalogue.stripes().leftByFolds(10));
      assertEquals(before / 3, files(cluster));
      long trashed = cluster.holders.trashed.values().stream().mapToLong(held -> held.size()).sum();
      assertEquals(before - before / 3, trashed);
      for (StripeRow row : cluster.stripes()) {
        boolean fresh = row.id().equals(into);
        row.shards()
            .forEach(shard ->
                shard
                    .copies()
                    .forEach(copy ->
                        assertEquals(fresh ? CopyState.OK : CopyState.TRASHED, copy.state())));
      }
      assertEquals(0, cluster.underReplicated());
    }
  }

  /// The lock was told to the holders of what the backup needed then.
  @Test
  void whatIsInThePlaceOfALockedStripeIsLockedToo() {
    try (UpkeepCluster cluster = new UpkeepCluster(folder, 4, 5)) {
      StripeId into = fold(cluster);
      new LockRound(cluster.base).round();
      cluster.lock(UpkeepCluster.BACKUP, 30);
      PeerId silent = cluster.peers.getLast();
      cluster.holders.unlocking.put(silent, FailureCode.TIMED_OUT);
      new FoldedSweep(cluster.base).round();
      assertEquals(List.of(silent), unlocked(cluster, into));
      cluster.holders.unlocking.clear();
      new LockRound(cluster.base).round();
      assertEquals(List.of(), unlocked(cluster, into));
    }
  }

  /// Holders of a stripe that do not know for each shard that it is locked.
  private static List<PeerId> unlocked(UpkeepCluster cluster, StripeId id) {
    StripeRow stripe = cluster.catalogue.stripes().find(id, cluster.base.now()).orElseThrow();
    return stripe.shards().stream()
        .flatMap(shard ->
            shard.copies().stream()
                .map(CopyRow::peer)
                .filter(peer ->
                    !cluster.holders.locks.getOrDefault(peer, Map.of()).containsKey(shard.id())))
        .distinct()
        .toList();
  }

  @Test
  void nothingGoesWhileTheNewStripeLacksACopy() throws Exception {
    try (UpkeepCluster cluster = new UpkeepCluster(folder, 5, 5)) {
      StripeId into = fold(cluster);
      long before = files(cluster);
      var lost = cluster.stripes().stream().filter(row -> row.id().equals(into)).findFirst();
      var shard = lost.orElseThrow().shards().getFirst();
      cluster.ledger.changed(
          List.of(
              new LostCopy(
                  into,
                  0,
                  shard.copies().getFirst().peer(),
                  CopyState.MISSING,
                  "test",
                  cluster.base.asOf())),
          "");
      new FoldedSweep(cluster.base).round();
      assertEquals(before, files(cluster));
    }
  }
}
