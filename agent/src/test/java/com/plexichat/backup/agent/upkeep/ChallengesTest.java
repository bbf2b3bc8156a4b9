package com.plexichat.backup.agent.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.upkeep.FakeHolders.Place;
import com.plexichat.backup.proto.ForwardItem;
import com.plexichat.backup.proto.ForwardRequest;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.wire.Ids;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChallengesTest {
  @TempDir Path folder;

  private static CopyState state(UpkeepCluster cluster, Place place) {
    return cluster.shard(place.shard()).copies().stream()
        .filter(copy -> copy.peer().equals(place.peer()))
        .findFirst()
        .orElseThrow()
        .state();
  }

  @Test
  void everyCopyIsProvenInTimeAndBadOnesAreFound() throws Exception {
    try (UpkeepCluster cluster = new UpkeepCluster(folder, 1, 4)) {
      cluster.backUp(Tier.BRONZE, 1, 150_000);
      List<Place> places = cluster.holders.places();
      Place gone = places.get(2);
      cluster.holders.of(gone.peer()).remove(gone.shard());
      Place other = places.get(11);
      for (int at = 300; at < 150_000; at += 49_000) {
        cluster.holders.flip(other, at);
      }
      Challenges challenges = new Challenges(cluster.base, new Challenges.Settings(2, 64, 1_000));
      for (int round = 0; round < 4; round++) {
        challenges.round();
      }
      for (Place place : places) {
        boolean isBad = place.equals(gone) || place.equals(other);
        assertEquals(
            !isBad, challenges.provenAt(place.peer(), place.shard()).isPresent(), "" + place);
      }
      assertEquals(CopyState.MISSING, state(cluster, gone));
      assertEquals(CopyState.CORRUPT, state(cluster, other));
    }
  }

  /// A small catalogue is walked over often: what was made since is not left out for long.
  @Test
  void aNewCopyIsProvenAsSoonAsTheOldOnesHadTheirTurn() throws Exception {
    try (UpkeepCluster cluster = new UpkeepCluster(folder, 5, 4)) {
      cluster.backUp(Tier.BRONZE, 1, 500);
      Challenges challenges = new Challenges(cluster.base, new Challenges.Settings(2, 64, 1_000));
      challenges.round();
      List<Place> old = cluster.holders.places();
      cluster.backUpAgain("00000000000000b2", 2, Tier.BRONZE, 1, 500);
      List<Place> made = new ArrayList<>(cluster.holders.places());
      made.removeAll(old);
      int rounds = Math.ceilDiv(old.size(), 2) + Math.ceilDiv(old.size() + made.size(), 2);
      for (int round = 0; round < rounds; round++) {
        challenges.round();
      }
      assertFalse(made.isEmpty());
      for (Place place : made) {
        assertTrue(challenges.provenAt(place.peer(), place.shard()).isPresent(), "" + place);
      }
    }
  }

  @Test
  void whatReadersReportIsLookedAt() throws Exception {
    try (UpkeepCluster cluster = new UpkeepCluster(folder, 2, 4)) {
      cluster.backUp(Tier.BRONZE, 1, 150_000);
      Place whole = cluster.holders.places().get(1);
      Place flipped = cluster.holders.places().get(8);
      Place silent = cluster.holders.places().getLast();
      cluster.holders.flip(flipped, 100_000);
      cluster.holders.down.add(silent.peer());
      Challenges challenges = new Challenges(cluster.base, Challenges.Settings.DEFAULT);
      Set<Place> reported = new HashSet<>(List.of(whole, flipped, silent));
      reported.forEach(place -> challenges.reported(place.peer(), List.of(place.shard())));
      assertEquals(CopyState.OK, state(cluster, whole));
      assertTrue(challenges.provenAt(whole.peer(), whole.shard()).isPresent());
      assertEquals(CopyState.CORRUPT, state(cluster, flipped));
      assertEquals(CopyState.OK, state(cluster, silent));
    }
  }

  @Test
  void newsOfACopyIsNoNewsOfTheOneInItsPlace() throws Exception {
    try (UpkeepCluster cluster = new UpkeepCluster(folder, 4, 4)) {
      cluster.backUp(Tier.BRONZE, 1, 500);
      Place place = cluster.holders.places().get(2);
      cluster.holders.of(place.peer()).remove(place.shard());
      cluster.holders.beforeProofsArrive =
          () -> {
            if (cluster.holders.of(place.peer()).get(place.shard()) == null) {
              lose(cluster, place);
              makeAnew(cluster, place);
            }
          };
      new Challenges(cluster.base, new Challenges.Settings(64, 64, 100)).round();
      assertEquals(CopyState.OK, state(cluster, place));
      cluster.holders.beforeProofsArrive = () -> {};
      cluster.holders.of(place.peer()).remove(place.shard());
      new Challenges(cluster.base, new Challenges.Settings(64, 64, 100)).round();
      assertEquals(CopyState.MISSING, state(cluster, place));
    }
  }

  private static void lose(UpkeepCluster cluster, Place place) {
    Expected copy = Expected.of(cluster.shard(place.shard()), place.peer()).orElseThrow();
    cluster.ledger.changed(List.of(copy.is(CopyState.MISSING, "seen", cluster.base.asOf())), "");
  }

  private static void makeAnew(UpkeepCluster cluster, Place place) {
    ShardRow shard = cluster.shard(place.shard());
    SortedMap<PeerId, List<Integer>> target = new TreeMap<>();
    target.put(place.peer(), List.of(shard.index()));
    List<Signed> orders = cluster.ledger.reserveRepair(shard.stripe(), target, "job");
    PeerId from =
        cluster.holders.places().stream()
            .filter(one -> one.shard().equals(place.shard()) && !one.peer().equals(place.peer()))
            .findFirst()
            .orElseThrow()
            .peer();
    ForwardRequest request =
        ForwardRequest.newBuilder()
            .addItems(
                ForwardItem.newBuilder().setShard(Ids.message(place.shard())).addAllChain(orders))
            .build();
    Signed receipt =
        cluster.holders.forward(from, request).getAnswers(0).getHolders(0).getReceipt();
    cluster.ledger.commitRepair("job", shard.stripe(), List.of(receipt));
  }

  @Test
  void proofTimesAreBounded() throws Exception {
    try (UpkeepCluster cluster = new UpkeepCluster(folder, 3, 4)) {
      cluster.backUp(Tier.BRONZE, 1, 500);
      Challenges challenges = new Challenges(cluster.base, new Challenges.Settings(64, 64, 5));
      challenges.round();
      long known =
          cluster.holders.places().stream()
              .filter(place -> challenges.provenAt(place.peer(), place.shard()).isPresent())
              .count();
      assertEquals(5, known);
    }
  }
}
