package com.plexichat.backup.agent.exchange;

import static com.plexichat.backup.agent.exchange.ShardHolderTest.assertCode;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardFetcherTest {
  private static final PeerId SOURCE = new PeerId("00".repeat(16));

  @TempDir Path folder;
  private LocalCluster cluster;
  private OutgoingStripe stripe;
  private OutgoingStripe.OutgoingShard shard;
  private List<PeerId> holders;
  private Signed ticket;
  private final List<String> bad = new ArrayList<>();
  private ReadReports reports;
  private ShardFetcher fetcher;

  @BeforeEach
  void open() {
    cluster = new LocalCluster(folder, 9);
    stripe = new SampleStripes(41).stripe(8, 2, 600_000);
    shard = stripe.shards().getFirst();
    List<Signed> orders = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      orders.add(cluster.order(cluster.add("agent" + i, "64M").peer(), stripe, shard));
    }
    assertEquals(
        3,
        new ShardSender(cluster.calls(SOURCE), cluster::key, 1 << 20)
            .send(stripe, orders)
            .receipts()
            .size());
    holders = cluster.agents().stream().map(LocalCluster.Agent::peer).toList();
    PeerId reader = cluster.agents().getFirst().peer();
    ticket = cluster.ticket(reader, stripe.stripe());
    reports =
        new ReadReports() {
          @Override
          public void read(PeerId peer, long bytes) {}

          @Override
          public void bad(ShardId id, PeerId peer, CopyState state) {
            bad.add(peer.hex() + " " + state);
          }
        };
    fetcher = new ShardFetcher(cluster.calls(reader), reports, Duration.ofMinutes(1));
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void aShardAndItsHeaderAreRead() {
    assertArrayEquals(shard.file(), fetcher.fetch(shard.shard(), holders, ticket));
    assertArrayEquals(
        Arrays.copyOf(shard.file(), 256), fetcher.header(shard.shard(), holders, ticket));
    assertEquals(List.of(), bad);
  }

  @Test
  void wrongAndMissingCopiesArePassedOverAndReported() throws IOException {
    damage(cluster.agents().get(0), 200);
    Files.delete(file(cluster.agents().get(1)));
    assertArrayEquals(shard.file(), fetcher.fetch(shard.shard(), holders, ticket));
    assertEquals(
        List.of(holders.get(0).hex() + " CORRUPT", holders.get(1).hex() + " MISSING"), bad);
    cluster.down.add(holders.get(2));
    assertCode(FailureCode.UNREACHABLE, () -> fetcher.fetch(shard.shard(), holders, ticket));
    assertCode(FailureCode.SHARD_UNKNOWN, () -> fetcher.fetch(shard.shard(), List.of(), ticket));
  }

  @Test
  void aForgedHeaderIsNotBelieved() throws IOException {
    damage(cluster.agents().get(0), 70);
    assertArrayEquals(
        Arrays.copyOf(shard.file(), 256), fetcher.header(shard.shard(), holders, ticket));
    assertEquals(List.of(holders.get(0).hex() + " CORRUPT"), bad);
  }

  @Test
  void aSlowHolderIsOvertaken() {
    cluster.slow.add(holders.get(0));
    PeerCalls calls = cluster.calls(cluster.agents().getFirst().peer());
    ShardFetcher hasty = new ShardFetcher(calls, reports, Duration.ofMillis(200));
    long before = System.nanoTime();
    assertArrayEquals(shard.file(), hasty.fetch(shard.shard(), holders, ticket));
    assertTrue(System.nanoTime() - before < 4_000_000_000L);
    assertEquals(List.of(), bad);
  }

  private Path file(LocalCluster.Agent agent) throws IOException {
    try (var files = Files.walk(agent.dataDir().path())) {
      return files
          .filter(one -> one.toString().contains(shard.shard().hex()))
          .findFirst()
          .orElseThrow();
    }
  }

  private void damage(LocalCluster.Agent agent, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(file(agent));
    bytes[at] ^= 1;
    Files.write(file(agent), bytes);
  }
}
