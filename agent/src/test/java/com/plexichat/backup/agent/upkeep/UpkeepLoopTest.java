package com.plexichat.backup.agent.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.ledger.LostCopy;
import com.plexichat.backup.agent.peers.Liveness.Thresholds;
import com.plexichat.backup.agent.upkeep.IntegrityCheck.Depth;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.Tier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpkeepLoopTest {
  private static final Duration EVERY = Duration.ofMinutes(1);

  @TempDir Path folder;

  private static UpkeepLoop loop(UpkeepCluster cluster, ScheduledExecutorService scheduler) {
    return loop(cluster, new UpkeepLoop.Intervals(Duration.ofSeconds(5), EVERY, EVERY), scheduler);
  }

  private static UpkeepLoop loop(
      UpkeepCluster cluster, UpkeepLoop.Intervals intervals, ScheduledExecutorService scheduler) {
    PeerId self = cluster.peers.getFirst();
    UpkeepLoop.Parts parts =
        new UpkeepLoop.Parts(
            cluster.base,
            new PeerMonitor(cluster.base, self, Thresholds.DEFAULT),
            new Challenges(cluster.base, Challenges.Settings.DEFAULT),
            cluster.jobs,
            () ->
                new RepairJob(
                    cluster.base, UpkeepCluster::sign, List.of(), false, Optional.empty()));
    return new UpkeepLoop(parts, self, intervals, scheduler);
  }

  private static List<JobEntry> repairs(UpkeepCluster cluster) throws InterruptedException {
    List<JobEntry> jobs =
        cluster.jobs.newest(100).stream().filter(job -> job.getKind().equals("repair")).toList();
    for (JobEntry job : jobs) {
      cluster.jobs.await(job.getJobId());
    }
    return jobs;
  }

  @Test
  void repairsByItselfAndOnlyWhenThereIsSomethingToDo() throws Exception {
    try (UpkeepCluster cluster = new UpkeepCluster(folder, 1, 4);
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
        UpkeepLoop loop = loop(cluster, scheduler)) {
      cluster.backUp(Tier.BRONZE, 2, 2_000);
      loop.mend();
      assertEquals(0, repairs(cluster).size());
      var place = cluster.holders.places().getFirst();
      cluster.holders.of(place.peer()).remove(place.shard());
      cluster.check(Depth.PRESENCE);
      loop.pause();
      loop.mend();
      assertEquals(0, repairs(cluster).size());
      loop.resume();
      loop.mend();
      assertEquals("coordinator", repairs(cluster).getFirst().getAskedBy());
      assertEquals(0, cluster.underReplicated());
      loop.mend();
      assertEquals(1, repairs(cluster).size());
    }
  }

  @Test
  void newDamageIsNotHeldUpByWhatCannotBeMended() throws Exception {
    try (UpkeepCluster cluster = new UpkeepCluster(folder, 3, 4);
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
        UpkeepLoop loop = loop(cluster, scheduler)) {
      cluster.backUp(Tier.BRONZE, 2, 2_000);
      var lost = cluster.stripes().getFirst();
      for (int index = 0; index < 3; index++) {
        var shard = lost.shards().get(index).id();
        cluster.holders.files.values().forEach(files -> files.remove(shard));
      }
      cluster.check(Depth.PRESENCE);
      for (int round = 0; round < 30; round++) {
        loop.mend();
        repairs(cluster);
        cluster.pass(EVERY);
      }
      assertEquals(3, cluster.catalogue.shards().distribution(cluster.base.now()).lost());
      var fresh = cluster.stripes().getLast().shards().getFirst();
      cluster.holders.of(fresh.copies().getFirst().peer()).remove(fresh.id());
      cluster.check(Depth.PRESENCE);
      loop.mend();
      repairs(cluster);
      assertEquals(2, cluster.shard(fresh.id()).counted());
    }
  }

  @Test
  void backsOffWhenNothingCanBeDone() throws Exception {
    try (UpkeepCluster cluster = new UpkeepCluster(folder, 2, 3);
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
        UpkeepLoop loop = loop(cluster, scheduler)) {
      cluster.backUp(Tier.BRONZE, 1, 2_000);
      var place = cluster.holders.places().getFirst();
      cluster.holders.of(place.peer()).remove(place.shard());
      cluster.check(Depth.PRESENCE);
      cluster.holders.full.addAll(cluster.peers);
      for (int round = 0; round < 60; round++) {
        loop.mend();
        repairs(cluster);
        cluster.pass(EVERY);
      }
      assertEquals(6, repairs(cluster).size(), "after 0, 1, 3, 7, 15 and 31 minutes");
    }
  }

  /// One that answers neither challenges nor the removal of what was folded, nor a lock.
  @Test
  void whoKeepsSilentHoldsUpNoOtherRound() throws Exception {
    Duration often = Duration.ofMillis(10);
    try (UpkeepCluster cluster = new UpkeepCluster(folder, 4, 5);
        ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(UpkeepLoop.ROUNDS);
        UpkeepLoop loop = loop(cluster, new UpkeepLoop.Intervals(often, often, often), scheduler)) {
      StripeId stripe = FoldedSweepTest.fold(cluster);
      cluster.lock(UpkeepCluster.BACKUP, 30);
      cluster.holders.mute.add(cluster.peers.getLast());
      try {
        loop.start();
        until(() -> cluster.holders.waiting.get() >= 3);
        var row = cluster.catalogue.stripes().find(stripe, cluster.base.now()).orElseThrow();
        var copy = row.shards().getFirst().copies().getFirst();
        cluster.ledger.changed(
            List.of(
                new LostCopy(
                    stripe, 0, copy.peer(), CopyState.MISSING, "test", cluster.base.asOf())),
            "");
        until(
            () -> cluster.jobs.newest(1).stream().anyMatch(job -> job.getKind().equals("repair")));
      } finally {
        cluster.holders.enough.countDown();
      }
    }
  }

  private static void until(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 1_000 && !condition.getAsBoolean(); i++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertTrue(condition.getAsBoolean());
  }
}
