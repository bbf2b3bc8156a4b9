package com.plexichat.backup.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.RealCluster.Member;
import com.plexichat.backup.agent.transport.Assault;
import com.plexichat.backup.agent.transport.Attack;
import com.plexichat.backup.agent.transport.Gatekeeper;
import com.plexichat.backup.agent.transport.RawConnection;
import com.plexichat.backup.agent.transport.RpcMatrix;
import com.plexichat.backup.agent.transport.RpcMatrix.Outcome;
import com.plexichat.backup.proto.Right;
import com.plexichat.backup.shared.client.Identity;
import com.plexichat.backup.shared.model.Role;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Strangers, people with too small a role, and members who flood, at the doors of real agents.
@Tag("ci")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StrangersTest {
  private static final int WAVES = 250;
  private static final int SILENT = 1000;
  private static final Duration CALM = Duration.ofMillis(700);
  private static final Duration STORM = Duration.ofMillis(1500);

  @TempDir static Path dir;
  private static RealCluster cluster;
  private static Impostor impostor;
  private static Member target;

  private long calls;
  private long refused;

  @BeforeAll
  static void up() throws IOException {
    cluster = RealCluster.patient(dir.resolve("c"), 3);
    impostor = new Impostor(cluster);
    target = cluster.member("agent-1");
  }

  @AfterAll
  static void down() throws IOException {
    impostor.close();
    cluster.close();
  }

  private static InstantSource lastYear() {
    return InstantSource.fixed(Instant.now().minus(Duration.ofDays(400)));
  }

  /// What must not be served is not; of what may be, the calls that only look are made, so that it
  /// is not everything that is refused.
  private void calls(String who, @Nullable Identity identity, Set<Right> rights)
      throws IOException {
    SslContext tls = impostor.tls(identity);
    for (Member member : List.of(target, cluster.member("agent-3"))) {
      ManagedChannel channel = RpcMatrix.channel(member.endpoint(), tls);
      try {
        for (MethodDescriptor<?, ?> method : RpcMatrix.methods()) {
          Right right = Gatekeeper.rightOf(method);
          boolean may = rights.contains(right);
          if (may && (right != Right.VIEW || !member.coordinator())) {
            continue;
          }
          Outcome outcome =
              rights.isEmpty()
                  ? RpcMatrix.knock(member.endpoint(), tls, method)
                  : RpcMatrix.call(channel, method);
          calls++;
          refused += outcome == Outcome.SERVED ? 0 : 1;
          assertEquals(
              may,
              outcome == Outcome.SERVED,
              () -> who + " called " + method.getFullMethodName() + " at " + member.name());
        }
      } finally {
        channel.shutdownNow();
      }
    }
  }

  @Test
  @Order(1)
  void everyMethodForEverybody() throws IOException {
    InstantSource now = InstantSource.system();
    calls("nobody", null, Set.of());
    calls("another cluster's administrator", impostor.foreigner(), Set.of());
    calls(
        "an administrator of last year",
        impostor.person("admin", lastYear(), Role.ADMINISTRATOR),
        Set.of());
    calls("an agent", impostor.member("agent-2"), Set.of(Right.PEER));
    for (Role role : Role.values()) {
      calls(role.name(), impostor.person("eve", now, role), RpcMatrix.rights(role));
    }
    System.out.printf(
        "rpc x role on real agents: %d calls, %d refused, 0 wrongly served%n", calls, refused);
  }

  private static long residentKib() throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(target.pid()), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  private static long logBytes() throws IOException {
    return Files.size(target.log());
  }

  private static HonestCaller honest() throws IOException {
    return new HonestCaller(
        target.endpoint(),
        impostor.tls(impostor.member("agent-2")),
        impostor.tls(impostor.person("ada", InstantSource.system(), Role.AUDIT_VIEWER)));
  }

  private static void last(Duration time) throws Exception {
    long end = System.nanoTime() + time.toNanos();
    RealCluster.await("time passes", () -> System.nanoTime() > end);
  }

  @ParameterizedTest
  @EnumSource
  @Order(2)
  void whoFloodsHarmsNobodyElse(Attack attack) throws Exception {
    SslContext mallory = impostor.tls(impostor.member("agent-3"));
    long resident = residentKib();
    long log = logBytes();
    try (HonestCaller honest = honest()) {
      last(CALM);
      String before = honest.look();
      long end = System.nanoTime() + STORM.toNanos();
      Assault all =
          Assault.again(target.endpoint(), mallory, attack, WAVES, () -> System.nanoTime() < end);
      System.out.printf(
          "flood %s: %d connections, %d cut off (%s), %d MB, %d calls refused; resident %+d MB, log"
              + " %+d KB%n  before: %s%n  during: %s%n",
          attack,
          all.connections(),
          all.cut(),
          all.farewell(),
          all.bytes() >> 20,
          all.refusals(),
          (residentKib() - resident) >> 10,
          (logBytes() - log) >> 10,
          before,
          honest.look());
      assertEquals(List.of(), honest.failures());
      if (attack.isCut()) {
        assertEquals(all.connections(), all.cut());
      } else if (attack != Attack.HALF_MESSAGES) {
        assertTrue(all.refusals() > 0, "nothing was refused");
      }
    }
  }

  @Test
  @Order(3)
  void aThousandHandshakesThatNeverEndKeepNobodyOut() throws Exception {
    long resident = residentKib();
    List<RawConnection> silent = new ArrayList<>();
    try (HonestCaller honest = honest()) {
      last(CALM);
      String before = honest.look();
      for (int i = 0; i < SILENT; i++) {
        RawConnection one = RawConnection.plain(target.endpoint());
        // The beginning of a record of TLS, of which no more comes.
        one.send(new byte[] {22, 3, 1});
        silent.add(one);
      }
      last(STORM);
      long left = silent.stream().filter(RawConnection::isOpen).count();
      System.out.printf(
          "flood handshakes: %d connections, %d left; resident %+d MB%n  before: %s%n  during:"
              + " %s%n",
          SILENT, left, (residentKib() - resident) >> 10, before, honest.look());
      assertEquals(List.of(), honest.failures());
      assertTrue(left <= 256, () -> left + " are left");
    } finally {
      silent.forEach(RawConnection::close);
    }
  }

  @Test
  @Order(4)
  void theAgentIsTheSameOneAsBefore() throws IOException {
    assertTrue(target.isRunning());
    assertEquals(3, cluster.json("peer", "list").list("peers").size());
    assertEquals("unbroken", cluster.json("audit", "verify").text("state"));
  }
}
