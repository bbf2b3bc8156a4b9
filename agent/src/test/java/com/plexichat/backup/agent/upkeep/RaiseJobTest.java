package com.plexichat.backup.agent.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.jobs.Work;
import com.plexichat.backup.proto.BackupRaised;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.PeerState;
import com.plexichat.backup.proto.RaiseTier;
import com.plexichat.backup.proto.RetentionMoved;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.wire.Tiers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A raise makes copies first, and the tier is the new one only when they are there.
class RaiseJobTest {
  private static final RaiseTier ORDER =
      RaiseTier.newBuilder().setBackupId(UpkeepCluster.BACKUP).setWhy("because").build();

  @TempDir Path folder;

  private static Work raise(UpkeepCluster cluster) {
    return new RaiseJob(
        cluster.base,
        new RepairJob(cluster.base, UpkeepCluster::sign, List.of(), false, Optional.empty()),
        ORDER);
  }

  /// A bronze backup that ends as its tier says, and asks for silver's copies.
  private static void raised(UpkeepCluster cluster) {
    cluster.backUp(Tier.BRONZE, 2, 2_000);
    long ends = cluster.now.plus(Duration.ofDays(90)).toEpochMilli();
    cluster.submit(
        Command.newBuilder()
            .setRetentionMoved(
                RetentionMoved.newBuilder().setBackupId(UpkeepCluster.BACKUP).setExpiresMs(ends)));
    cluster.submit(
        Command.newBuilder()
            .setBackupRaised(
                BackupRaised.newBuilder()
                    .setBackupId(UpkeepCluster.BACKUP)
                    .setWanted(Tiers.message(Tier.SILVER))));
  }

  private static BackupRow backup(UpkeepCluster cluster) {
    return cluster.catalogue.backups().get(UpkeepCluster.BACKUP);
  }

  @Test
  void theTierIsTheNewOneWhenTheCopiesAreThere() throws Exception {
    try (UpkeepCluster cluster = new UpkeepCluster(folder, 5, 5)) {
      raised(cluster);
      assertEquals(2, cluster.underReplicated());
      assertEquals(Tier.BRONZE, backup(cluster).tier());
      assertEquals("done", cluster.run(raise(cluster)).getState());
      assertEquals(0, cluster.underReplicated());
      assertEquals(Tier.SILVER, backup(cluster).tier());
      assertEquals(Optional.empty(), backup(cluster).retention().wanted());
    }
  }

  @Test
  void withoutMachinesItStaysAsItWasAndGoesOnLater() throws Exception {
    try (UpkeepCluster cluster = new UpkeepCluster(folder, 6, 6)) {
      become(cluster, PeerState.CORDONED);
      raised(cluster);
      JobEntry undone = cluster.run(raise(cluster));
      assertEquals("failed", undone.getState());
      assertEquals("RAISE_UNDONE", undone.getFailure().getCode());
      assertEquals(Tier.BRONZE, backup(cluster).tier());
      assertTrue(backup(cluster).retention().wanted().isPresent());
      become(cluster, PeerState.ACTIVE);
      assertEquals("done", cluster.run(raise(cluster)).getState());
      assertEquals(Tier.SILVER, backup(cluster).tier());
      assertEquals("done", cluster.run(raise(cluster)).getState(), "once more changes nothing");
    }
  }

  /// All but three machines beside the source.
  private static void become(UpkeepCluster cluster, PeerState state) {
    cluster.peers.subList(4, cluster.peers.size()).forEach(peer -> cluster.become(peer, state));
  }

  /// The agent stops between the copies and the log: the job that goes on finds them there.
  @Test
  void killedBeforeItIsWrittenDownItGoesOn() throws Exception {
    try (UpkeepCluster cluster = new UpkeepCluster(folder, 7, 5)) {
      raised(cluster);
      cluster.repair(false);
      assertEquals(0, cluster.underReplicated());
      assertEquals(Tier.BRONZE, backup(cluster).tier());
      assertEquals("done", cluster.run(raise(cluster)).getState());
      assertEquals(Tier.SILVER, backup(cluster).tier());
    }
  }
}
