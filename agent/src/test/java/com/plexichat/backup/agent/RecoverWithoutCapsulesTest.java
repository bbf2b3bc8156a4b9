package com.plexichat.backup.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.RealCluster.Ended;
import com.plexichat.backup.agent.RealCluster.Going;
import com.plexichat.backup.agent.RealCluster.Member;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The coordinator's machine, which is also the source, is lost, and with it every capsule: a fresh
/// machine finds all backups again from what four peers hold, and restores them.
class RecoverWithoutCapsulesTest {
  @TempDir Path dir;

  private Path newHome() {
    return dir.resolve("new/home");
  }

  @Test
  @Tag("ci")
  void headersAndRecordsAreEnough() throws Exception {
    Path source = Files.createDirectory(dir.resolve("source"));
    OddTreeTest.makeTree(source.resolve("odd"));
    try (RealCluster cluster = RealCluster.up(dir.resolve("c"), 5)) {
      backUp(cluster, source);
      byte[] more = new byte[3_000_000];
      new Random(5).nextBytes(more);
      Files.write(source.resolve("more"), more);
      backUp(cluster, source);
      Map<String, String> before = backups(cluster.run("backup", "list"));
      assertEquals(2, before.size(), before::toString);
      Path kit = cluster.home().resolveSibling("recovery-kit.pxkit");
      Path passphrase = cluster.home().resolveSibling("kit-passphrase");
      String peer = cluster.member("agent-3").endpoint();
      lose(cluster);

      Ended back = recover(kit, passphrase, peer);
      assertEquals(2, back.code(), back::toString);
      assertEquals("headers", back.json().text("source"));
      assertEquals(2, back.json().number("backups"));
      Going agent = RealCluster.begin(List.of("agent", "run", "--home", newHome().toString()));
      try {
        RealCluster.await("the new coordinator answers", () -> ask("backup", "list").code() == 0);
        assertEquals(before, backups(ask("backup", "list")));
        RealCluster.await("four peers and the new one are ACTIVE", () -> active() == 5);
        Path restored = dir.resolve("restored");
        Json restore =
            ask("backup", "restore", "latest", "--to", restored.toString(), "--wait").json();
        assertEquals("complete", restore.text("state"), restore::toString);
        OddTreeTest.assertSame(source, restored.resolve(source.toString().substring(1)));
        assertEquals("unbroken", ask("audit", "verify").json().text("state"));
      } finally {
        agent.kill();
      }
    }
  }

  private static void backUp(RealCluster cluster, Path source) throws Exception {
    Json done =
        cluster.json(
            "backup",
            "create",
            "--set",
            "all",
            "--path",
            source.toString(),
            "--tier",
            "silver",
            "--wait");
    assertEquals("complete", done.text("state"), done::toString);
  }

  /// The machine with all that it had, and the capsules on all others.
  private static void lose(RealCluster cluster) throws Exception {
    Member lost = cluster.member("agent-1");
    cluster.kill("agent-1");
    delete(lost.home().getParent());
    delete(cluster.home());
    int capsules = 0;
    for (Member member : cluster.members()) {
      Path folder = member.dataDir().resolve("capsules");
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.list(folder)) {
          for (Path file : files.toList()) {
            Files.delete(file);
            capsules++;
          }
        }
      }
    }
    assertTrue(capsules > 0, "peers had capsules");
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }

  private Ended recover(Path kit, Path passphrase, String peer) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of("agent", "recover", "--home", newHome().toString(), "--name", "agent-new"));
    words.addAll(List.of("--listen", "127.0.0.1:" + freePort(), "--capacity", "5G"));
    words.addAll(List.of("--peer", peer, "--kit", kit.toString(), "--without-capsules"));
    words.addAll(List.of("--kit-passphrase-file", passphrase.toString(), "--output", "json"));
    words.addAll(List.of("--heartbeat", "1s", "--suspect", "3s", "--down", "10s"));
    return RealCluster.plexichat(words.toArray(String[]::new));
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  private Ended ask(String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--home", newHome().toString(), "--output", "json"));
    return RealCluster.plexichat(all.toArray(String[]::new));
  }

  private long active() throws IOException {
    return ask("peer", "list").json().list("peers").stream()
        .filter(one -> one.text("state").equalsIgnoreCase("ACTIVE"))
        .count();
  }

  /// What the list says of each backup but for what is measured once.
  private static Map<String, String> backups(Ended list) {
    Map<String, String> backups = new TreeMap<>();
    for (Json one : list.json().list("backups")) {
      backups.put(
          one.text("backup_id"),
          "%s %s %s %d %d"
              .formatted(
                  one.text("set"),
                  one.text("created"),
                  one.text("tier"),
                  one.number("files"),
                  one.number("source_bytes")));
    }
    return backups;
  }
}
