package com.plexichat.backup.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.RealCluster.Ended;
import com.plexichat.backup.agent.RealCluster.Member;
import com.plexichat.backup.agent.cli.Launch;
import com.plexichat.backup.agent.cli.local.TreeComparison;
import com.plexichat.backup.agent.io.SafeFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/// What the kill rounds work on: a cluster, a tree that changes from backup to backup, a copy of it
/// as it was for each backup, and what was acknowledged.
final class KillScene {
  static final String COORDINATOR = "agent-1";
  static final String SOURCE = "agent-2";
  static final String SET = "s";
  private static final int LARGE = 4;
  private static final int LARGE_SIZE = 500_000;
  private static final int SMALL = 12;
  private static final int TOLD = 30;

  final RealCluster cluster;
  final Path dir;
  final Random random;
  private final Launch launch;
  private final Path tree;
  private final Map<String, Path> backups = new LinkedHashMap<>();
  private final Set<String> ended = new LinkedHashSet<>();
  private final Set<String> gone = new LinkedHashSet<>();
  private Path version;
  private int made;
  int compared;

  /// Restores that had ended and whose end was not told.
  int untold;

  private KillScene(RealCluster cluster, Launch launch, Path dir, Random random) {
    this.launch = launch;
    this.cluster = cluster;
    this.dir = dir;
    this.random = random;
    this.tree = dir.resolve("tree");
    this.version = tree;
  }

  /// Nothing is repaired but by the rounds.
  static KillScene up(Path dir, Random random) throws Exception {
    RealCluster cluster = RealCluster.up(dir.resolve("c"), 5);
    cluster.configure(
        COORDINATOR, Map.of("suspect-ms", 10_000L, "down-ms", 20_000L, "upkeep-ms", 3_600_000L));
    cluster.configureAll(Map.of("trash-ms", 50L));
    KillScene scene = new KillScene(cluster, Program.launch(), dir, random);
    Files.createDirectories(scene.tree.resolve("d"));
    return scene;
  }

  /// A command line of the administrator, run in this process.
  Ended here(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--output", "json", "--home", cluster.home().toString()));
    return run(all);
  }

  /// Starts an agent that was killed; it is ACTIVE again.
  void restart(String name) {
    Ended ended = run(List.of("local", "start", name, "--dir", cluster.dir().toString()));
    assertEquals(0, ended.code(), () -> ended + threads());
  }

