package com.plexichat.backup.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.RealCluster.Ended;
import com.plexichat.backup.agent.RealCluster.Going;
import com.plexichat.backup.agent.RealCluster.Member;
import com.plexichat.backup.agent.catalogue.CapsuleReader;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.crypto.HybridKey;
import com.plexichat.backup.agent.crypto.KitFile;
import com.plexichat.backup.agent.crypto.RecoveryKit;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The coordinator's machine, which is also the source, is lost with all that it had. A fresh one
/// takes its place with the recovery kit, and what it takes over works on.
class TakeoverTest {
  private static final int SEED = 11;

  @TempDir Path dir;

  private Path newHome() {
    return dir.resolve("new/home");
  }

  @Test
  @Tag("ci")
  void aFreshMachineTakesTheLostOnesPlace() throws Exception {
    Path source = dir.resolve("odd");
    OddTreeTest.makeTree(source);
    try (RealCluster cluster = RealCluster.patient(dir.resolve("c"), 5)) {
      Json first =
          cluster.json(
              "backup",
              "create",
              "--set",
              "odd",
              "--path",
              source.toString(),
              "--tier",
              "silver",
              "--wait");
      assertEquals("complete", first.text("state"), first::toString);
      Going late = underWay(cluster);
      awaitCapsules(cluster);
      Member lost = cluster.member("agent-1");
      cluster.kill("agent-1");
      late.kill();
      Files.createFile(over());
      Path saved = Files.createDirectories(dir.resolve("saved"));
      Files.move(lost.home().getParent(), saved.resolve("agent-1"));
      Files.move(cluster.home(), saved.resolve("context"));

      refusals(cluster, lost);
      Ended back = recover(kit(cluster), passphrase(cluster), peer(cluster));
      assertEquals(2, back.code(), back::toString);
      assertEquals("capsule", back.json().text("source"));
      assertEquals(1, back.json().number("backups"));
      assertEquals(4, back.json().number("peers_answered"));
      assertEquals(1, back.json().list("lost").size(), "the backup that was under way");
      Ended again = recover(kit(cluster), passphrase(cluster), peer(cluster));
      assertEquals("ALREADY_INITIALISED", again.failure());

      Going agent = RealCluster.begin(List.of("agent", "run", "--home", newHome().toString()));
      try {
        takenOver(source);
        oldOneIsFenced(saved, lost);
        worksOn(cluster, source);
      } finally {
        agent.kill();
      }
      takenOverAgainWithoutCapsules(cluster, source);
    }
  }

  /// The one that took over is lost too, and this time nothing but shards is made use of.
  private void takenOverAgainWithoutCapsules(RealCluster cluster, Path source) throws Exception {
    Files.move(dir.resolve("new"), dir.resolve("lost-too"));
    Ended back = recover(kit(cluster), passphrase(cluster), peer(cluster), "--without-capsules");
    assertEquals(2, back.code(), back::toString);
    assertEquals("headers", back.json().text("source"), back::toString);
    Going agent = RealCluster.begin(List.of("agent", "run", "--home", newHome().toString()));
    try {
      RealCluster.await("the third coordinator answers", () -> ask("backup", "list").code() == 0);
      List<Json> backups = ask("backup", "list").json().list("backups");
      assertEquals(
          Set.of("odd", "anew"), states(ask("backup", "list")).keySet(), backups::toString);
      for (Json backup : backups) {
        Path restored = dir.resolve("restored-" + backup.text("set") + "-again");
        Json restore =
            ask(
                    "backup",
                    "restore",
                    backup.text("backup_id"),
                    "--to",
                    restored.toString(),
                    "--wait")
                .json();
        assertEquals("complete", restore.text("state"), restore::toString);
        OddTreeTest.assertSame(source, restored.resolve(source.toString().substring(1)));
      }
    } finally {
      agent.kill();
    }
  }

  private Path over() {
    return dir.resolve("over");
  }

