package com.plexichat.backup.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.RealCluster.Member;
import com.plexichat.backup.agent.cli.ClusterAccess;
import com.plexichat.backup.proto.AgentTransfers;
import com.plexichat.backup.proto.ConfigValue;
import com.plexichat.backup.proto.SetConfigRequest;
import com.plexichat.backup.proto.ShowTransfersRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a capped backup sends, counted outside of the program by relays before its peers.
@Tag("ci")
class TransferCapTest {
  private static final double MIB = 1 << 20;
  private static final int SOURCE_MIB = 112;
  private static final Duration STEADY = Duration.ofSeconds(10);

  @TempDir Path dir;
  private final List<CountingRelay> relays = new ArrayList<>();
  private long source;

  @AfterEach
  void end() throws IOException {
    for (CountingRelay relay : relays) {
      relay.close();
    }
  }

  @Test
  void ratesHoldOnTheWire() throws Exception {
    Path files = makeFiles();
    try (RealCluster cluster = RealCluster.up(dir.resolve("c"), 4);
        ClusterAccess access = cluster.access()) {
      relay(cluster);
      source = cluster.member("agent-1").pid();
      inForce(access, 1, "transfer.rate", "2MiB/s");
      RealCluster.Going backup =
          cluster.start(
              "backup",
              "create",
              "--set",
              "s",
              "--tier",
              "bronze",
              "--path",
              files.toString(),
              "--wait");
      sends(2 * MIB);
      assertRate(2, sum(rates(STEADY)));

      inForce(access, 2, "transfer.rate", "4MiB/s");
      assertRate(4, sum(rates(Duration.ofSeconds(4))));

      inForce(access, 3, "transfer.rate", "", "transfer.peer-rate", "1MiB/s");
      List<Double> each = rates(STEADY);
      each.forEach(rate -> assertTrue(rate <= 1.1, () -> "above the cap of a peer: " + each));
      assertRate(1, each.stream().mapToDouble(rate -> rate).max().orElseThrow());
      assertRate(3, sum(each));

      inForce(access, 4, "transfer.peer-rate", "");
      Json ended = backup.end().json();
      assertEquals("complete", ended.text("state"));
      assertTrue(ended.number("sent_bytes") > SOURCE_MIB * MIB, "one of each shard");
    }
  }

  private Path makeFiles() throws IOException {
    Path files = Files.createDirectories(dir.resolve("source"));
    byte[] bytes = new byte[(int) MIB];
    Random random = new Random(1);
    for (int file = 0; file < 4; file++) {
      try (OutputStream out = Files.newOutputStream(files.resolve("file" + file))) {
        for (int part = 0; part < SOURCE_MIB / 4; part++) {
          random.nextBytes(bytes);
          out.write(bytes);
        }
      }
    }
    return files;
  }

  /// Puts relays in the place of the peers, which listen elsewhere from now on.
  private void relay(RealCluster cluster) throws Exception {
    List<Member> peers =
        cluster.members().stream().filter(member -> !member.coordinator()).toList();
    for (Member peer : peers) {
      cluster.kill(peer.name());
      int port = Integer.parseInt(peer.endpoint().substring(peer.endpoint().lastIndexOf(':') + 1));
      int other = freePort();
      Path config = peer.home().resolve(AgentConfig.FILE);
      String text = Files.readString(config);
      Files.writeString(config, text.replaceAll("(?m)^listen=.*$", "listen=127.0.0.1:" + other));
      relays.add(new CountingRelay(port, other));
    }
    String[] again = {"local", "up", "--dir", cluster.dir().toString(), "--agents", "4"};
    assertEquals(0, RealCluster.plexichat(again).code());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// Changes the configuration and waits until the source and its peers have it.
  private static void inForce(ClusterAccess access, int version, String... values)
      throws Exception {
    SetConfigRequest.Builder ask = SetConfigRequest.newBuilder();
    for (int i = 0; i < values.length; i += 2) {
      ask.addValues(ConfigValue.newBuilder().setKey(values[i]).setValue(values[i + 1]));
    }
    assertEquals(version, access.settings().setConfig(ask.build()).getVersion());
    RealCluster.await(
        "configuration " + version,
        () ->
            access
                .settings()
                .showTransfers(ShowTransfersRequest.getDefaultInstance())
                .getAgentsList()
                .stream()
                .map(AgentTransfers::getVersion)
                .allMatch(has -> has == version));
  }

  private List<Long> sent() throws IOException {
    List<Long> sent = new ArrayList<>();
    for (CountingRelay relay : relays) {
      sent.add(relay.from(source));
    }
    return sent;
  }

  private void sends(double bytes) throws Exception {
    long before = sent().stream().mapToLong(one -> one).sum();
    RealCluster.await(
        "sending", () -> sent().stream().mapToLong(one -> one).sum() - before >= bytes);
  }

  /// MiB a second to each peer, over so long.
  private List<Double> rates(Duration over) throws Exception {
    List<Long> before = sent();
    long begun = System.nanoTime();
    RealCluster.await("the time of measuring", () -> System.nanoTime() - begun >= over.toNanos());
    List<Long> after = sent();
    double seconds = (System.nanoTime() - begun) / 1e9;
    List<Double> rates = new ArrayList<>();
    for (int i = 0; i < after.size(); i++) {
      rates.add((after.get(i) - before.get(i)) / MIB / seconds);
    }
    return rates;
  }

  private static double sum(List<Double> rates) {
    return rates.stream().mapToDouble(rate -> rate).sum();
  }

  private static void assertRate(double cap, double measured) {
    assertTrue(
        measured >= 0.9 * cap && measured <= 1.1 * cap,
        () -> "%.2f MiB/s under a cap of %.2f".formatted(measured, cap));
  }
}
