package com.plexichat.backup.agent.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.plexichat.backup.agent.peers.Liveness.Thresholds;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerMonitorTest {
  private static final Duration BEAT = Duration.ofSeconds(5);

  @TempDir Path folder;

  private static PeerState state(UpkeepCluster cluster, PeerId peer) {
    return cluster.catalogue.peers().find(peer).orElseThrow().state();
  }

  private static PeerMonitor monitor(UpkeepCluster cluster) {
    return new PeerMonitor(cluster.base, cluster.peers.getFirst(), Thresholds.DEFAULT);
  }

  /// Time passes; everybody is heard but who is down.
  private static void beats(UpkeepCluster cluster, PeerMonitor monitor, int count)
      throws InterruptedException {
    for (int beat = 0; beat < count; beat++) {
      cluster.pass(BEAT);
      for (PeerId peer : cluster.peers.subList(1, cluster.peers.size())) {
        if (!cluster.holders.down.contains(peer)
            && !cluster.holders.unseenFromHere.contains(peer)) {
          monitor.heard(peer);
        }
      }
      monitor.tick();
    }
  }

  @Test
  void silenceBecomesSuspectThenDownAndOnlyChangesAreWritten() throws Exception {
    try (UpkeepCluster cluster = new UpkeepCluster(folder, 1, 5)) {
      PeerMonitor monitor = monitor(cluster);
      PeerId peer = cluster.peers.get(2);
      beats(cluster, monitor, 5);
      long before = cluster.catalogue.head().index();
      cluster.holders.down.add(peer);
      beats(cluster, monitor, 4);
      assertEquals(PeerState.SUSPECT, state(cluster, peer));
      beats(cluster, monitor, 30);
      assertEquals(PeerState.DOWN, state(cluster, peer));
      cluster.holders.down.remove(peer);
      beats(cluster, monitor, 2);
      assertEquals(PeerState.ACTIVE, state(cluster, peer));
      assertEquals(before + 3, cluster.catalogue.head().index());
      assertEquals(PeerState.ACTIVE, state(cluster, cluster.peers.getFirst()));
    }
  }

  @Test
  void whoOnlyAnotherReachesStaysSuspect() throws Exception {
    try (UpkeepCluster cluster = new UpkeepCluster(folder, 2, 5)) {
      PeerMonitor monitor = monitor(cluster);
      cluster.holders.unseenFromHere.add(cluster.peers.get(3));
      beats(cluster, monitor, 60);
      assertEquals(PeerState.SUSPECT, state(cluster, cluster.peers.get(3)));
    }
  }

  @Test
  void aCordonedPeerComesBackCordoned() throws Exception {
    try (UpkeepCluster cluster = new UpkeepCluster(folder, 3, 5)) {
      PeerMonitor monitor = monitor(cluster);
      PeerId peer = cluster.peers.get(2);
      cluster.become(peer, com.plexichat.backup.proto.PeerState.CORDONED);
      cluster.holders.down.add(peer);
      beats(cluster, monitor, 10);
      assertEquals(PeerState.CORDONED, state(cluster, peer));
      beats(cluster, monitor, 30);
      assertEquals(PeerState.DOWN, state(cluster, peer));
      cluster.holders.down.remove(peer);
      beats(cluster, monitor, 1);
      assertEquals(PeerState.CORDONED, state(cluster, peer));
    }
  }

  @Test
  void aRestartBringsNobodyBack() throws Exception {
    try (UpkeepCluster cluster = new UpkeepCluster(folder, 4, 5)) {
      PeerId peer = cluster.peers.get(2);
      cluster.become(peer, com.plexichat.backup.proto.PeerState.DOWN);
      cluster.become(cluster.peers.get(4), com.plexichat.backup.proto.PeerState.REMOVED);
      cluster.holders.down.add(peer);
      PeerMonitor monitor = monitor(cluster);
      beats(cluster, monitor, 60);
      assertEquals(PeerState.DOWN, state(cluster, peer));
      assertEquals(PeerState.REMOVED, state(cluster, cluster.peers.get(4)));
    }
  }

  @Test
  void nobodyIsDownWhileThisAgentMayBeCutOff() throws Exception {
    try (UpkeepCluster cluster = new UpkeepCluster(folder, 5, 5)) {
      PeerMonitor monitor = monitor(cluster);
      cluster.holders.down.addAll(cluster.peers.subList(1, 6));
      beats(cluster, monitor, 60);
      for (PeerId peer : cluster.peers.subList(1, 6)) {
        assertEquals(PeerState.SUSPECT, state(cluster, peer));
      }
    }
  }
}
