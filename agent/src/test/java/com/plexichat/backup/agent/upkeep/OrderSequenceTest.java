package com.plexichat.backup.agent.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.agent.ledger.Ledger;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.EpochGrant;
import com.plexichat.backup.proto.EpochTaken;
import com.plexichat.backup.proto.PutOrder;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.Tier;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tombstones compare the sequences of orders, so these must never fall back: a ledger that began
/// lower would have every order for a removed shard refused.
class OrderSequenceTest {
  @TempDir Path folder;

  private static void takeEpoch(UpkeepCluster cluster, long epoch) {
    EpochGrant grant =
        EpochGrant.newBuilder()
            .setClusterId("c1")
            .setEpoch(epoch)
            .setCoordinator(cluster.peers.getFirst().hex())
            .build();
    cluster.submit(Command.newBuilder().setEpochTaken(EpochTaken.newBuilder().setGrant(grant)));
  }

  /// One more copy of some shard at a peer that may take it; the order's sequence.
  private static long order(UpkeepCluster cluster, Ledger ledger, Iterator<PeerId> targets)
      throws Exception {
    StripeRow stripe = cluster.stripes().getFirst();
    TreeMap<PeerId, List<Integer>> wanted = new TreeMap<>();
    wanted.put(targets.next(), List.of(0));
    List<Signed> orders = ledger.reserveRepair(stripe.id(), wanted, "job");
    assertEquals(1, orders.size());
    return PutOrder.parseFrom(orders.getFirst().getMessage()).getSequence();
  }

  @Test
  void sequencesRiseAcrossRestartsAndTakeovers() throws Exception {
    try (UpkeepCluster cluster = new UpkeepCluster(folder, 5, 9)) {
      takeEpoch(cluster, 1);
      cluster.backUp(Tier.BRONZE, 1, 1000);
      Iterator<PeerId> targets = without(cluster).iterator();
      long first = order(cluster, cluster.ledger, targets);
      Ledger restarted = ledger(cluster);
      long second = order(cluster, restarted, targets);
      assertTrue(second > first, second + " after " + first);
      takeEpoch(cluster, 2);
      long third = order(cluster, ledger(cluster), targets);
      assertTrue(third > (1L << 40), third + " is above all of the first epoch");
      assertTrue(second < (1L << 40), second + " is of the first epoch");
    }
  }

  private static Ledger ledger(UpkeepCluster cluster) {
    return new Ledger(
        cluster.catalogue, UpkeepCluster::sign, () -> cluster.now, new SecureRandom());
  }

  /// Peers that do not hold the first stripe's first shard.
  private static List<PeerId> without(UpkeepCluster cluster) {
    StripeRow stripe = cluster.stripes().getFirst();
    return cluster.peers.stream()
        .skip(1)
        .filter(peer ->
            stripe.shards().getFirst().copies().stream()
                .noneMatch(copy -> copy.peer().equals(peer)))
        .toList();
  }
}
