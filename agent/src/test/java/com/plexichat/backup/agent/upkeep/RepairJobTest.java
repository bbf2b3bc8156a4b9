package com.plexichat.backup.agent.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.agent.upkeep.FakeHolders.Place;
import com.plexichat.backup.agent.upkeep.IntegrityCheck.Depth;
import com.plexichat.backup.proto.PeerState;
import com.plexichat.backup.proto.RepairResult;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeEvent;
import com.plexichat.backup.shared.model.StripeEventKind;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.wire.Ids;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepairJobTest {
  private static final Tier SMALL = new Tier("small", 90, 1, 8, 2, 0);

  @TempDir Path folder;

  @Test
  void damagedAndMissingCopiesComeBack() throws Exception {
    for (long seed = 1; seed <= 3; seed++) {
      try (UpkeepCluster cluster = new UpkeepCluster(folder.resolve("" + seed), seed, 3)) {
        cluster.backUp(Tier.BRONZE, 4, 2_000);
        Random random = new Random(seed);
        List<Place> places = new ArrayList<>(cluster.holders.places());
        Collections.shuffle(places, random);
        for (Place place : places.subList(0, 8)) {
          var files = cluster.holders.of(place.peer());
          if (random.nextBoolean()) {
            files.remove(place.shard());
          } else {
            cluster.holders.flip(place, random.nextInt(1000));
          }
        }
        assertEquals(8, cluster.check(Depth.HASH).getBadCount(), "seed " + seed);
        RepairResult preview = cluster.repair(true);
        assertTrue(preview.getRepaired() > 0);
        assertTrue(preview.getSentence().contains("would be made"), preview.getSentence());
        RepairResult result = cluster.repair(false);
        assertEquals(8, result.getRepaired(), result.getSentence());
        assertEquals(0, result.getLostCount());
        assertEquals(0, result.getWaiting());
        assertEquals(0, cluster.underReplicated(), "seed " + seed);
        assertEquals(0, cluster.check(Depth.HASH).getBadCount(), "seed " + seed);
        assertEquals("Every shard has its copies.", cluster.repair(false).getSentence());
      }
    }
  }

  @Test
  void theStripesHistoryTellsOfBackupDamageAndRepair() throws Exception {
    try (UpkeepCluster cluster = new UpkeepCluster(folder, 4, 4)) {
      cluster.backUp(Tier.BRONZE, 2, 2_000);
      Place place = List.copyOf(cluster.holders.places()).getFirst();
      ShardRow shard = cluster.shard(place.shard());
      List<StripeEvent> written = history(cluster, shard.stripe());
      assertTrue(
          written.stream()
              .allMatch(event ->
                  event.kind() == StripeEventKind.WRITTEN
                      && event.cause().backupId().equals(UpkeepCluster.BACKUP)),
          written::toString);
      assertEquals(18, written.stream().mapToInt(event -> event.indexes().size()).sum());
      cluster.holders.flip(place, 700);
      cluster.check(Depth.HASH);
      cluster.repair(false);
      List<StripeEvent> all = history(cluster, shard.stripe());
      assertEquals(written, all.subList(all.size() - written.size(), all.size()));
      List<StripeEvent> since = all.subList(0, all.size() - written.size());
      assertEquals(
          List.of(StripeEventKind.WRITTEN, StripeEventKind.CORRUPT),
          since.stream().map(StripeEvent::kind).toList());
      for (StripeEvent event : since) {
        assertEquals(List.of(shard.index()), event.indexes());
        assertEquals("test", event.cause().jobKind());
      }
      assertEquals(Optional.of(place.peer()), since.getLast().peer());
      assertEquals("job1", since.getLast().cause().jobId());
      assertEquals("job2", since.getFirst().cause().jobId());
    }
  }

  private static List<StripeEvent> history(UpkeepCluster cluster, StripeId stripe) {
    return cluster.catalogue.history().of(stripe).events();
  }

  @Test
  void twoOfTenAreRebuilt() throws Exception {
    try (UpkeepCluster cluster = new UpkeepCluster(folder, 7, 5)) {
      cluster.backUp(SMALL, 2, 70_000);
      lose(cluster, 0, 3, 9);
      lose(cluster, 1, 0, 1);
      cluster.check(Depth.PRESENCE);
      assertEquals(4, cluster.repair(true).getRebuilt());
      RepairResult result = cluster.repair(false);
      assertEquals(4, result.getRebuilt(), result.getSentence());
      assertEquals(4, result.getRepaired());
      assertEquals(0, cluster.underReplicated());
      assertEquals(0, cluster.check(Depth.HASH).getBadCount());
      assertTrue(cluster.holders.mostGiven < 8);
    }
  }

  @Test
  void furtherCopiesOfARebuiltShardFollow() throws Exception {
    try (UpkeepCluster cluster = new UpkeepCluster(folder, 8, 4)) {
      cluster.backUp(Tier.BRONZE, 1, 2_000);
      lose(cluster, 0, 2, 9);
      cluster.check(Depth.PRESENCE);
      RepairResult result = cluster.repair(false);
      assertEquals(2, result.getRebuilt(), result.getSentence());
      assertEquals(3, result.getRepaired());
      assertEquals(0, cluster.underReplicated());
    }
  }

  @Test
  void threeOfTenAreLost() throws Exception {
    try (UpkeepCluster cluster = new UpkeepCluster(folder, 9, 5)) {
      cluster.backUp(SMALL, 2, 2_000);
      List<ShardId> lost = lose(cluster, 0, 1, 4, 8);
      cluster.check(Depth.PRESENCE);
      RepairResult result = cluster.repair(false);
      assertEquals(
          lost.stream().sorted().toList(),
          result.getLostList().stream().map(one -> Ids.shard(one.getShard())).sorted().toList());
      assertTrue(
          result.getLostList().stream()
              .allMatch(one -> one.getBackupsList().equals(List.of(UpkeepCluster.BACKUP))));
      assertEquals(0, result.getRepaired());
      assertEquals(0, result.getWaiting(), result.getSentence());
    }
  }

  @Test
  void filesOfLostShardsAreNamedOrItIsSaidWhyNot() throws Exception {
    try (UpkeepCluster cluster = new UpkeepCluster(folder, 15, 5)) {
      cluster.backUp(SMALL, 2, 2_000);
      lose(cluster, 0, 1, 4, 8);
      StripeId stripe = cluster.stripes().getFirst().id();
      ByteString path = ByteString.copyFromUtf8("/home/a");
      cluster.files =
          Optional.of((_, backups, stripes) -> {
            assertEquals(List.of(UpkeepCluster.BACKUP), List.copyOf(backups));
            assertEquals(List.of(stripe), List.copyOf(stripes));
            return new LostFiles.Named(Map.of(stripe, Set.of(path)), Map.of());
          });
      RepairResult named = cluster.repair(false);
      assertEquals(3, named.getLostTotal(), "found without a check before");
      for (var one : named.getLostList()) {
        assertEquals(List.of(path), one.getFilesList());
        assertEquals("", one.getUnnamed());
      }
      cluster.files =
          Optional.of((_, _, _) -> {
            throw new OperationFailed(FailureCode.VAULT_UNREADABLE, "m");
          });
      RepairResult unnamed = cluster.repair(false);
      assertTrue(unnamed.getLost(0).getUnnamed().contains("vault of m"), unnamed::toString);
      lose(cluster, 1, 0, 1, 2);
      RepairResult all = cluster.repair(false);
      assertTrue(
          all.getLostList().stream()
              .allMatch(one ->
                  one.getFilesList().equals(List.of(ByteString.copyFromUtf8("/home")))
                      && one.getUnnamed().isEmpty()),
          "with its record a backup is lost whole: " + all);
    }
  }

  private static List<ShardId> lose(UpkeepCluster cluster, int stripe, int... indexes) {
    StripeRow row = cluster.stripes().get(stripe);
    List<ShardId> lost = new ArrayList<>();
    for (int index : indexes) {
      ShardId shard = row.shards().get(index).id();
      cluster.holders.files.values().forEach(files -> files.remove(shard));
      lost.add(shard);
    }
    return lost;
  }

  @Test
  void aLostPeersCopiesGoToOthers() throws Exception {
    try (UpkeepCluster cluster = new UpkeepCluster(folder, 10, 5)) {
      cluster.backUp(Tier.BRONZE, 5, 2_000);
      PeerId dead = cluster.peers.get(1);
      cluster.holders.down.add(dead);
      cluster.become(dead, PeerState.DOWN);
      cluster.holders.full.add(cluster.peers.get(2));
      RepairResult result = cluster.repair(false);
      assertEquals(0, cluster.underReplicated(), result.getSentence());
      assertEquals(0, result.getWaiting());
    }
  }

  @Test
  void whatNobodyTookIsCounted() throws Exception {
    try (UpkeepCluster cluster = new UpkeepCluster(folder, 16, 5)) {
      cluster.backUp(Tier.BRONZE, 1, 2_000);
      ShardRow shard = cluster.stripes().getFirst().shards().getFirst();
      cluster.holders.of(shard.copies().getFirst().peer()).remove(shard.id());
      cluster.check(Depth.PRESENCE);
      cluster.holders.full.addAll(cluster.peers);
      RepairResult result = cluster.repair(false);
      assertEquals(1, cluster.underReplicated());
      assertEquals(1, result.getUndone(), result.getSentence());
      assertEquals(0, result.getWaiting());
    }
  }

  @Test
  void withoutOwnersItWaits() throws Exception {
    try (UpkeepCluster cluster = new UpkeepCluster(folder, 11, 3)) {
      cluster.backUp(Tier.BRONZE, 1, 2_000);
      PeerId dead = cluster.peers.get(1);
      int held = cluster.holders.of(dead).size();
      cluster.holders.down.add(dead);
      cluster.become(dead, PeerState.DOWN);
      RepairResult result = cluster.repair(false);
      assertEquals(held, result.getRepaired() + result.getWaiting(), result.getSentence());
      assertTrue(result.getWaiting() > 0);
      assertTrue(result.getSentence().contains("owner"), result.getSentence());
    }
  }

  @Test
  void aSourceThatLostItsCopyIsFoundOutOnTheWay() throws Exception {
    try (UpkeepCluster cluster = new UpkeepCluster(folder, 12, 5)) {
      cluster.backUp(Tier.BRONZE, 1, 2_000);
      ShardRow shard = cluster.stripes().getFirst().shards().getFirst();
      ShardId id = shard.id();
      PeerId known = shard.copies().getFirst().peer();
      PeerId secretly = shard.copies().getLast().peer();
      cluster.holders.of(known).remove(id);
      cluster.check(Depth.PRESENCE);
      cluster.holders.flip(new Place(secretly, id), 400);
      RepairResult result = cluster.repair(false, id);
      assertEquals(2, result.getRepaired(), result.getSentence());
      assertEquals(1, result.getRebuilt());
      assertEquals(0, cluster.check(Depth.HASH).getBadCount());
    }
  }

  @Test
  void onlyTheNamedShardsAreRepaired() throws Exception {
    try (UpkeepCluster cluster = new UpkeepCluster(folder, 13, 5)) {
      cluster.backUp(SMALL, 1, 2_000);
      List<ShardId> lost = lose(cluster, 0, 5, 6);
      cluster.check(Depth.PRESENCE);
      RepairResult result = cluster.repair(false, lost.getFirst());
      assertEquals(1, result.getRepaired(), result.getSentence());
      assertEquals(1, cluster.underReplicated());
      assertEquals(1, cluster.shard(lost.getFirst()).counted());
    }
  }

  @Test
  void stripesOfARunningBackupAreLeftToTheirSource() throws Exception {
    try (UpkeepCluster cluster = new UpkeepCluster(folder, 14, 5)) {
      cluster.open(SMALL);
      cluster.place(SMALL, 2_000);
      lose(cluster, 0, 5);
      cluster.check(Depth.PRESENCE);
      assertEquals(1, cluster.underReplicated());
      assertEquals(0, cluster.repair(false).getRepaired());
    }
  }
}