  /// A backup that runs for as long as the coordinator lives: its last command waits for the end.
  private Going underWay(RealCluster cluster) throws Exception {
    Path large = Files.createDirectories(dir.resolve("large"));
    byte[] bytes = new byte[64 << 20];
    for (int i = 0; i < 2; i++) {
      new Random(SEED + i).nextBytes(bytes);
      Files.write(large.resolve("part" + i), bytes);
    }
    Going going =
        cluster.start(
            "backup",
            "create",
            "--set",
            "late",
            "--path",
            large.toString(),
            "--tier",
            "silver",
            "--after",
            "while [ -d '" + dir + "' -a ! -e '" + over() + "' ]; do sleep 0.1; done",
            "--wait");
    RealCluster.await(
        "the second backup runs",
        () ->
            cluster.json("job", "list").list("jobs").stream()
                .anyMatch(job ->
                    job.text("kind").equals("backup") && job.text("state").equals("running")));
    return going;
  }

  private static Map<String, String> states(Ended list) {
    Map<String, String> states = new TreeMap<>();
    list.json().list("backups").forEach(one -> states.put(one.text("set"), one.text("state")));
    return states;
  }

  /// Waits until every peer's capsule holds the log up to what it is now.
  private void awaitCapsules(RealCluster cluster) throws Exception {
    long index = cluster.json("agent", "status").number("log_index");
    try (RecoveryKit kit =
            KitFile.read(
                "kit",
                Files.readAllBytes(kit(cluster)),
                Files.readString(passphrase(cluster)).strip().toCharArray());
        HybridKey key = kit.recoveryKey()) {
      for (Member member : cluster.members()) {
        RealCluster.await(
            member.name() + " has a capsule with entry " + index,
            () -> capsuleEnd(member, kit.clusterId(), key) >= index);
      }
    }
  }

  private static long capsuleEnd(Member member, String cluster, HybridKey key) throws IOException {
    Path[] files;
    try (var all = Files.list(member.dataDir().resolve("capsules"))) {
      files = all.sorted().toArray(Path[]::new);
    }
    if (files.length == 0) {
      return 0;
    }
    try (InputStream in = Files.newInputStream(files[files.length - 1]);
        CapsuleReader reader = CapsuleReader.open(Arrays.toString(files), in, cluster, key)) {
      return Catalogue.scan(member.name(), reader).head().index();
    } catch (OperationFailed beingWritten) {
      return 0;
    }
  }

  private Path kit(RealCluster cluster) {
    return cluster.home().resolveSibling("recovery-kit.pxkit");
  }

  private Path passphrase(RealCluster cluster) {
    return cluster.home().resolveSibling("kit-passphrase");
  }

  private static String peer(RealCluster cluster) throws IOException {
    return cluster.member("agent-3").endpoint();
  }

