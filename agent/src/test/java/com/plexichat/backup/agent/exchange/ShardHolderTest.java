package com.plexichat.backup.agent.exchange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.proto.EpochGrant;
import com.plexichat.backup.proto.ForwardItem;
import com.plexichat.backup.proto.ForwardRequest;
import com.plexichat.backup.proto.GetFrame;
import com.plexichat.backup.proto.GetRequest;
import com.plexichat.backup.proto.HolderAnswer;
import com.plexichat.backup.proto.ProbeRequest;
import com.plexichat.backup.proto.PutAnswer;
import com.plexichat.backup.proto.PutHead;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.proto.TrashRequest;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class ShardHolderTest {
  private static final PeerId SOURCE = new PeerId("00".repeat(16));

  @TempDir Path folder;
  private final SampleStripes sample = new SampleStripes(3);
  private LocalCluster cluster;
  private LocalCluster.Agent a;
  private LocalCluster.Agent b;
  private LocalCluster.Agent c;
  private OutgoingStripe stripe;
  private OutgoingStripe.OutgoingShard shard;

  @BeforeEach
  void open() {
    cluster = new LocalCluster(folder, 5);
    a = cluster.add("a", "64M");
    b = cluster.add("b", "64M");
    c = cluster.add("c", "64M");
    stripe = sample.stripe(8, 2, 30_000);
    shard = stripe.shards().getFirst();
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  private PutHead head(Signed... chain) {
    return PutHead.newBuilder()
        .setShard(ByteString.copyFrom(shard.shard().bytes()))
        .setLength(shard.file().length)
        .addAllChain(List.of(chain))
        .build();
  }

  private PutAnswer put(LocalCluster.Agent first, Signed... chain) {
    return cluster.calls(SOURCE).put(first.peer(), head(chain), shard.file());
  }

  private HolderAnswer only(LocalCluster.Agent agent, Signed order) {
    PutAnswer answer = put(agent, order);
    assertEquals(1, answer.getHoldersCount());
    return answer.getHolders(0);
  }

  private static void assertRefused(FailureCode code, HolderAnswer answer) {
    assertTrue(answer.hasFailure(), answer::toString);
    assertEquals(code.name(), answer.getFailure().getCode());
  }

  @Test
  void oneShardGoesAlongAChainOfThree() throws IOException {
    PutAnswer answer =
        put(
            a,
            cluster.order(a.peer(), stripe, shard),
            cluster.order(b.peer(), stripe, shard),
            cluster.order(c.peer(), stripe, shard));
    assertEquals(3, answer.getHoldersCount());
    assertTrue(answer.getHoldersList().stream().allMatch(HolderAnswer::hasReceipt));
    for (LocalCluster.Agent agent : cluster.agents()) {
      assertArrayEquals(shard.file(), agent.store().reader().file(shard.shard()));
    }
    assertTrue(received(a).startsWith("put "));
    assertTrue(received(b).startsWith("forward ") && received(b).endsWith(a.peer().hex()));
    assertTrue(received(c).startsWith("forward ") && received(c).endsWith(b.peer().hex()));
  }

  private String received(LocalCluster.Agent agent) throws IOException {
    return Files.readString(agent.dataDir().path().resolve("received.log")).strip();
  }

  @Test
  void aHolderThatIsDownIsPassedOver() {
    cluster.down.add(b.peer());
    PutAnswer answer =
        put(
            a,
            cluster.order(a.peer(), stripe, shard),
            cluster.order(b.peer(), stripe, shard),
            cluster.order(c.peer(), stripe, shard));
    for (HolderAnswer one : answer.getHoldersList()) {
      assertEquals(!one.getPeerId().equals(b.peer().hex()), one.hasReceipt());
      if (one.hasFailure()) {
        assertRefused(FailureCode.UNREACHABLE, one);
      }
    }
    assertEquals(3, answer.getHoldersCount());
  }

  @Test
  void aHolderThatRefusesIsNotShownTheBytesAndItsFollowersAreLeftToTheSender() {
    LocalCluster.Agent tiny = cluster.add("tiny", "1K");
    Signed order = cluster.order(tiny.peer(), stripe, shard);
    LocalCalls.OneShard stream =
        new LocalCalls.OneShard(head(order, cluster.order(b.peer(), stripe, shard)), shard.file());
    try {
      tiny.holder().put(SOURCE, stream);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    assertFalse(stream.isRead);
    assertEquals(1, stream.answers.getFirst().getHoldersCount());
    assertRefused(FailureCode.NO_SPACE, stream.answers.getFirst().getHolders(0));
    assertEquals(0, tiny.store().figures().reserved());
    PutAnswer middle =
        put(
            a,
            cluster.order(a.peer(), stripe, shard),
            order,
            cluster.order(b.peer(), stripe, shard));
    assertEquals(3, middle.getHoldersCount());
    assertEquals(2, middle.getHoldersList().stream().filter(HolderAnswer::hasReceipt).count());
  }

  @Test
  void onlyAnOrderOfTheCoordinatorForThisPeerCounts() {
    Signed good = cluster.order(a.peer(), stripe, shard);
    Signed forged =
        good.toBuilder()
            .setSignature(cluster.order(a.peer(), stripe, shard).getSignature())
            .build();
    assertRefused(FailureCode.ORDER_REFUSED, only(a, forged));
    assertRefused(FailureCode.ORDER_REFUSED, only(b, good));
    OutgoingStripe.OutgoingShard other = stripe.shards().get(1);
    assertRefused(FailureCode.ORDER_REFUSED, only(a, cluster.order(a.peer(), stripe, other)));
    byte[] expired =
        cluster.orderFor(a.peer(), stripe, List.of(shard)).setExpiresMs(1).build().toByteArray();
    assertRefused(FailureCode.ORDER_REFUSED, only(a, cluster.sign(expired)));
    byte[] foreign =
        cluster.orderFor(a.peer(), stripe, List.of(shard)).setClusterId("x").build().toByteArray();
    assertRefused(FailureCode.ORDER_REFUSED, only(a, cluster.sign(foreign)));
    assertRefused(FailureCode.ORDER_REFUSED, put(a).getHolders(0));
    assertEquals(0, a.store().figures().shards());
    assertTrue(only(a, good).hasReceipt());
    assertTrue(only(a, good).hasReceipt());
    // That the same message came well signed before does not make another signature good.
    assertRefused(FailureCode.ORDER_REFUSED, only(a, forged));
  }

  @Test
  void wrongBytesAreRefused() {
    byte[] file = shard.file().clone();
    file[500] ^= 1;
    PutAnswer answer =
        cluster.calls(SOURCE).put(a.peer(), head(cluster.order(a.peer(), stripe, shard)), file);
    assertRefused(FailureCode.SHARD_DAMAGED, answer.getHolders(0));
    assertEquals(0, a.store().figures().shards() + a.store().figures().reserved());
    assertTrue(only(a, cluster.order(a.peer(), stripe, shard)).hasReceipt());
  }

  @Test
  void aPeerNeverTakesAsManyShardsAsRebuildAStripe() {
    for (int i = 0; i < 10; i++) {
      shard = stripe.shards().get(i);
      HolderAnswer answer = only(a, cluster.order(a.peer(), stripe, shard));
      assertEquals(i < 7, answer.hasReceipt(), "shard " + i);
    }
    assertEquals(7, a.store().stripeCount(stripe.stripe()));
    ShardId first = stripe.shards().getFirst().shard();
    a.holder().trash(removal(a, first, cluster.nextSequence()).build());
    assertRefused(FailureCode.ORDER_REFUSED, only(a, cluster.order(a.peer(), stripe, shard)));
    a.holder().trash(removal(a, first, cluster.nextSequence()).setDelete(true).build());
    assertTrue(only(a, cluster.order(a.peer(), stripe, shard)).hasReceipt());
  }

  private TrashRequest.Builder removal(LocalCluster.Agent agent, ShardId id, long sequence) {
    return TrashRequest.newBuilder()
        .setOperation("op-" + sequence)
        .setEpoch(cluster.epoch)
        .setTarget(agent.peer().hex())
        .setSequence(sequence)
        .addShards(ByteString.copyFrom(id.bytes()));
  }

  @Test
  void aLatePutAfterADeleteIsRefused() {
    Signed late = cluster.order(a.peer(), stripe, shard);
    assertTrue(only(a, late).hasReceipt());
    TrashRequest first = removal(a, shard.shard(), cluster.nextSequence()).setDelete(true).build();
    assertEquals(0, a.holder().trash(first).getDoneCount(), "it goes to the trash first");
    assertRefused(FailureCode.ORDER_REFUSED, only(a, late));
    TrashRequest delete = removal(a, shard.shard(), cluster.nextSequence()).setDelete(true).build();
    assertEquals(1, a.holder().trash(delete).getDoneCount(), "and away when it has rested");
    assertRefused(FailureCode.ORDER_REFUSED, only(a, late));
    assertEquals(0, a.store().figures().shards());
    assertEquals(1, a.holder().trash(delete).getDoneCount());
    Signed neverCame = cluster.order(b.peer(), stripe, shard);
    b.holder().trash(removal(b, shard.shard(), cluster.nextSequence()).setDelete(true).build());
    assertRefused(FailureCode.ORDER_REFUSED, only(b, neverCame));
    assertTrue(only(a, cluster.order(a.peer(), stripe, shard)).hasReceipt());
    assertCode(FailureCode.ORDER_REFUSED, () -> a.holder().trash(delete));
  }

  @Test
  void trashComesBack() {
    only(a, cluster.order(a.peer(), stripe, shard));
    long first = cluster.nextSequence();
    assertEquals(1, a.holder().trash(removal(a, shard.shard(), first).build()).getDoneCount());
    Signed ticket = cluster.ticket(b.peer(), stripe.stripe());
    assertCode(FailureCode.SHARD_UNKNOWN, () -> get(a, b.peer(), ticket));
    TrashRequest back = removal(a, shard.shard(), cluster.nextSequence()).setRestore(true).build();
    assertEquals(1, a.holder().trash(back).getDoneCount());
    assertArrayEquals(shard.file(), get(a, b.peer(), ticket));
    TrashRequest elsewhere = removal(b, shard.shard(), cluster.nextSequence()).build();
    assertCode(FailureCode.ORDER_REFUSED, () -> a.holder().trash(elsewhere));
  }

  @Test
  void aReplacedCoordinatorIsFencedOff() {
    Signed old = cluster.order(a.peer(), stripe, shard);
    Signed oldTicket = cluster.ticket(b.peer(), stripe.stripe());
    TrashRequest oldRemoval = removal(a, shard.shard(), cluster.nextSequence()).build();
    assertTrue(only(a, old).hasReceipt());
    var former = cluster.grant();
    var grant = cluster.takeOver();
    assertRefused(FailureCode.ORDER_REFUSED, only(a, cluster.order(a.peer(), stripe, shard)));
    List<EpochGrant> told = new ArrayList<>();
    a.obedience().onObeyed(told::add);
    assertTrue(a.holder().obey(grant).getObeyed());
    assertRefused(FailureCode.FENCED, only(a, old));
    assertCode(FailureCode.FENCED, () -> get(a, b.peer(), oldTicket));
    assertCode(FailureCode.FENCED, () -> a.holder().trash(oldRemoval));
    assertFalse(a.holder().obey(former).getObeyed());
    assertEquals(List.of(grant), told, "who else has to know is told, once");
    assertEquals(2, a.holder().obey(grant).getEpoch());
    var forged = grant.toBuilder().setEpoch(9).build();
    assertCode(FailureCode.SIGNATURE_INVALID, () -> a.holder().obey(forged));
    assertTrue(only(a, cluster.order(a.peer(), stripe, shard)).hasReceipt());
  }

  private byte[] get(LocalCluster.Agent holder, PeerId reader, Signed ticket) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    holder
        .holder()
        .get(
            reader,
            GetRequest.newBuilder()
                .setShard(ByteString.copyFrom(shard.shard().bytes()))
                .setTicket(ticket)
                .build(),
            frame -> all.writeBytes(frame.getData().toByteArray()));
    return all.toByteArray();
  }

  @Test
  void aStrangerWithATicketOfAnotherReadsNothing() {
    only(a, cluster.order(a.peer(), stripe, shard));
    Signed ticket = cluster.ticket(b.peer(), stripe.stripe());
    assertArrayEquals(shard.file(), get(a, b.peer(), ticket));
    assertCode(FailureCode.ORDER_REFUSED, () -> get(a, c.peer(), ticket));
    Signed other = cluster.ticket(b.peer(), sample.stripe(2, 0, 100).stripe());
    assertCode(FailureCode.ORDER_REFUSED, () -> get(a, b.peer(), other));
    Signed forged = ticket.toBuilder().setSignature(other.getSignature()).build();
    assertCode(FailureCode.ORDER_REFUSED, () -> get(a, b.peer(), forged));
    assertCode(FailureCode.ORDER_REFUSED, () -> get(a, b.peer(), Signed.getDefaultInstance()));
  }

  @Test
  void aRangeComesWithItsProof() {
    only(a, cluster.order(a.peer(), stripe, shard));
    List<GetFrame> frames = new ArrayList<>();
    a.holder()
        .get(
            b.peer(),
            GetRequest.newBuilder()
                .setShard(ByteString.copyFrom(shard.shard().bytes()))
                .setTicket(cluster.ticket(b.peer(), stripe.stripe()))
                .setOffset(100)
                .setLength(50)
                .setWithRoot(true)
                .build(),
            frames::add);
    assertEquals(1, frames.size());
    assertEquals(50, frames.getFirst().getData().size());
    assertEquals(shard.file().length, frames.getFirst().getTotal());
    assertEquals(32, frames.getFirst().getRoot().size());
  }

  @Test
  void copiesAreForwardedOnlyUnderOrders() {
    only(a, cluster.order(a.peer(), stripe, shard));
    ForwardItem item =
        ForwardItem.newBuilder()
            .setShard(ByteString.copyFrom(shard.shard().bytes()))
            .addChain(cluster.order(b.peer(), stripe, shard))
            .addChain(cluster.order(c.peer(), stripe, shard))
            .build();
    var answer = a.holder().forward(ForwardRequest.newBuilder().addItems(item).build());
    assertEquals(2, answer.getAnswers(0).getHoldersCount());
    assertTrue(answer.getAnswers(0).getHoldersList().stream().allMatch(HolderAnswer::hasReceipt));
    Signed forged = Signed.newBuilder().setMessage(item.getChain(0).getMessage()).build();
    ForwardItem bad = item.toBuilder().clearChain().addChain(forged).build();
    var refused = a.holder().forward(ForwardRequest.newBuilder().addItems(bad).build());
    assertRefused(FailureCode.ORDER_REFUSED, refused.getAnswers(0).getHolders(0));
  }

  @Test
  void probesAreRelayed() {
    ProbeRequest relay = ProbeRequest.newBuilder().setRelayTo(b.peer().hex()).build();
    var answer = a.holder().probe(relay);
    assertTrue(answer.getReached());
    assertEquals(b.peer().hex(), answer.getPeerId());
    assertEquals(7, answer.getDirectoryVersion());
    cluster.down.add(b.peer());
    assertFalse(a.holder().probe(relay).getReached());
  }

  static void assertCode(FailureCode code, Executable executable) {
    assertEquals(code, assertThrows(OperationFailed.class, executable).code());
  }
}
