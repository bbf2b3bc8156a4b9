package com.plexichat.backup.agent.exchange;

import static com.plexichat.backup.agent.exchange.ShardHolderTest.assertCode;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.coding.v1.Format;
import com.plexichat.backup.agent.coding.v1.StripeCode;
import com.plexichat.backup.proto.Contribution;
import com.plexichat.backup.proto.HolderAnswer;
import com.plexichat.backup.proto.ParityHeader;
import com.plexichat.backup.proto.PutHead;
import com.plexichat.backup.proto.RebuildAuthorisation;
import com.plexichat.backup.proto.RebuildOrder;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.model.PeerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RebuildTest {
  private static final PeerId SOURCE = new PeerId("00".repeat(16));

  @TempDir Path folder;
  private final SampleStripes sample = new SampleStripes(21);
  private LocalCluster cluster;
  private OutgoingStripe stripe = sample.stripe(8, 2, 1_000);

  /// Who holds which shard, by index.
  private final Map<Integer, LocalCluster.Agent> holders = new LinkedHashMap<>();

  @BeforeEach
  void open() {
    cluster = new LocalCluster(folder, 9);
    for (int i = 0; i < 6; i++) {
      cluster.add("agent" + i, "64M");
    }
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  private LocalCluster.Agent holder(int index) {
    return Objects.requireNonNull(holders.get(index));
  }

  /// Two shards on each of five agents; the sixth has none.
  private void spread(int body) {
    stripe = sample.stripe(8, 2, body);
    for (OutgoingStripe.OutgoingShard shard : stripe.shards()) {
      LocalCluster.Agent agent = cluster.agents().get(shard.index() % 5);
      put(agent, shard);
      holders.put(shard.index(), agent);
    }
  }

  private void put(LocalCluster.Agent agent, OutgoingStripe.OutgoingShard shard) {
    PutHead head =
        PutHead.newBuilder()
            .setShard(ByteString.copyFrom(shard.shard().bytes()))
            .setLength(shard.file().length)
            .addChain(cluster.order(agent.peer(), stripe, shard))
            .build();
    assertTrue(
        cluster.calls(SOURCE).put(agent.peer(), head, shard.file()).getHolders(0).hasReceipt());
  }

  private RebuildAuthorisation.Builder authorisation(PeerId target, int missing, int[] available) {
    byte[] coefficients = new StripeCode(8, 2).coefficients(missing, available);
    Map<PeerId, Contribution.Builder> parts = new LinkedHashMap<>();
    Map<PeerId, List<Byte>> factors = new LinkedHashMap<>();
    for (int i = 0; i < available.length; i++) {
      PeerId peer = holder(available[i]).peer();
      parts
          .computeIfAbsent(peer, one -> Contribution.newBuilder().setPeerId(one.hex()))
          .addShards(ByteString.copyFrom(stripe.shards().get(available[i]).shard().bytes()));
      factors.computeIfAbsent(peer, one -> new ArrayList<>()).add(coefficients[i]);
    }
    RebuildAuthorisation.Builder authorisation =
        RebuildAuthorisation.newBuilder()
            .setClusterId(LocalCluster.ID)
            .setEpoch(cluster.epoch)
            .setRebuild(ByteString.copyFrom(cluster.token()))
            .setTarget(target.hex())
            .setStripe(ByteString.copyFrom(stripe.stripe().bytes()))
            .setExpiresMs(LocalCluster.NOW.toEpochMilli() + 1000)
            .setSymbolLength(stripe.shards().getFirst().file().length);
    parts.forEach((peer, part) -> {
      List<Byte> own = factors.getOrDefault(peer, List.of());
      byte[] bytes = new byte[own.size()];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = own.get(i);
      }
      authorisation.addChain(part.setCoefficients(ByteString.copyFrom(bytes)));
    });
    return authorisation;
  }

  private RebuildOrder order(LocalCluster.Agent target, int missing, Signed authorisation) {
    OutgoingStripe.OutgoingShard shard = stripe.shards().get(missing);
    RebuildOrder.Builder order =
        RebuildOrder.newBuilder()
            .setPut(cluster.order(target.peer(), stripe, shard))
            .setAuthorisation(authorisation);
    if (missing >= 8) {
      byte[] header = Arrays.copyOf(shard.file(), Format.HEADER);
      order.setParity(ParityHeader.newBuilder().setHeader(ByteString.copyFrom(header)));
    }
    return order.build();
  }

  private HolderAnswer rebuild(LocalCluster.Agent target, int missing, int... available) {
    Signed authorisation =
        cluster.sign(authorisation(target.peer(), missing, available).build().toByteArray());
    return target.holder().rebuild(order(target, missing, authorisation)).getHolder();
  }

  private void lose(int... indexes) {
    for (int index : indexes) {
      LocalCluster.Agent agent = holder(index);
      var shard = stripe.shards().get(index).shard();
      agent.store().delete(List.of(shard), cluster.nextSequence());
      holders.remove(index);
    }
  }

  @Test
  void aLostDataShardIsRebuiltAndNobodySeesEightOfThem() throws IOException {
    spread(700_000);
    lose(3);
    LocalCluster.Agent target = cluster.agents().get(5);
    HolderAnswer answer = rebuild(target, 3, 0, 1, 2, 4, 5, 6, 7, 8);
    assertTrue(answer.hasReceipt(), answer::toString);
    OutgoingStripe.OutgoingShard shard = stripe.shards().get(3);
    assertArrayEquals(shard.file(), target.store().reader().file(shard.shard()));
    assertSeparation();
    String log = Files.readString(target.dataDir().path().resolve("received.log"));
    assertTrue(log.startsWith("rebuild " + shard.shard()), log);
  }

  @Test
  void twoLostShardsAreRebuiltOneOfThemParity() throws IOException {
    spread(300_000);
    lose(0, 9);
    List<LocalCluster.Agent> agents = cluster.agents();
    assertTrue(rebuild(agents.get(5), 0, 1, 2, 3, 4, 5, 6, 7, 8).hasReceipt());
    holders.put(0, agents.get(5));
    assertCode(FailureCode.ORDER_REFUSED, () -> rebuild(agents.get(1), 9, 0, 1, 2, 3, 4, 5, 7, 8));
    HolderAnswer parity = rebuild(agents.get(4), 9, 0, 1, 2, 3, 5, 6, 7, 8);
    assertTrue(parity.hasReceipt(), parity::toString);
    OutgoingStripe.OutgoingShard shard = stripe.shards().get(9);
    assertArrayEquals(shard.file(), agents.get(4).store().reader().file(shard.shard()));
    assertSeparation();
  }

  @Test
  void aTargetAddsItsOwnShardsFirst() throws IOException {
    spread(100_000);
    lose(4, 9); // all that the fifth agent had: the other four have exactly eight shards
    List<LocalCluster.Agent> agents = cluster.agents();
    HolderAnswer answer = rebuild(agents.get(0), 4, 0, 5, 1, 2, 3, 6, 7, 8);
    assertTrue(answer.hasReceipt(), answer::toString);
    OutgoingStripe.OutgoingShard shard = stripe.shards().get(4);
    assertArrayEquals(shard.file(), agents.get(0).store().reader().file(shard.shard()));
    assertSeparation();
  }

  private void assertSeparation() throws IOException {
    for (LocalCluster.Agent agent : cluster.agents()) {
      Set<String> seen = new HashSet<>();
      Path log = agent.dataDir().path().resolve("received.log");
      for (String line : Files.readAllLines(log)) {
        List<String> words = List.of(line.split(" ", -1));
        if (words.get(2).equals(stripe.stripe().hex())) {
          seen.add(words.get(1));
        }
      }
      assertTrue(seen.size() < 8, agent.self() + " saw " + seen.size());
      try (var files = Files.list(agent.dataDir().path().resolve("store/tmp"))) {
        assertEquals(0, files.count());
      }
    }
  }

  @Test
  void aHolderThatIsDownOrRottenIsNamed() throws IOException {
    spread(100_000);
    lose(3);
    LocalCluster.Agent target = cluster.agents().get(5);
    LocalCluster.Agent second = holder(1);
    cluster.down.add(second.peer());
    assertCode(FailureCode.UNREACHABLE, () -> rebuild(target, 3, 0, 1, 2, 4, 5, 6, 7, 8));
    cluster.down.clear();
    flip(second, stripe.shards().get(1));
    assertCode(FailureCode.SHARD_DAMAGED, () -> rebuild(target, 3, 0, 1, 2, 4, 5, 6, 7, 8));
    assertTrue(rebuild(target, 3, 0, 2, 4, 5, 6, 7, 8, 9).hasReceipt());
    assertEquals(0, target.store().figures().reserved());
  }

  private static void flip(LocalCluster.Agent agent, OutgoingStripe.OutgoingShard shard)
      throws IOException {
    try (var files = Files.walk(agent.dataDir().path())) {
      Path file =
          files
              .filter(one -> one.toString().contains(shard.shard().hex()))
              .findFirst()
              .orElseThrow();
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 1;
      Files.write(file, bytes);
    }
  }

  @Test
  void wrongCoefficientsStoreNothing() {
    spread(50_000);
    lose(3);
    LocalCluster.Agent target = cluster.agents().get(5);
    RebuildAuthorisation.Builder wrong =
        authorisation(target.peer(), 4, new int[] {0, 1, 2, 5, 6, 7, 8, 9});
    Signed signed = cluster.sign(wrong.build().toByteArray());
    HolderAnswer answer = target.holder().rebuild(order(target, 3, signed)).getHolder();
    assertEquals(FailureCode.SHARD_DAMAGED.name(), answer.getFailure().getCode());
    assertEquals(0, target.store().figures().shards());
  }

  @Test
  void anAuthorisationIsTakenOnceAndOnlyWhenItIsTheCoordinators() {
    spread(50_000);
    lose(3);
    LocalCluster.Agent target = cluster.agents().get(5);
    RebuildAuthorisation authorisation =
        authorisation(target.peer(), 3, new int[] {0, 1, 2, 4, 5, 6, 7, 8}).build();
    Signed good = cluster.sign(authorisation.toByteArray());
    Signed forged = good.toBuilder().setSignature(ByteString.copyFrom(new byte[70])).build();
    assertCode(FailureCode.ORDER_REFUSED, () -> target.holder().rebuild(order(target, 3, forged)));
    assertTrue(target.holder().rebuild(order(target, 3, good)).getHolder().hasReceipt());
    target.store().delete(List.of(stripe.shards().get(3).shard()), cluster.nextSequence());
    assertCode(FailureCode.ORDER_REFUSED, () -> target.holder().rebuild(order(target, 3, good)));
    RebuildAuthorisation twice =
        authorisation.toBuilder().addChain(authorisation.getChain(0)).build();
    Signed signed = cluster.sign(twice.toByteArray());
    assertCode(FailureCode.ORDER_REFUSED, () -> target.holder().rebuild(order(target, 3, signed)));
  }
}
