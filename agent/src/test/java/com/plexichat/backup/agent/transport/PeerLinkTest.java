package com.plexichat.backup.agent.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.proto.EpochGrant;
import com.plexichat.backup.proto.ForwardItem;
import com.plexichat.backup.proto.ForwardRequest;
import com.plexichat.backup.proto.GetRequest;
import com.plexichat.backup.proto.ProbeRequest;
import com.plexichat.backup.proto.ProveRequest;
import com.plexichat.backup.proto.PutAnswer;
import com.plexichat.backup.proto.PutHead;
import com.plexichat.backup.proto.ScrubRequest;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.client.Channels;
import com.plexichat.backup.shared.client.Identity;
import com.plexichat.backup.shared.client.RootTrust;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Role;
import io.netty.util.internal.PlatformDependent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Shards and questions between two agents over mutual TLS on loopback.
class PeerLinkTest {
  private static final Duration WITHIN = Duration.ofSeconds(10);

  private final TestCluster cluster = new TestCluster("c1");
  private final Identity alpha = cluster.agent("alpha");
  private final RecordingPeers peers = new RecordingPeers();
  private final AtomicReference<Standing> standing =
      new AtomicReference<>(
          new Standing(Optional.of(alpha.peerId().orElseThrow()), 1, Set.of(), Set.of()));
  private final List<AutoCloseable> open = new ArrayList<>();
  private final Random random = new Random(5);
  private AgentServer server = start();

  private AgentServer start() {
    return start(TestCluster.anyPort());
  }

  private AgentServer start(InetSocketAddress at) {
    return AgentServer.open(
        at,
        new AgentServer.Doors(
            cluster.agent("beta"), new Gatekeeper(), standing::get, TestCluster.CLOCK),
        List.of(PeersBinding.bind(peers)));
  }

  @BeforeEach
  void opens() {
    open.add(server);
  }

