package com.plexichat.backup.agent.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.upkeep.FakeHolders.Place;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.Tier;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
