package com.plexichat.backup.agent.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.coding.v1.Format;
import com.plexichat.backup.agent.upkeep.FakeHolders.Place;
import com.plexichat.backup.agent.upkeep.IntegrityCheck.Depth;
import com.plexichat.backup.proto.BadShardCopy;
import com.plexichat.backup.proto.IntegrityResult;
import com.plexichat.backup.proto.PeerState;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.wire.Ids;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntegrityCheckTest {
  private static final int COPIES = 18;

  @TempDir Path folder;

  @Test
  void namesExactlyWhatIsBad() throws Exception {
    for (long seed = 1; seed <= 3; seed++) {
      try (UpkeepCluster cluster = new UpkeepCluster(folder.resolve("" + seed), seed, 4)) {
        cluster.backUp(Tier.BRONZE, 3, 3_000);
        Map<String, String> harm = harm(cluster, new Random(seed));
        IntegrityResult result = cluster.check(Depth.HASH);
        assertEquals(harm, named(result), "seed " + seed);
        assertEquals(3 * COPIES, result.getCheckedCopies());
        assertEquals(3 * COPIES - harm.size(), result.getOk());
        assertTrue(result.getBadList().stream().allMatch(bad -> bad.getPath().startsWith("/")));
        harm.forEach((place, state) -> assertEquals(state, known(cluster, place)));
        assertEquals(harm, named(cluster.check(Depth.HASH)), "again, seed " + seed);
      }
    }
  }

  /// Flips a bit, deletes, and puts another shard's bytes under a name; answers what is to be
  /// found.
  private static Map<String, String> harm(UpkeepCluster cluster, Random random) {
    List<Place> places = new ArrayList<>(cluster.holders.places());
    Collections.shuffle(places, random);
    Map<String, String> harm = new TreeMap<>();
    for (int i = 0; i < 9; i++) {
      Place place = places.get(i);
      var files = cluster.holders.of(place.peer());
      byte[] file = cluster.holders.file(place);
      switch (i % 3) {
        case 0 -> file[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
        case 1 -> files.remove(place.shard());
        default -> {
          Place other = places.get(20 + i);
          files.put(place.shard(), cluster.holders.file(other).clone());
        }
      }
      harm.put(place.peer() + " " + place.shard(), i % 3 == 1 ? "MISSING" : "CORRUPT");
    }
    return harm;
  }

  private static Map<String, String> named(IntegrityResult result) {
    Map<String, String> named = new TreeMap<>();
    for (BadShardCopy bad : result.getBadList()) {
      named.put(bad.getPeerId() + " " + Ids.shard(bad.getShard()), bad.getState());
    }
    return named;
  }

  private static String known(UpkeepCluster cluster, String place) {
    return cluster.shard(ShardId.of(place.substring(33))).copies().stream()
        .filter(copy -> place.startsWith(copy.peer().hex()))
        .findFirst()
        .orElseThrow()
        .state()
        .name();
  }

  @Test
  void presenceSeesWhatIsGoneOnly() throws Exception {
    try (UpkeepCluster cluster = new UpkeepCluster(folder, 4, 4)) {
      cluster.backUp(Tier.BRONZE, 1, 3_000);
      List<Place> places = cluster.holders.places();
      cluster.holders.of(places.get(0).peer()).remove(places.get(0).shard());
      cluster.holders.flip(places.get(9), 300);
      IntegrityResult result = cluster.check(Depth.PRESENCE);
      assertEquals(1, result.getBadCount());
      assertEquals(Ids.message(places.get(0).shard()), result.getBad(0).getShard());
    }
  }

  @Test
  void silentPeersAreNamedAndNothingIsConcludedOfThem() throws Exception {
    try (UpkeepCluster cluster = new UpkeepCluster(folder, 5, 4)) {
      cluster.backUp(Tier.BRONZE, 1, 3_000);
      cluster.holders.down.add(cluster.peers.get(2));
      cluster.become(cluster.peers.get(3), PeerState.DOWN);
      IntegrityResult result = cluster.check(Depth.HASH);
      assertEquals(
          List.of(cluster.peers.get(2).hex(), cluster.peers.get(3).hex()).stream()
              .sorted()
              .toList(),
          result.getUnansweredList().stream().sorted().toList());
      assertEquals(0, result.getBadCount());
      int held =
          cluster.holders.of(cluster.peers.get(1)).size()
              + cluster.holders.of(cluster.peers.get(4)).size();
      assertEquals(held, result.getCheckedCopies());
    }
  }

  @Test
  void whatIsWholeAgainCountsAgainOnlyWhenItIsProven() throws Exception {
    try (UpkeepCluster cluster = new UpkeepCluster(folder, 6, 4)) {
      cluster.backUp(Tier.BRONZE, 1, 200_000);
      Place gone = cluster.holders.places().get(3);
      Place flipped = cluster.holders.places().get(12);
      byte[] file = cluster.holders.file(gone);
      cluster.holders.of(gone.peer()).remove(gone.shard());
      cluster.holders.flip(flipped, Format.HEADER + 5);
      assertEquals(2, cluster.check(Depth.HASH).getBadCount());
      cluster.holders.of(gone.peer()).put(gone.shard(), file);
      IntegrityResult result = cluster.check(Depth.PRESENCE);
      assertEquals(1, result.getBadCount(), "a corrupt copy of the right length is still corrupt");
      assertEquals("OK", known(cluster, gone.peer() + " " + gone.shard()));
      assertEquals("CORRUPT", known(cluster, flipped.peer() + " " + flipped.shard()));
      cluster.holders.flip(flipped, Format.HEADER + 5);
      assertEquals(0, cluster.check(Depth.HASH).getBadCount());
      assertEquals(0, cluster.underReplicated());
    }
  }
}