  /// What every agent that runs is doing: why one does not come up is seen at that moment only.
  private String threads() {
    StringBuilder threads = new StringBuilder();
    for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
      Path line = Path.of("/proc", Long.toString(process.pid()), "cmdline");
      try {
        if (Files.readString(line).contains(cluster.dir().toString())) {
          Process dump =
              new ProcessBuilder(
                      Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                      Long.toString(process.pid()),
                      "Thread.print")
                  .redirectErrorStream(true)
                  .start();
          threads.append('\n');
          threads.append(new String(dump.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
      } catch (IOException _) {
        // It has ended meanwhile.
      }
    }
    return threads.toString();
  }

  /// Starts an agent that was killed behind these words; whether it is ACTIVE then. Otherwise it
  /// has ended, and said so.
  boolean starts(String name, List<String> before) {
    List<String> agent = new ArrayList<>(before);
    agent.addAll(launch.agent());
    Ended ended =
        RealCluster.here(
            new Launch(agent, List.of()),
            List.of("local", "start", name, "--dir", cluster.dir().toString(), "--output", "json"));
    assertTrue(ended.code() == 0 || ended.failure().equals("LOCAL_AGENT_ENDED"), ended::toString);
    return ended.code() == 0;
  }

  /// Starts all agents that were killed; they are ACTIVE again. One that is killed meanwhile is
  /// started again.
  void revive() throws IOException {
    String count = Integer.toString(cluster.members().size());
    boolean whole;
    do {
      Ended ended =
          run(List.of("local", "up", "--dir", cluster.dir().toString(), "--agents", count));
      whole = cluster.isWhole();
      assertTrue(ended.code() == 0 || !whole, () -> ended + threads());
    } while (!whole);
  }

  private Ended run(List<String> words) {
    return RealCluster.here(launch, words);
  }

  /// The tree gets new contents, and a copy of it is kept.
  void change() throws Exception {
    made++;
    for (int i = 0; i < LARGE; i++) {
      if (made == 1 || random.nextInt(LARGE) == 0) {
        byte[] bytes = new byte[LARGE_SIZE + random.nextInt(LARGE_SIZE)];
        random.nextBytes(bytes);
        Files.write(tree.resolve("d").resolve("large-" + i), bytes);
      }
    }
    for (int i = 0; i < SMALL; i++) {
      if (made == 1 || random.nextInt(3) == 0) {
        Files.writeString(tree.resolve("small-" + i), "small " + made + " " + i);
      }
    }
    Files.writeString(tree.resolve("made"), Integer.toString(made));
    version = dir.resolve("v" + made);
    Process copy = new ProcessBuilder("cp", "-a", tree.toString(), version.toString()).start();
    assertEquals(0, copy.waitFor());
  }

  Ended backUp() {
    return here(
        "backup",
        "create",
        "--set",
        SET,
        "--tier",
        "bronze",
        "--host",
        SOURCE,
        "--path",
        tree.toString(),
        "--wait");
  }

  /// What was told to be complete must be there for ever.
  void acknowledged(String backup) {
    backups.put(backup, version);
  }

  String newest() {
    return List.copyOf(backups.keySet()).getLast();
  }

  List<String> acknowledged() {
    return List.copyOf(backups.keySet());
  }

  /// Those whose retention has not ended.
  List<String> kept() {
    return backups.keySet().stream().filter(backup -> !ended.contains(backup)).toList();
  }

  List<String> ended() {
    return List.copyOf(ended);
  }

  /// From now on it may be gone for a while.
  void mayBePruned(String backup) {
    ended.add(backup);
  }

  /// Gone for good.
  void pruned(Set<String> swept) {
    backups.keySet().removeAll(swept);
    ended.removeAll(swept);
    gone.addAll(swept);
  }

  /// Backups of the set as they are listed, without those that are pruned and may be.
  Map<String, Json> listed() {
    Map<String, Json> listed = new LinkedHashMap<>();
    for (Json one : json("backup", "list", "--set", SET).list("backups")) {
      String id = one.text("backup_id");
      boolean mayBePruned = ended.contains(id) || gone.contains(id);
      if (!one.text("state").equals("pruned") || !mayBePruned) {
        assertFalse(gone.contains(id), () -> "half: swept and listed: " + one);
        listed.put(id, one);
      }
    }
    return listed;
  }

  Ended restore(String backup, Path to, String... more) {
    List<String> words = new ArrayList<>(List.of("backup", "restore", backup, "--host", SOURCE));
    words.addAll(List.of("--to", to.toString(), "--wait"));
    words.addAll(List.of(more));
    return here(words.toArray(String[]::new));
  }

  /// Restores it into a new folder, and compares everything.
  void assertRestores(String backup) throws IOException {
    Path to = dir.resolve("r" + compared);
    Ended ended = restore(backup, to);
    assertEquals(0, ended.code(), () -> "acknowledged backup " + backup + ": " + ended);
    assertRestored(backup, to);
  }

  void assertRestored(String backup, Path to) throws IOException {
    compared++;
    assertEquals(
        List.of(),
        TreeComparison.compare(version(backup), below(to)).differences(),
        "backup " + backup);
    try (Stream<Path> files = Files.walk(to)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  /// Where the tree comes out below a target.
  Path below(Path to) {
    return to.resolve(tree.toString().substring(1));
  }

  private Path version(String backup) {
    return java.util.Objects.requireNonNull(backups.get(backup), backup);
  }

  /// Every file of a target that has its final name is whole.
  void assertNothingHalf(String backup, Path to) throws IOException {
    Path root = below(to);
    if (Files.notExists(root)) {
      return;
    }
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!SafeFolder.isTemporaryName(
            file.getFileName().toString().getBytes(StandardCharsets.UTF_8))) {
          Path source = version(backup).resolve(root.relativize(file).toString());
          assertEquals(-1, Files.mismatch(source, file), () -> "half: " + file);
        }
      }
    }
  }

  /// All that was acknowledged is listed; what is listed besides was finished before anybody was
  /// told, and is as good.
  void assertLists() throws IOException {
    Map<String, Json> listed = listed();
    for (String backup : backups.keySet()) {
      assertTrue(
          listed.containsKey(backup) || ended.contains(backup),
          () -> "acknowledged and not listed: " + backup);
    }
    for (String backup : listed.keySet()) {
      assertTrue(listed.get(backup).truth("restorable"), () -> "half: " + listed.get(backup));
      if (!backups.containsKey(backup)) {
        acknowledged(backup);
        assertRestores(backup);
      }
    }
  }

  /// Nothing that was being stored is left, and every agent counts as its shards what is whole.
  void assertNothingStaged() throws IOException {
    for (Member member : cluster.members()) {
      try (Stream<Path> left = Files.list(member.dataDir().resolve("store/tmp"))) {
        assertEquals(List.of(), left.toList(), "half: staged");
      }
    }
  }

  /// Copies that the catalogue believes in and that are not there, whole. Every machine must
  /// answer.
  List<Json> bad() throws IOException {
    return json("integrity", "check", "--depth", "hash", "--wait").list("bad");
  }

  /// Whether every shard has the copies that its tier asks for, so that one machine may lose some.
  boolean hasAllCopies() {
    return json("distribution", "status").text("state").equals("ok");
  }

  /// What the agents wrote last, for whoever looks for the reason of a failure.
  String told() throws IOException {
    StringBuilder all = new StringBuilder();
    for (Member member : cluster.members()) {
      List<String> lines = Files.readAllLines(member.dataDir().resolveSibling("agent.log"));
      all.append(member.name()).append('\n');
      lines
          .subList(Math.max(0, lines.size() - TOLD), lines.size())
          .forEach(line -> all.append(line).append('\n'));
    }
    return all.toString();
  }

  Json json(String... words) {
    Ended ended = here(words);
    assertTrue(ended.code() == 0 || ended.code() == 2, ended::toString);
    return Json.of(ended.out());
  }
}
