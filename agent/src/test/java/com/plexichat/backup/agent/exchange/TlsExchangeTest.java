package com.plexichat.backup.agent.exchange;

import static com.plexichat.backup.agent.exchange.ShardHolderTest.assertCode;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.coding.v1.StripeCode;
import com.plexichat.backup.agent.transport.PeerLinks;
import com.plexichat.backup.proto.Contribution;
import com.plexichat.backup.proto.RebuildAuthorisation;
import com.plexichat.backup.proto.RebuildOrder;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several agents that reach each other over the loopback with mutual TLS.
class TlsExchangeTest {
  private static final ReadReports NOBODY =
      new ReadReports() {
        @Override
        public void read(PeerId peer, long bytes) {}

        @Override
        public void bad(ShardId shard, PeerId peer, CopyState state) {}
      };

  @TempDir Path folder;
  private final TlsNetwork network = new TlsNetwork();
  private LocalCluster cluster;
  private List<LocalCluster.Agent> agents;
  private OutgoingStripe stripe;

  @BeforeEach
  void open() {
    cluster = new LocalCluster(folder, 77);
    cluster.network = from -> new Later(network, from);
    for (int i = 0; i < 6; i++) {
      cluster.add("agent" + i, "64M");
    }
    agents = cluster.agents();
    network.open(cluster);
    stripe = new SampleStripes(78).stripe(8, 2, 700_000);
  }

  @AfterEach
  void close() {
    network.close();
    cluster.close();
  }

  private ShardSender sender() {
    return new ShardSender(network.calls(agents.get(5).peer()), cluster::key, 8 << 20);
  }

  /// Orders for two shards of the stripe on each of the first five agents.
  private List<Signed> spread() {
    List<Signed> orders = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      List<OutgoingStripe.OutgoingShard> two =
          List.of(stripe.shards().get(i), stripe.shards().get(i + 5));
      orders.add(
          cluster.sign(cluster.orderFor(agents.get(i).peer(), stripe, two).build().toByteArray()));
    }
    return orders;
  }

  @Test
  void aChainOfThreeHoldsWhatOneUploadBrought() {
    OutgoingStripe.OutgoingShard shard = stripe.shards().getFirst();
    network.stop(agents.get(3).peer());
    List<Signed> orders = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      orders.add(cluster.order(agents.get(i).peer(), stripe, shard));
    }
    ShardSender sender = sender();
    Sent sent = sender.send(stripe, orders);
    assertEquals(3, sent.receipts().size(), sent::toString);
    assertEquals(List.of(agents.get(3).peer()), sent.failedPeers());
    assertEquals(shard.file().length, sender.sentBytes());
    for (int i = 0; i < 3; i++) {
      assertArrayEquals(shard.file(), agents.get(i).store().reader().file(shard.shard()));
    }
  }

  /// Addresses are given to other machines; the connection to who answers there now stays.
  @Test
  void whoMovesAwayLeavesOthersTheirConnections() {
    PeerId moves = agents.get(0).peer();
    PeerId stays = agents.get(1).peer();
    PeerId caller = agents.get(2).peer();
    PeerLinks links = network.links(caller);
    links.to(moves, "moves", network.endpoint(stays));
    network.calls(caller).probe(stays);
    links.to(moves, "moves", network.endpoint(moves));
    network.calls(caller).probe(moves);
    network.calls(caller).probe(stays);
  }

  @Test
  void whatWasSentIsFetchedWithATicketOnly() {
    assertEquals(10, sender().send(stripe, spread()).receipts().size());
    OutgoingStripe.OutgoingShard shard = stripe.shards().get(1);
    PeerId reader = agents.get(4).peer();
    List<PeerId> holders = List.of(agents.get(0).peer(), agents.get(1).peer());
    ShardFetcher fetcher = new ShardFetcher(network.calls(reader), NOBODY, Duration.ofSeconds(5));
    Signed ticket = cluster.ticket(reader, stripe.stripe());
    assertArrayEquals(shard.file(), fetcher.fetch(shard.shard(), holders, ticket));
    assertArrayEquals(
        Arrays.copyOf(shard.file(), 256), fetcher.header(shard.shard(), holders, ticket));
    ShardFetcher stranger =
        new ShardFetcher(network.calls(agents.get(3).peer()), NOBODY, Duration.ofSeconds(5));
    assertCode(
        FailureCode.ORDER_REFUSED,
        () -> stranger.fetch(shard.shard(), List.of(agents.get(1).peer()), ticket));
  }

  @Test
  void aMaskedRebuildGoesRoundTheHolders() {
    assertEquals(10, sender().send(stripe, spread()).receipts().size());
    OutgoingStripe.OutgoingShard lost = stripe.shards().get(3);
    agents.get(3).store().delete(List.of(lost.shard()), cluster.nextSequence());
    int[] available = {0, 5, 1, 6, 2, 7, 4, 9};
    byte[] factors = new StripeCode(8, 2).coefficients(3, available);
    PeerId target = agents.get(5).peer();
    RebuildAuthorisation.Builder authorisation =
        RebuildAuthorisation.newBuilder()
            .setClusterId(LocalCluster.ID)
            .setEpoch(1)
            .setRebuild(ByteString.copyFrom(cluster.token()))
            .setTarget(target.hex())
            .setStripe(ByteString.copyFrom(stripe.stripe().bytes()))
            .setExpiresMs(LocalCluster.NOW.toEpochMilli() + 1000)
            .setSymbolLength(stripe.shards().getFirst().file().length);
    for (int i = 0; i < available.length; i += 2) {
      authorisation.addChain(
          Contribution.newBuilder()
              .setPeerId(agents.get(available[i] % 5).peer().hex())
              .addShards(name(available[i]))
              .addShards(name(available[i + 1]))
              .setCoefficients(ByteString.copyFrom(factors, i, 2)));
    }
    RebuildOrder order =
        RebuildOrder.newBuilder()
            .setPut(cluster.order(target, stripe, lost))
            .setAuthorisation(cluster.sign(authorisation.build().toByteArray()))
            .build();
    assertFalse(agents.get(5).store().find(lost.shard()).isPresent());
    var answer = agents.get(5).holder().rebuild(order).getHolder();
    assertTrue(answer.hasReceipt(), answer::toString);
    assertArrayEquals(lost.file(), agents.get(5).store().reader().file(lost.shard()));
  }

  private ByteString name(int index) {
    return ByteString.copyFrom(stripe.shards().get(index).shard().bytes());
  }
}
