package com.plexichat.backup.agent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.RealCluster.Ended;
import com.plexichat.backup.agent.RealCluster.Going;
import com.plexichat.backup.agent.RealCluster.Member;
import com.plexichat.backup.agent.cli.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The coordinator is killed again and again in a prune of many backups, and in the rollback of it:
/// both end, each backup is pruned and brought back once, and the disks hold what the catalogue
/// says.
///
/// `-Dkilled.items=N` backups, `-Dkilled.points=N` kills of each, `-Dkilled.seed=N`.
class KilledPruneTest {
  private static final String COORDINATOR = "agent-1";
  private static final String SOURCE = "agent-2";
  private static final int ITEMS = Integer.getInteger("killed.items", 500);
  private static final int POINTS = Integer.getInteger("killed.points", 50);
  private static final int FILE = 20_000;
  private static final int STILL = 100;
  private static final int EARLIEST_MS = 300;
  private static final int SPREAD_MS = 2_500;

  @TempDir Path dir;
  private final long seed = Long.getLong("killed.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private RealCluster cluster;
  private long lastTrash;
  private int still;

  @BeforeEach
  void up() throws IOException {
    cluster = RealCluster.patient(dir.resolve("c"), 5);
  }

  @AfterEach
  void down() throws IOException {
    cluster.close();
  }

  @Test
  @Tag("soak")
  void eachBackupGoesOnceAndComesBackOnce() throws Exception {
    System.out.println("killed prune: seed " + seed);
    Path tree = Files.createDirectories(dir.resolve("tree"));
    List<String> backups = new ArrayList<>();
    for (int i = 0; i <= ITEMS; i++) {
      backups.add(backUp(tree, i));
    }
    List<String> ended = backups.subList(0, ITEMS);
    for (String one : ended) {
      cluster.json("retention", "expire", one, "--reason", "test", "--confirm");
    }
    RealCluster.await("what folds replaced is in the trash", this::isStill);
    Map<String, Long> before = copies();
    Json plan = cluster.json("prune", "plan");
    assertEquals(ITEMS, plan.number("actions"));
    String prune = start("prune", "run", plan.text("plan_id"), "--confirm");
    System.out.printf("killed prune: %d kills in the prune%n", killed(prune));
    assertEquals("done", ended(prune));
    assertEquals(ended.stream().sorted().toList(), acted("backup-pruned"));
    Json heap =
        heaps().stream().filter(one -> one.text("job_id").equals(prune)).findFirst().orElseThrow();
    assertEquals(ITEMS, heap.list("backups").size());
    assertEquals(trashed(), files("trash"), "the trash on the disks");

    String rollback = start("prune", "rollback", prune, "--reason", "a mistake", "--confirm");
    System.out.printf("killed prune: %d kills in the rollback%n", killed(rollback));
    assertEquals("done", ended(rollback));
    assertEquals(ended.stream().sorted().toList(), acted("backup-brought-back"));
    assertTrue(heaps().stream().noneMatch(one -> one.text("job_id").equals(prune)));
    assertEquals(trashed(), files("trash"), "the trash on the disks");
    cluster.json("integrity", "repair", "--wait");
    assertEquals(before, copies());
    assertEquals(before.values().stream().mapToLong(count -> count).sum(), files("store"));
    assertEquals(
        List.of(), cluster.json("integrity", "check", "--depth", "hash", "--wait").list("bad"));
    assertRestores(backups.getFirst(), 0);
    assertRestores(backups.get(ITEMS / 2), ITEMS / 2);
    assertEquals(0, cluster.run("audit", "verify").code());
  }

  /// What folds left behind lies there too, by no job.
  private List<Json> heaps() throws IOException {
    return cluster.json("prune", "list").list("prunes");
  }

  private long trashed() throws IOException {
    return heaps().stream().mapToLong(heap -> heap.number("copies")).sum();
  }

  /// Whether nothing came into the trash for many looks.
  private boolean isStill() throws IOException {
    long now = files("trash");
    still = now == lastTrash ? still + 1 : 0;
    lastTrash = now;
    return still > STILL;
  }

  private static byte[] contents(int number) {
    byte[] bytes = new byte[FILE];
    new Random(number).nextBytes(bytes);
    return bytes;
  }

  private String backUp(Path tree, int number) throws IOException {
    Files.write(tree.resolve("file"), contents(number));
    Json backup =
        cluster.json(
            "backup",
            "create",
            "--set",
            "s",
            "--tier",
            "bronze",
            "--host",
            SOURCE,
            "--path",
            tree.toString(),
            "--wait");
    assertEquals("complete", backup.text("state"), backup::toString);
    return backup.text("backup_id");
  }

  /// Begins a job and does not wait for it.
  private String start(String... words) throws IOException {
    return cluster.json(words).text("job_id");
  }

  /// Kills the coordinator at random moments until the job has ended, or often enough; how often.
  private int killed(String job) throws Exception {
    int kills = 0;
    while (kills < POINTS && !isOver(job)) {
      kills++;
      cluster.kill(COORDINATOR);
      long old = cluster.member(COORDINATOR).pid();
      Going start =
          RealCluster.begin(
              List.of("local", "start", COORDINATOR, "--dir", cluster.dir().toString()));
      RealCluster.await(
          "the coordinator is started",
          () -> {
            Member now = cluster.member(COORDINATOR);
            return now.pid() != old && now.isRunning();
          });
      // Anywhere from its first line to what it does by itself when it is up.
      Pause.of(Duration.ofMillis(EARLIEST_MS + random.nextInt(SPREAD_MS)));
      cluster.kill(COORDINATOR);
      start.end();
      cluster.restart(COORDINATOR);
    }
    return kills;
  }

  private boolean isOver(String job) throws IOException {
    String state = cluster.json("job", "show", job).text("state");
    return List.of("done", "failed", "cancelled").contains(state);
  }

  private String ended(String job) throws Exception {
    RealCluster.await("job " + job + " ends", () -> isOver(job));
    Json shown = cluster.json("job", "show", job);
    return shown.text("state");
  }

  /// Which backups the log says that something was done with, once for each time.
  private List<String> acted(String act) throws IOException {
    List<String> backups = new ArrayList<>();
    List<Json> page;
    long after = 0;
    do {
      page =
          cluster
              .json("audit", "list", "--after", Long.toString(after), "--most", "1000")
              .list("entries");
      for (Json entry : page) {
        after = entry.number("index");
        if (entry.text("act").equals(act)) {
          backups.add(entry.text("detail").split(" ", -1)[1]);
        }
      }
    } while (!page.isEmpty());
    return backups.stream().sorted().toList();
  }

  /// Copies that count, by shard.
  private Map<String, Long> copies() throws IOException {
    return cluster.json("shard", "list").list("shards").stream()
        .collect(
            Collectors.toMap(
                shard -> shard.text("id"),
                shard ->
                    shard.list("copies").stream()
                        .filter(copy -> copy.text("state").equals("OK"))
                        .count(),
                (one, _) -> one,
                TreeMap::new));
  }

  private long files(String folder) throws IOException {
    long count = 0;
    for (Member member : cluster.members()) {
      try (Stream<Path> files = Files.walk(member.dataDir().resolve(folder))) {
        count += files.filter(file -> file.toString().endsWith(".shard")).count();
      }
    }
    return count;
  }

  private void assertRestores(String backup, int number) throws IOException {
    Path to = dir.resolve("restored-" + number);
    Ended ended =
        cluster.run("backup", "restore", backup, "--host", SOURCE, "--to", to.toString(), "--wait");
    assertEquals(0, ended.code(), ended::toString);
    Path file = to.resolve(dir.resolve("tree/file").toString().substring(1));
    assertArrayEquals(contents(number), Files.readAllBytes(file));
  }
}
