package com.plexichat.backup.agent.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.proto.ProbeRequest;
import com.plexichat.backup.shared.client.Channels;
import com.plexichat.backup.shared.client.Identity;
import com.plexichat.backup.shared.client.RootTrust;
import com.plexichat.backup.shared.client.TlsContexts;
import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The main listener under attack, from within the cluster and from outside: who floods is cut off
/// or refused, and who is honest is served, on a new connection too.
class FloodTest {
  private static final int WAVES = 120;
  private static final Logger GRPC = Logger.getLogger("io.grpc");

  private final TestCluster cluster = new TestCluster("c1");
  private final Identity mallory = cluster.agent("mallory");
  private final AgentServer server =
      AgentServer.open(
          TestCluster.anyPort(),
          new AgentServer.Doors(
              cluster.agent("beta"),
              new Gatekeeper(),
              () -> new Standing(Optional.empty(), 0, Set.of(), Set.of()),
              TestCluster.CLOCK),
          List.of(PeersBinding.bind(new RecordingPeers())));

  private final List<String> told = new CopyOnWriteArrayList<>();
  private final Handler ear =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          told.add(line.getLoggerName() + " " + line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listens() {
    GRPC.addHandler(ear);
  }

  @AfterEach
  void closes() {
    server.close();
    GRPC.removeHandler(ear);
  }

  private String endpoint() {
    return TestCluster.endpoint(server.port());
  }

  private SslContext tls(Identity identity) {
    return TlsContexts.client(
        identity, new RootTrust(cluster.root(), TestCluster.CLOCK, _ -> false, null));
  }

  private void assertServed() throws InterruptedException {
    try (Channels channels = new Channels(cluster.agent("alpha"), TestCluster.CLOCK)) {
      assertTrue(
          TestCluster.link(channels, server.port())
              .probe(ProbeRequest.getDefaultInstance(), Duration.ofSeconds(20))
              .getReached());
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ENDLESS_PAGES")
  void whoFloodsIsCutOffOrRefused(Attack attack) throws InterruptedException {
    Assault wave = Assault.once(endpoint(), tls(mallory), attack, WAVES);
    System.out.printf(
        "flood %s: %d bytes sent, %s, %d calls refused%n",
        attack,
        wave.bytes(),
        wave.cut() > 0 ? "cut off: " + wave.farewell() : "not cut off",
        wave.refusals());
    if (attack.isCut()) {
      assertEquals(1, wave.cut());
    }
    assertFalse(
        wave.farewell().contains("too many headers"), "one bad message ended all other calls");
    assertServed();
    assertEquals(List.of(), told, "whoever floods fills the log");
  }

  /// Each call may hold a message in part, on however many connections they come.
  @Test
  void whoOpensMoreConnectionsHasNotMoreCalls() throws InterruptedException {
    byte[] calls = RawFrames.calls(64);
    try (RawConnection one = RawConnection.over(endpoint(), tls(mallory));
        RawConnection two = RawConnection.over(endpoint(), tls(mallory));
        RawConnection three = RawConnection.over(endpoint(), tls(mallory))) {
      for (RawConnection each : List.of(one, two)) {
        assertTrue(each.begin() && each.send(calls));
      }
      await(() -> server.liveCalls() == 128);
      assertTrue(three.begin() && three.send(calls));
      await(() -> three.received(RawFrames.HEADERS) == 64);
      assertEquals(128, server.liveCalls());
      assertEquals(0, one.received(RawFrames.HEADERS) + two.received(RawFrames.HEADERS));
    }
    assertServed();
    await(() -> server.liveCalls() == 0);
  }

  @Test
  void whoHasNoCertificateDoesNotGetAsFar() throws InterruptedException {
    try (RawConnection plain = RawConnection.plain(endpoint());
        RawConnection self = RawConnection.over(endpoint(), tls(cluster.selfSigned()))) {
      plain.send(RawFrames.joined(RawFrames.preface(), Attack.RAPID_RESET.wave(0)));
      self.send(RawFrames.joined(RawFrames.preface(), Attack.RAPID_RESET.wave(0)));
      assertTrue(plain.isCutWithin(20));
      assertTrue(self.isCutWithin(20));
      assertEquals(0, plain.received(RawFrames.HEADERS) + plain.received(RawFrames.RST_STREAM));
      assertEquals(0, self.received(RawFrames.HEADERS) + self.received(RawFrames.RST_STREAM));
    }
    assertServed();
  }

  /// The oldest ones make room: none of them keeps an honest connection from the same address out.
  @Test
  void manyThatNeverFinishTheirHandshakeKeepNobodyOut() throws InterruptedException {
    List<RawConnection> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 3 * Doorstep.FROM_ONE; i++) {
        silent.add(RawConnection.plain(endpoint()));
      }
      assertServed();
      await(() -> open(silent) <= Doorstep.FROM_ONE);
      long open = open(silent);
      System.out.printf("handshakes that never end: %d begun, %d left%n", silent.size(), open);
    } finally {
      silent.forEach(RawConnection::close);
    }
  }

  private static long open(List<RawConnection> connections) {
    return connections.stream().filter(RawConnection::isOpen).count();
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "not within 20 s");
      LockSupport.parkNanos(1_000_000);
    }
  }
}
