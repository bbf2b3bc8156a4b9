package com.plexichat.backup.agent.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.plexichat.backup.agent.cli.Pause;
import com.plexichat.backup.agent.upkeep.FakeHolders.Place;
import com.plexichat.backup.agent.upkeep.IntegrityCheck.Depth;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.ConfigChanged;
import com.plexichat.backup.proto.ConfigValue;
import com.plexichat.backup.shared.model.Parameter;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.Tier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Upkeep does as much at a time as the configuration says.
class TunedUpkeepTest {
  @TempDir Path folder;

  private static void set(UpkeepCluster cluster, Parameter parameter, String value) {
    cluster.submit(
        Command.newBuilder()
            .setConfigChanged(
                ConfigChanged.newBuilder()
                    .setVersion(cluster.catalogue.config().newest() + 1)
                    .addValues(ConfigValue.newBuilder().setKey(parameter.key()).setValue(value))));
  }

  /// Does it with holders that wait until so many of them are asked at the same time.
  private static int most(UpkeepCluster cluster, int expected, Callable<?> work) throws Exception {
    cluster.holders.mute.addAll(cluster.holders.keys.keySet());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> running = threads.submit(work);
      while (!running.isDone() && cluster.holders.waiting.get() < expected) {
        Pause.of(Duration.ofMillis(1));
      }
      cluster.holders.enough.countDown();
      running.get();
    }
    return cluster.holders.mostInside.get();
  }

  @Test
  void soManyStripesAreRepairedAtATime() throws Exception {
    try (UpkeepCluster cluster = new UpkeepCluster(folder, 1, 4)) {
      cluster.backUp(Tier.BRONZE, 12, 2_000);
      Set<StripeId> damaged = new HashSet<>();
      for (Place place : cluster.holders.places()) {
        ShardId shard = place.shard();
        if (damaged.add(cluster.shard(shard).stripe())) {
          cluster.holders.of(place.peer()).remove(shard);
        }
      }
      assertEquals(12, damaged.size());
      cluster.check(Depth.PRESENCE);
      set(cluster, Parameter.REPAIR_PARALLEL, "3");
      assertEquals(3, most(cluster, 3, () -> cluster.repair(false)));
      assertEquals(0, cluster.underReplicated());
    }
  }

  @Test
  void soManyPeersAreCheckedAtATime() throws Exception {
    try (UpkeepCluster cluster = new UpkeepCluster(folder, 1, 6)) {
      cluster.backUp(Tier.BRONZE, 2, 2_000);
      set(cluster, Parameter.CHECK_PARALLEL, "2");
      assertEquals(2, most(cluster, 2, () -> cluster.check(Depth.PRESENCE)));
    }
  }

  @Test
  void soManyCopiesAreProvenInARound() throws Exception {
    try (UpkeepCluster cluster = new UpkeepCluster(folder, 1, 4)) {
      cluster.backUp(Tier.BRONZE, 6, 2_000);
      Challenges challenges = new Challenges(cluster.base, Challenges.Settings.DEFAULT);
      set(cluster, Parameter.PROOF_COPIES, "1");
      challenges.round();
      long holders = cluster.holders.places().stream().map(Place::peer).distinct().count();
      assertEquals(holders, proven(cluster, challenges));
      set(cluster, Parameter.PROOF_COPIES, "6");
      challenges.round();
      assertEquals(holders * 7, proven(cluster, challenges));
    }
  }

  private static long proven(UpkeepCluster cluster, Challenges challenges) {
    return cluster.holders.places().stream()
        .filter(place -> challenges.provenAt(place.peer(), place.shard()).isPresent())
        .count();
  }
}
