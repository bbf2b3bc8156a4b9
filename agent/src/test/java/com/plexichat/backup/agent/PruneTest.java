package com.plexichat.backup.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.RealCluster.Ended;
import com.plexichat.backup.agent.RealCluster.Member;
import com.plexichat.backup.agent.cli.local.TreeComparison;
import com.plexichat.backup.proto.KnownApprovers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Pruning on real agents, judged by their disks and by what is restored.
@Tag("ci")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PruneTest {
  private static final String SOURCE = "agent-2";
  private static final int FILES = 12;
  private static final int FILE = 3_000_000;
  private static final double FIVE_PER_CENT = 0.05;

  @TempDir static Path dir;
  private static final Duration WEEK = Duration.ofDays(7);
  private static RealCluster cluster;
  private static SecondPerson ben;
  private final Random random = new Random(4);
  private static int restored;

  @BeforeAll
  static void up() throws Exception {
    cluster = RealCluster.patient(dir.resolve("c"), 5);
    ben = SecondPerson.join(cluster, dir.resolve("ben"));
    RealCluster.await(
        "every machine knows ben",
        () -> {
          for (Member member : cluster.members()) {
            Path known = member.dataDir().resolve("approvers");
            if (Files.notExists(known)
                || KnownApprovers.parseFrom(Files.readAllBytes(known)).getPeopleCount() < 2) {
              return false;
            }
          }
          return true;
        });
    for (Member member : cluster.members()) {
      cluster.kill(member.name());
      // As if it had run for a week since: only then it believes whom it was told of.
      byte[] served = ByteBuffer.allocate(Long.BYTES).putLong(WEEK.toMillis()).array();
      Files.write(member.dataDir().resolve("served"), served);
    }
    cluster.configureAll(Map.of());
  }

  @AfterAll
  static void down() throws IOException {
    cluster.close();
  }

  /// What had to rest for days goes at once when two people sign for it, and what is held stays.
  @Test
  @Order(1)
  void anEmergencyFreesSpaceAtOnceWithTwoPeople() throws Exception {
    Path tree = Files.createDirectories(dir.resolve("tree"));
    write(tree, 0, 4);
    String held = backUp("e", tree);
    Path asHeld = copy(tree, "held");
    write(tree, 0, 4);
    String gone = backUp("e", tree);
    write(tree, 0, 4);
    String last = backUp("e", tree);
    cluster.json("retention", "hold", held, "--case", "7", "--owner", "legal", "--reason", "court");
    for (String one : List.of(held, gone)) {
      cluster.json("retention", "expire", one, "--reason", "test", "--confirm");
    }
    assertLocks(last);
    long whole = onDisk();
    Ended planned = cluster.run("prune", "plan", "--set", "e", "--emergency", "--reclaim", "100GB");
    assertEquals(3, planned.code(), planned::toString);
    Json plan = Json.of(planned.out());
    assertEquals(gone, plan.list("removed").getFirst().text("backup_id"));
    assertEquals(1, plan.list("removed").size(), plan::toString);
    String id = plan.text("plan_id");
    Ended alone = cluster.run("prune", "run", id, "--confirm");
    assertEquals("APPROVAL_MISSING", alone.failure());
    assertEquals(4, alone.code());
    assertEquals(3, cluster.run("prune", "approve", id, "--confirm").code(), "one is not two");
    assertEquals("APPROVAL_REFUSED", cluster.run("prune", "approve", id, "--confirm").failure());
    assertEquals("APPROVAL_MISSING", cluster.run("prune", "run", id, "--confirm").failure());
    assertEquals(whole, onDisk());
    Ended second = ben.run("prune", "approve", id, "--confirm", "--reason", "disks are full");
    assertEquals(2, second.code(), second::toString);
    Json freed = cluster.json("prune", "run", id, "--confirm", "--wait");
    assertEquals(plan.number("copies"), freed.number("copies"), freed::toString);
    assertEquals(0, freed.number("resting"), freed::toString);
    double bytes = (double) (whole - onDisk());
    System.out.printf(
        "emergency prune: %d bytes estimated, %.0f freed at once%n", plan.number("bytes"), bytes);
    assertEquals(1, bytes / plan.number("bytes"), FIVE_PER_CENT);
    assertEquals(List.of(), cluster.json("prune", "list").list("prunes"));
    assertEquals(
        "PRUNE_UNKNOWN",
        cluster.run("prune", "rollback", freed.text("job_id"), "--confirm").failure());
    assertRestores(held, asHeld);
    assertRestores(last, tree);
  }

  private static void assertLocks(String backup) throws IOException {
    Json locked =
        cluster.json(
            "retention", "lock", backup, "--days", "30", "--reason", "x", "--confirm", "--wait");
    assertTrue(locked.number("copies") > 0, locked::toString);
    assertEquals(0, locked.number("missing"), locked::toString);
    Ended expired = cluster.run("retention", "expire", backup, "--reason", "y", "--confirm");
    assertEquals("BACKUP_LOCKED", expired.failure());
    assertEquals(3, expired.code());
    Ended deleted = cluster.run("backup", "delete", backup, "--confirm");
    assertEquals("BACKUP_LOCKED", deleted.failure());
  }

  /// Two backups with a quarter of their contents in common; the first is pruned, brought back,
  /// pruned again, and swept.
  @Test
  void whatIsPrunedComesBackUntilItIsSwept() throws Exception {
    Path tree = Files.createDirectories(dir.resolve("tree"));
    write(tree, 0, FILES);
    String first = backUp("s", tree);
    Path then = copy(tree, "then");
    write(tree, 0, FILES * 3 / 4);
    String second = backUp("s", tree);

    String early = plan("s").text("plan_id");
    assertEquals(List.of(), plan("s").list("removed"), "nothing has ended");
    cluster.json("retention", "expire", first, "--reason", "test", "--confirm");
    Json plan = plan("s");
    assertEquals(first, plan.list("removed").getFirst().text("backup_id"));
    assertEquals(1, plan.list("removed").size(), plan::toString);
    assertTrue(plan.number("bytes") > FILE, plan::toString);
    List<String> before = listed();
    Map<String, Long> disks = stores();
    long whole = onDisk();

    Ended unconfirmed = cluster.run("prune", "run", plan.text("plan_id"));
    assertEquals(3, unconfirmed.code(), unconfirmed::toString);
    assertEquals("PLAN_UNKNOWN", cluster.run("prune", "run", "00", "--confirm").failure());
    assertEquals(disks, stores());

    assertEquals(0, cluster.run("prune", "check", plan.text("plan_id")).code());
    Json pruned = cluster.json("prune", "run", plan.text("plan_id"), "--confirm", "--wait");
    assertEquals(plan.number("bytes"), pruned.number("bytes"), pruned::toString);
    assertTrue(onDisk() >= whole, "it lies in the trash");
    assertTrue(stores().size() < disks.size());
    assertRestores(second, tree);
    assertEquals("BACKUP_UNKNOWN", restore(first, dir.resolve("gone")).failure());
    assertEquals(
        "PLAN_STALE",
        cluster.run("prune", "run", plan.text("plan_id"), "--confirm").failure(),
        "a plan runs once");
    assertEquals(3, cluster.run("prune", "check", plan.text("plan_id")).code());
    assertEquals(0, cluster.run("prune", "rollback", pruned.text("job_id"), "--check").code());

    String job = cluster.json("prune", "list").list("prunes").getFirst().text("job_id");
    assertEquals(pruned.text("job_id"), job);
    Json back =
        cluster.json("prune", "rollback", job, "--reason", "a mistake", "--confirm", "--wait");
    assertEquals(List.of(), back.list("damaged"), back::toString);
    assertEquals(disks, stores(), "files are where they were");
    assertEquals(before, listed(), "and so is the catalogue");
    assertEquals(List.of(), bad());
    assertRestores(first, then);
    assertRestores(second, tree);
    assertEquals("PRUNE_UNKNOWN", cluster.run("prune", "rollback", job, "--confirm").failure());
    assertEquals(3, cluster.run("prune", "rollback", job, "--check").code());
    assertEquals("rolled_back", cluster.json("prune", "report", job).text("state"));

    sweep(second, tree, plan.number("bytes"));
    assertEquals(
        "PLAN_UNKNOWN", cluster.run("prune", "run", early, "--confirm").failure(), "of before");
    String third = backUp("s", tree);
    assertRestores(third, tree);
    assertEquals(0, cluster.run("audit", "verify").code());
  }

  /// Prunes anew, and sweeps.
  private void sweep(String second, Path tree, long bytes) throws Exception {
    long whole = onDisk();
    Json again = plan("s");
    assertEquals(bytes, again.number("bytes"));
    String job =
        cluster.json("prune", "run", again.text("plan_id"), "--confirm", "--wait").text("job_id");
    Json tooEarly = cluster.json("prune", "sweep", "--confirm", "--wait");
    assertEquals(0, tooEarly.number("bytes"), "its time has not come");
    cluster.configure("agent-1", Map.of("trash-ms", 50L));
    Json own = cluster.json("prune", "sweep", "--confirm", "--wait");
    assertTrue(own.number("resting") > own.number("copies"), "what others hold they keep a while");
    assertEquals(again.number("copies"), own.number("copies") + own.number("resting"));
    cluster.configureAll(Map.of("trash-ms", 50L));
    Json swept = cluster.json("prune", "sweep", "--confirm", "--wait");
    assertEquals(own.number("resting"), swept.number("copies"), swept::toString);
    double freed = (double) (whole - onDisk());
    System.out.printf(
        "prune: %d bytes estimated, %.0f freed on the disks (%+.2f %%), by %d copies%n",
        again.number("bytes"),
        freed,
        (freed / again.number("bytes") - 1) * 100,
        own.number("copies") + swept.number("copies"));
    assertEquals(1, freed / again.number("bytes"), FIVE_PER_CENT);
    assertEquals(List.of(), cluster.json("prune", "list").list("prunes"));
    assertEquals("PRUNE_UNKNOWN", cluster.run("prune", "rollback", job, "--confirm").failure());
    assertEquals(List.of(), bad());
    assertRestores(second, tree);
  }

  /// The coordinator dies while copies come back, and goes on with it.
  @Test
  void aRollbackThatIsKilledBringsEverythingBack() throws Exception {
    Path tree = Files.createDirectories(dir.resolve("killed"));
    write(tree, 0, FILES);
    String first = backUp("t", tree);
    write(tree, 0, FILES);
    backUp("t", tree);
    cluster.json("retention", "expire", first, "--reason", "test", "--confirm");
    List<String> before = copies(first);
    String id = plan("t").text("plan_id");
    String job = cluster.json("prune", "run", id, "--confirm", "--wait").text("job_id");
    long trashed = trashed();
    RealCluster.Going going = cluster.start("prune", "rollback", job, "--confirm", "--wait");
    RealCluster.await("copies come back", () -> trashed() < trashed || !going.isGoing());
    cluster.kill("agent-1");
    long left = trashed();
    cluster.restart("agent-1");
    Ended ended = going.end();
    System.out.printf("prune: rollback killed with %d of %d copies to come%n", left, trashed);
    if (ended.code() != 0) {
      RealCluster.await(
          "the rollback ends", () -> cluster.json("prune", "list").list("prunes").isEmpty());
    }
    assertEquals(before, copies(first), ended::toString);
    assertEquals(List.of(), bad());
  }

  /// A tier that asks for fewer copies leaves some over: they go, and come back.
  @Test
  void copiesOverWhatIsAskedGoAndComeBack() throws Exception {
    Path tree = Files.createDirectories(dir.resolve("tree"));
    random.setSeed(9); // nothing that another test has stored already
    write(tree, 0, FILES);
    String backup = backUp("r", tree, "silver");
    cluster.json("retention", "set-tier", backup, "bronze", "--reason", "test", "--confirm");
    Map<String, Long> disks = stores();
    Json plan = cluster.json("prune", "plan", "--category", "redundant,corrupted");
    assertTrue(plan.number("copies") > 0, plan::toString);
    Json went = cluster.json("prune", "run", plan.text("plan_id"), "--confirm", "--wait");
    assertEquals(plan.number("copies"), went.number("copies"), went::toString);
    assertEquals(disks.size() - plan.number("copies"), stores().size());
    assertRestores(backup, tree);
    cluster.json("prune", "rollback", went.text("job_id"), "--confirm", "--wait");
    assertEquals(disks, stores());
    assertEquals(List.of(), bad());
  }

  /// The copies of a backup that count.
  private static List<String> copies(String backup) throws IOException {
    return cluster.json("shard", "list", "--backup", backup).list("shards").stream()
        .flatMap(shard ->
            shard.list("copies").stream()
                .filter(copy -> copy.text("state").equals("OK"))
                .map(copy -> shard.text("id") + " " + copy.text("peer")))
        .sorted()
        .toList();
  }

  private static long trashed() throws IOException {
    long count = 0;
    for (Member member : cluster.members()) {
      try (Stream<Path> files = Files.walk(member.dataDir().resolve("trash"))) {
        count += files.filter(file -> file.toString().endsWith(".shard")).count();
      } catch (NoSuchFileException | UncheckedIOException moved) {
        return Long.MAX_VALUE;
      }
    }
    return count;
  }

  private void write(Path tree, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      byte[] bytes = new byte[FILE];
      random.nextBytes(bytes);
      Files.write(tree.resolve("file-%02d".formatted(i)), bytes);
    }
  }

  private static Path copy(Path tree, String name) throws Exception {
    Path to = dir.resolve(name);
    Process copy = new ProcessBuilder("cp", "-a", tree.toString(), to.toString()).start();
    assertEquals(0, copy.waitFor());
    return to;
  }

  private static String backUp(String set, Path tree) throws IOException {
    return backUp(set, tree, "bronze");
  }

  private static String backUp(String set, Path tree, String tier) throws IOException {
    Json backup =
        cluster.json(
            "backup",
            "create",
            "--set",
            set,
            "--tier",
            tier,
            "--host",
            SOURCE,
            "--path",
            tree.toString(),
            "--wait");
    assertEquals("complete", backup.text("state"), backup::toString);
    return backup.text("backup_id");
  }

  private static Json plan(String set) throws IOException {
    return cluster.json("prune", "plan", "--set", set);
  }

  private static Ended restore(String backup, Path to) throws IOException {
    return cluster.run(
        "backup", "restore", backup, "--host", SOURCE, "--to", to.toString(), "--wait");
  }

  private void assertRestores(String backup, Path as) throws IOException {
    Path to = dir.resolve("r" + restored++);
    Ended ended = restore(backup, to);
    assertEquals(0, ended.code(), ended::toString);
    Path tree = to.resolve(dir.resolve("tree").toString().substring(1));
    assertEquals(List.of(), TreeComparison.compare(as, tree).differences(), backup);
  }

  /// Backups and copies as the catalogue has them, but for when one was tested or proven last.
  private static List<String> listed() throws IOException {
    return Stream.concat(
            cluster.json("backup", "list").list("backups").stream(),
            cluster.json("shard", "list").list("shards").stream())
        .map(one -> one.toString().replaceAll("(proven|tested)_at=[^,}]*", ""))
        .sorted()
        .toList();
  }

  private static List<Json> bad() throws IOException {
    return cluster.json("integrity", "check", "--depth", "hash", "--wait").list("bad");
  }

  /// Shard files that are held, with their lengths.
  private static Map<String, Long> stores() throws IOException {
    Map<String, Long> all = new TreeMap<>();
    for (Member member : cluster.members()) {
      for (Path shard : member.shards()) {
        all.put(member.name() + " " + shard.getFileName(), Files.size(shard));
      }
    }
    assertFalse(all.isEmpty());
    return all;
  }

  /// Bytes that stores and trash take on all disks, by `du`.
  private static long onDisk() throws Exception {
    List<String> words = new ArrayList<>(List.of("du", "-c", "-s", "-B1"));
    for (Member member : cluster.members()) {
      Stream.of("store", "trash")
          .map(member.dataDir()::resolve)
          .filter(Files::exists)
          .forEach(folder -> words.add(folder.toString()));
    }
    Process du = new ProcessBuilder(words).start();
    String[] lines = new String(du.getInputStream().readAllBytes(), UTF_8).split("\n", -1);
    assertEquals(0, du.waitFor());
    return Long.parseLong(lines[lines.length - 2].split("\t", -1)[0]);
  }
}