  private Ended recover(Path kit, Path passphrase, String peer, String... flags)
      throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of("agent", "recover", "--home", newHome().toString(), "--name", "agent-new"));
    words.addAll(List.of("--listen", "127.0.0.1:" + port(dir.resolve("port"))));
    words.addAll(List.of("--capacity", "5G", "--peer", peer, "--kit", kit.toString()));
    words.addAll(List.of("--kit-passphrase-file", passphrase.toString(), "--output", "json"));
    words.addAll(List.of("--heartbeat", "1s", "--suspect", "10s", "--down", "20s"));
    words.addAll(List.of(flags));
    return RealCluster.plexichat(words.toArray(String[]::new));
  }

  /// A free port, always the same one.
  private static int port(Path file) throws IOException {
    if (!Files.exists(file)) {
      try (ServerSocket free = new ServerSocket(0)) {
        Files.writeString(file, Integer.toString(free.getLocalPort()));
      }
    }
    return Integer.parseInt(Files.readString(file));
  }

  private void refusals(RealCluster cluster, Member lost) throws IOException {
    Path wrong = Files.writeString(dir.resolve("wrong"), "not the passphrase of this kit\n");
    assertEquals("KIT_PASSPHRASE_WRONG", recover(kit(cluster), wrong, peer(cluster)).failure());
    Ended silent = recover(kit(cluster), passphrase(cluster), lost.endpoint());
    assertEquals("UNREACHABLE", silent.failure());
    assertEquals(5, silent.code());
    Path other = dir.resolve("other.pxkit");
    Ended founded =
        RealCluster.plexichat(
            "agent",
            "init",
            "--coordinator",
            "--home",
            dir.resolve("other/home").toString(),
            "--name",
            "other",
            "--listen",
            "127.0.0.1:1",
            "--enrol-listen",
            "127.0.0.1:2",
            "--kit",
            other.toString(),
            "--kit-passphrase-file",
            wrong.toString());
    assertEquals(0, founded.code(), founded::toString);
    assertEquals("NOTHING_TO_RECOVER", recover(other, wrong, peer(cluster)).failure());
  }

  private Ended ask(String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--home", newHome().toString(), "--output", "json"));
    return RealCluster.here(Program.launch(), all);
  }

  private void takenOver(Path source) throws Exception {
    RealCluster.await("the new coordinator answers", () -> ask("backup", "list").code() == 0);
    assertEquals(Map.of("odd", "complete"), states(ask("backup", "list")));
    assertEquals(
        Map.of("odd", "complete", "late", "interrupted"), states(ask("backup", "list", "--all")));
    RealCluster.await(
        "four peers and the new one are ACTIVE, the old one is gone",
        () -> peerStates().equals(Map.of("ACTIVE", 5, "REMOVED", 1)));
    Path restored = dir.resolve("restored");
    Json restore =
        ask("backup", "restore", backup("odd"), "--to", restored.toString(), "--wait").json();
    assertEquals("complete", restore.text("state"), restore::toString);
    OddTreeTest.assertSame(source, restored.resolve(source.toString().substring(1)));
    Ended gone = ask("backup", "create", "--set", "odd", "--wait");
    assertEquals("HOST_GONE", gone.failure(), gone::toString);
  }

  private Map<String, Integer> peerStates() throws IOException {
    Map<String, Integer> states = new TreeMap<>();
    ask("peer", "list")
        .json()
        .list("peers")
        .forEach(one -> states.merge(one.text("state").toUpperCase(Locale.ROOT), 1, Integer::sum));
    return states;
  }

  /// The old coordinator comes back with all that it had: nobody obeys it, and it learns why.
  private static void oldOneIsFenced(Path saved, Member lost) throws Exception {
    Files.move(saved.resolve("agent-1"), lost.home().getParent());
    Going old = RealCluster.begin(List.of("agent", "run", "--home", lost.home().toString()));
    try {
      RealCluster.await(
          "the old coordinator steps down",
          () -> {
            Ended asked =
                RealCluster.here(
                    Program.launch(),
                    List.of(
                        "backup",
                        "list",
                        "--home",
                        saved.resolve("context").toString(),
                        "--output",
                        "json"));
            return asked.code() != 0 && asked.err().contains("NOT_COORDINATOR");
          });
    } finally {
      old.kill();
    }
    Ended moved =
        RealCluster.plexichat(
            "backup",
            "list",
            "--home",
            saved.resolve("context").toString(),
            "--endpoint",
            Files.readString(saved.resolveSibling("port")).transform(port -> "127.0.0.1:" + port),
            "--output",
            "json");
    assertEquals(0, moved.code(), "people of before are let in: " + moved);
  }

  /// Whether the first backup has all its copies without this member. The other one has too few
  /// owners left for that: its source does not count.
  private boolean isCovered(Member without) throws IOException {
    return ask("shard", "list", "--backup", backup("odd")).json().list("shards").stream()
        .allMatch(shard -> {
          long whole =
              shard.list("copies").stream()
                  .filter(copy -> copy.text("state").equals("OK"))
                  .filter(copy -> !copy.text("peer").equals(without.name()))
                  .filter(copy -> !copy.text("peer").equals(without.peerId()))
                  .count();
          return whole >= (shard.text("kind").equals("data") ? 3 : 1);
        });
  }

  private String backup(String set) throws IOException {
    return ask("backup", "list", "--set", set).json().list("backups").getFirst().text("backup_id");
  }

  private void worksOn(RealCluster cluster, Path source) throws Exception {
    Json backup =
        ask(
                "backup",
                "create",
                "--set",
                "anew",
                "--path",
                source.toString(),
                "--tier",
                "silver",
                "--wait")
            .json();
    assertEquals("complete", backup.text("state"), backup::toString);
    cluster.kill("agent-5");
    RealCluster.await(
        "what the lost peer held is repaired",
        () ->
            peerStates().equals(Map.of("ACTIVE", 4, "DOWN", 1, "REMOVED", 1))
                && isCovered(cluster.member("agent-5")));
    Path restored = dir.resolve("restored-anew");
    Json restore = ask("backup", "restore", "latest", "--to", restored.toString(), "--wait").json();
    assertTrue(restore.number("files") > 0, restore::toString);
    OddTreeTest.assertSame(source, restored.resolve(source.toString().substring(1)));
    assertEquals("unbroken", ask("audit", "verify").json().text("state"));
  }
}