  @AfterEach
  void closes() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }

  private Channels channels(Identity identity) {
    Channels channels = new Channels(identity, TestCluster.CLOCK);
    open.add(channels);
    return channels;
  }

  private PeerLink link() {
    return TestCluster.link(channels(alpha), server.port());
  }

  private static PutHead head(int number, int length) {
    return PutHead.newBuilder().setShard(name(number)).setLength(length).build();
  }

  private static ByteString name(int number) {
    return ByteString.copyFromUtf8("shard " + number);
  }

  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  @Test
  void shardsOfEverySizeArriveWhole() throws Exception {
    PeerLink link = link();
    int[] sizes = {1, 255, 65_536, FrameSink.FRAME - 1, FrameSink.FRAME, FrameSink.FRAME + 1};
    List<byte[]> files = new ArrayList<>();
    List<CompletableFuture<PutAnswer>> answers = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      byte[] file = bytes(sizes[i] + 9);
      files.add(file);
      answers.add(link.put(head(i, sizes[i]), file, 4, sizes[i]));
    }
    byte[] largest = bytes(IncomingShards.LARGEST);
    files.add(largest);
    answers.add(link.put(head(sizes.length, largest.length), largest, 0, largest.length));
    for (int i = 0; i < answers.size(); i++) {
      assertEquals(name(i), answers.get(i).get(10, TimeUnit.SECONDS).getShard());
      byte[] kept = Objects.requireNonNull(peers.shards.get(name(i)));
      byte[] file = files.get(i);
      assertArrayEquals(
          i == sizes.length ? file : java.util.Arrays.copyOfRange(file, 4, 4 + sizes[i]), kept);
      Fetched got = link.get(GetRequest.newBuilder().setShard(name(i)).build(), 2 << 20);
      assertArrayEquals(kept, got.data());
      assertEquals(kept.length, got.total());
    }
    assertEquals(1, peers.open.get(), "all on one stream");
  }

  @Test
  void rangesAndLimitsOfAGet() throws Exception {
    PeerLink link = link();
    byte[] file = bytes(700_000);
    link.put(head(1, file.length), file, 0, file.length).get(10, TimeUnit.SECONDS);
    GetRequest range =
        GetRequest.newBuilder().setShard(name(1)).setOffset(1000).setLength(300_000).build();
    assertArrayEquals(
        java.util.Arrays.copyOfRange(file, 1000, 301_000), link.get(range, 300_000).data());
    OperationFailed tooMuch = assertThrows(OperationFailed.class, () -> link.get(range, 299_999));
    assertEquals(FailureCode.USAGE, tooMuch.code());
    OperationFailed unknown =
        assertThrows(
            OperationFailed.class,
            () -> link.get(GetRequest.newBuilder().setShard(name(9)).build(), 100));
    assertEquals(FailureCode.SHARD_UNKNOWN, unknown.code());
    assertEquals(List.of("beta", "x"), unknown.args());
  }

  @Test
  void twoHundredMegabytesInBoundedMemory() throws Exception {
    peers.keeps = false;
    PeerLink link = link();
    byte[] file = bytes(1 << 20);
    link.put(head(0, file.length), file, 0, file.length).get(10, TimeUnit.SECONDS);
    long direct = PlatformDependent.usedDirectMemory();
    long most = 0;
    List<CompletableFuture<PutAnswer>> answers = new ArrayList<>();
    for (int i = 1; i <= 200; i++) {
      answers.add(link.put(head(i, file.length), file, 0, file.length));
      most = Math.max(most, PlatformDependent.usedDirectMemory());
    }
    for (CompletableFuture<PutAnswer> one : answers) {
      one.get(30, TimeUnit.SECONDS);
    }
    assertEquals(201L << 20, peers.received.get());
    assertTrue(direct > 0, "nobody counts");
    long grown = most - direct;
    assertTrue(grown < 64 << 20, "grew by " + grown);
  }

  @Test
  void aPeerThatDoesNotReadHoldsTheSenderBack() throws Exception {
    peers.gate = new CountDownLatch(1);
    PeerLink link = link();
    byte[] file = bytes(1 << 20);
    List<CompletableFuture<PutAnswer>> answers = new ArrayList<>();
    Thread sender =
        Thread.ofVirtual()
            .start(() -> {
              try {
                for (int i = 0; i < 40; i++) {
                  answers.add(link.put(head(i, file.length), file, 0, file.length));
                }
              } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
              }
            });
    LockSupport.parkNanos(300_000_000);
    assertTrue(sender.isAlive());
    assertTrue(answers.size() <= 8, () -> "sent " + answers.size());
    peers.gate.countDown();
    assertTrue(sender.join(Duration.ofSeconds(20)));
    for (CompletableFuture<PutAnswer> one : answers) {
      one.get(20, TimeUnit.SECONDS);
    }
    assertEquals(40, answers.size());
  }

  @Test
  void whatIsUnderWayFailsWhenThePeerGoes() throws Exception {
    peers.gate = new CountDownLatch(1);
    PeerLink link = link();
    byte[] file = bytes(1000);
    CompletableFuture<PutAnswer> lost = link.put(head(1, 1000), file, 0, 1000);
    until(() -> peers.open.get() == 1);
    server.close();
    peers.gate.countDown();
    ExecutionException failed =
        assertThrows(ExecutionException.class, () -> lost.get(10, TimeUnit.SECONDS));
    assertTrue(failed.getCause() instanceof OperationFailed, () -> "" + failed.getCause());
    CompletableFuture<PutAnswer> none = link.put(head(2, 1000), file, 0, 1000);
    ExecutionException refused =
        assertThrows(ExecutionException.class, () -> none.get(10, TimeUnit.SECONDS));
    OperationFailed why = cause(refused);
    assertEquals(FailureCode.UNREACHABLE, why.code(), why::sentence);
  }

  /// The channel has failed several times by then, and its pauses have grown.
  @Test
  void whoCameBackIsReachedAtTheFirstTry() throws InterruptedException {
    InetSocketAddress at = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    PeerLink link = link();
    server.close();
    for (int i = 0; i < 4; i++) {
      OperationFailed gone =
          assertThrows(
              OperationFailed.class, () -> link.probe(ProbeRequest.getDefaultInstance(), WITHIN));
      assertEquals(FailureCode.UNREACHABLE, gone.code());
    }
    server = start(at);
    open.add(server);
    assertFalse(link.probe(ProbeRequest.getDefaultInstance(), WITHIN).getPeerId().isEmpty());
  }

  @Test
  void aCheckOfSomeShardsIsNotWaitedForAsLongAsOneOfAll() {
    ScrubRequest all = ScrubRequest.getDefaultInstance();
    ScrubRequest two =
        all.toBuilder().addShards(ByteString.EMPTY).addShards(ByteString.EMPTY).build();
    assertEquals(Duration.ofDays(7), PeerLink.patience(all));
    assertEquals(Duration.ofSeconds(304), PeerLink.patience(two));
    assertEquals(
        Duration.ofMinutes(5), PeerLink.patience(two.toBuilder().setPresence(true).build()));
  }

  @Test
  void sumsCapsulesAndReports() throws Exception {
    PeerLink link = link();
    byte[] sum = bytes(1 << 20);
    assertFalse(link.contribute(Signed.getDefaultInstance(), 1, sum, 0, sum.length).hasFailure());
    assertEquals(sum.length, peers.received.get());
    byte[] capsule = bytes(2_000_000);
    assertEquals(
        capsule.length, link.putCapsule("7", 0, new ByteArrayInputStream(capsule)).getLength());
    assertEquals(capsule.length, link.capsules(1).getFirst().getOffset());
    ByteArrayOutputStream back = new ByteArrayOutputStream();
    assertEquals(capsule.length, link.getCapsule("7", capsule.length, back));
    assertArrayEquals(capsule, back.toByteArray());
    OperationFailed more = assertThrows(OperationFailed.class, () -> link.capsules(0));
    assertEquals(FailureCode.UNREACHABLE, more.code());
    OperationFailed longer =
        assertThrows(
            OperationFailed.class,
            () -> link.getCapsule("7", capsule.length - 1, OutputStream.nullOutputStream()));
    assertTrue(longer.sentence().contains("longer than it said"), longer.sentence());
    List<Long> reports = new ArrayList<>();
    link.scrub(ScrubRequest.getDefaultInstance(), one -> reports.add(one.getChecked()));
    assertEquals(1000, reports.size());
    assertEquals(
        alpha.peerId().orElseThrow().hex(),
        link.probe(ProbeRequest.getDefaultInstance(), WITHIN).getPeerId());
  }

  @Test
  void anUnexpectedExceptionTellsNothing() {
    OperationFailed why =
        assertThrows(OperationFailed.class, () -> link().prove(ProveRequest.getDefaultInstance()));
    assertEquals(FailureCode.INTERNAL, why.code());
    assertFalse(
        String.valueOf(why.getMessage()).contains("secret"), String.valueOf(why.getMessage()));
  }

  @Test
  void aPersonIsNoPeerAndAPeerIsNoCoordinator() {
    PeerLink person =
        TestCluster.link(channels(cluster.person("ada", Role.ADMINISTRATOR)), server.port());
    OperationFailed denied =
        assertThrows(
            OperationFailed.class, () -> person.probe(ProbeRequest.getDefaultInstance(), WITHIN));
    assertEquals(FailureCode.NOT_ALLOWED, denied.code());
    assertEquals(List.of("person:ada", "PEER"), denied.args());
    PeerLink other = TestCluster.link(channels(cluster.agent("gamma")), server.port());
    OperationFailed fenced =
        assertThrows(OperationFailed.class, () -> other.prove(ProveRequest.getDefaultInstance()));
    assertEquals(FailureCode.FENCED, fenced.code());
  }

  @Test
  void tooLargeAMessageIsRefusedUnread() throws Exception {
    ForwardRequest large =
        ForwardRequest.newBuilder()
            .addItems(
                ForwardItem.newBuilder()
                    .addChain(Signed.newBuilder().setMessage(ByteString.copyFrom(bytes(40 << 20)))))
            .build();
    PeerLink link = link();
    link.obey(EpochGrant.getDefaultInstance());
    OperationFailed why = assertThrows(OperationFailed.class, () -> link.forward(large));
    assertTrue(
        String.valueOf(why.getMessage()).contains("RESOURCE_EXHAUSTED"),
        String.valueOf(why.getMessage()));
  }

  @Test
  void aRevokedAgentIsCutInTheMiddleOfItsStream() throws Exception {
    PeerLink link = link();
    byte[] file = bytes(1000);
    link.put(head(1, 1000), file, 0, 1000).get(10, TimeUnit.SECONDS);
    assertEquals(1, server.liveCalls());
    String serial = RootTrust.serial(alpha.certificate());
    standing.set(new Standing(Optional.empty(), 1, Set.of(serial), Set.of()));
    server.recheck();
    assertTrue(peers.ended.await(10, TimeUnit.SECONDS), "the handler was told");
    assertEquals(0, server.liveCalls());
    CompletableFuture<PutAnswer> after = link.put(head(2, 1000), file, 0, 1000);
    ExecutionException failed =
        assertThrows(ExecutionException.class, () -> after.get(10, TimeUnit.SECONDS));
    OperationFailed why = cause(failed);
    assertEquals(FailureCode.CERTIFICATE_REFUSED, why.code(), why::getMessage);
  }

  private static OperationFailed cause(ExecutionException failed) {
    return assertInstanceOf(OperationFailed.class, failed.getCause());
  }

  private static void until(BooleanSupplier condition) {
    for (int i = 0; i < 500 && !condition.getAsBoolean(); i++) {
      LockSupport.parkNanos(10_000_000);
    }
    assertTrue(condition.getAsBoolean());
  }
}
