package com.plexichat.backup.agent.exchange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.protocol.SourceEffect;
import com.plexichat.backup.proto.Placement;
import com.plexichat.backup.proto.SealedStripe;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardSenderTest {
  private static final PeerId SOURCE = new PeerId("00".repeat(16));

  @TempDir Path folder;
  private final SampleStripes sample = new SampleStripes(31);
  private LocalCluster cluster;
  private ShardSender sender;
  private OutgoingStripe stripe;

  @BeforeEach
  void open() {
    cluster = new LocalCluster(folder, 9);
    for (int i = 0; i < 5; i++) {
      cluster.add("agent" + i, "64M");
    }
    sender = new ShardSender(cluster.calls(SOURCE), cluster::key, 16 << 20);
    stripe = sample.stripe(8, 2, 20_000);
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  /// Places shards round robin over the peers that are not avoided, two copies of data.
  private final class RoundRobin implements Coordinator {
    private final List<Collection<PeerId>> avoided = new ArrayList<>();
    private final List<Signed> committed = new ArrayList<>();

    @Override
    public Placement reserve(SealedStripe sealed, Collection<PeerId> avoid) {
      avoided.add(List.copyOf(avoid));
      List<PeerId> peers =
          cluster.agents().stream()
              .map(LocalCluster.Agent::peer)
              .filter(peer -> !avoid.contains(peer))
              .toList();
      if (peers.isEmpty()) {
        cluster.down.clear();
        return Placement.getDefaultInstance();
      }
      Map<PeerId, List<OutgoingStripe.OutgoingShard>> byPeer = new LinkedHashMap<>();
      for (OutgoingStripe.OutgoingShard shard : stripe.shards()) {
        int copies = shard.index() < 8 ? 2 : 1;
        for (int copy = 0; copy < copies; copy++) {
          PeerId peer = peers.get((shard.index() + copy) % peers.size());
          byPeer.computeIfAbsent(peer, one -> new ArrayList<>()).add(shard);
        }
      }
      Placement.Builder placement = Placement.newBuilder();
      byPeer.forEach((peer, shards) ->
          placement.addOrders(
              cluster.sign(cluster.orderFor(peer, stripe, shards).build().toByteArray())));
      return placement.build();
    }

    @Override
    public List<Signed> commit(StripeId id, List<Signed> receipts) {
      assertEquals(stripe.stripe(), id);
      committed.clear();
      committed.addAll(receipts);
      return List.of();
    }
  }

  @Test
  void everyCopyIsMadeAndEachShardLeavesOnce() {
    RoundRobin coordinator = new RoundRobin();
    UploadedStripe uploaded = sender.upload(stripe, 2, coordinator);
    assertInstanceOf(SourceEffect.Result.Complete.class, uploaded.result());
    assertEquals(18, coordinator.committed.size());
    assertEquals(18, uploaded.sent().receipts().size());
    assertEquals(stripe.bytes(), sender.sentBytes());
    int held =
        cluster.agents().stream().mapToInt(one -> one.store().stripeCount(stripe.stripe())).sum();
    assertEquals(18, held);
  }

  @Test
  void aPeerThatIsDownIsReplaced() {
    PeerId down = cluster.agents().get(2).peer();
    cluster.down.add(down);
    RoundRobin coordinator = new RoundRobin();
    UploadedStripe uploaded = sender.upload(stripe, 2, coordinator);
    assertTrue(uploaded.isCommitted(), uploaded::toString);
    assertInstanceOf(SourceEffect.Result.Complete.class, uploaded.result());
    assertEquals(List.of(), coordinator.avoided.getFirst());
    assertTrue(coordinator.avoided.getLast().contains(down));
    for (OutgoingStripe.OutgoingShard shard : stripe.shards()) {
      long copies =
          cluster.agents().stream()
              .filter(agent -> !agent.peer().equals(down))
              .filter(agent -> agent.store().find(shard.shard()).isPresent())
              .count();
      assertTrue(copies >= (shard.index() < 8 ? 2 : 1), "shard " + shard.index());
    }
  }

  @Test
  void whoFailedForAMomentIsAskedAgainWhenNobodyElseIsThere() {
    cluster.agents().forEach(agent -> cluster.down.add(agent.peer()));
    RoundRobin coordinator = new RoundRobin();
    UploadedStripe uploaded = sender.upload(stripe, 2, coordinator);
    assertInstanceOf(SourceEffect.Result.Complete.class, uploaded.result());
    assertEquals(List.of(), coordinator.avoided.getLast());
  }

  @Test
  void oneRoundTellsEveryCopysFate() {
    LocalCluster.Agent tiny = cluster.add("tiny", "1K");
    OutgoingStripe.OutgoingShard shard = stripe.shards().getFirst();
    LocalCluster.Agent good = cluster.agents().getFirst();
    Sent sent =
        sender.send(
            stripe,
            List.of(
                cluster.order(tiny.peer(), stripe, shard),
                cluster.order(good.peer(), stripe, shard)));
    assertEquals(2, sent.copies().size());
    assertEquals(List.of(tiny.peer()), sent.failedPeers());
    assertTrue(sent.failure().orElseThrow().contains("has no space left"), sent::toString);
    assertEquals(1, sent.receipts().size());
    assertArrayEquals(shard.file(), good.store().reader().file(shard.shard()));
  }

  @Test
  void aReceiptOfAnUnknownKeyProvesNothing() {
    ShardSender trusting = new ShardSender(cluster.calls(SOURCE), peer -> cluster.key(SOURCE), 1);
    OutgoingStripe.OutgoingShard shard = stripe.shards().getFirst();
    PeerId peer = cluster.agents().getFirst().peer();
    Sent sent = trusting.send(stripe, List.of(cluster.order(peer, stripe, shard)));
    assertFalse(sent.copies().getFirst().isHeld());
  }
}
