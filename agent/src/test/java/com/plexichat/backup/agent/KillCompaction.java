package com.plexichat.backup.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.RealCluster.Ended;
import com.plexichat.backup.agent.cli.local.TreeComparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Most files of a set go, and the backup after the next seals anew what is left of their stripes:
/// broken off at any step, it takes nothing from the backups before it, and it gets there.
final class KillCompaction implements KillFlow {
  private static final String SET = "compacted";
  private static final int FILES = 36;
  private static final int SIZE = 500_000;

  /// Of so many files one stays.
  private static final int ONE_IN = 6;

  /// With files, without most of them, and sealed anew.
  private static final int STEPS = 3;

  private final KillScene scene;
  private final Path tree;
  private final List<String> backups = new ArrayList<>();
  private Path full;
  private Path left;
  private int round;

  KillCompaction(KillScene scene) {
    this.scene = scene;
    this.tree = scene.dir.resolve("compacted-tree");
    this.full = tree;
    this.left = tree;
  }

  @Override
  public String name() {
    return "compact";
  }

  @Override
  public void prepare() throws Exception {
    round++;
    backups.clear();
    for (int i = 0; i < FILES; i++) {
      byte[] bytes = new byte[SIZE];
      scene.random.nextBytes(bytes);
      Path folder = Files.createDirectories(tree.resolve("d" + i / ONE_IN));
      Files.write(folder.resolve("f" + i), bytes);
    }
    full = copied("full");
  }

  private Path copied(String name) throws Exception {
    Path to = scene.dir.resolve("compacted-" + name + round);
    Process copy = new ProcessBuilder("cp", "-a", tree.toString(), to.toString()).start();
    assertEquals(0, copy.waitFor());
    return to;
  }

  @Override
  public Ended act() throws Exception {
    Ended last = new Ended(0, "", "");
    while (backups.size() < STEPS) {
      last = backUp();
      if (last.code() != 0 && last.code() != 2) {
        return last;
      }
      backups.add(Json.of(last.out()).text("backup_id"));
      if (backups.size() == 1) {
        deleteMost();
        left = copied("left");
      }
    }
    return last;
  }

  private Ended backUp() {
    return scene.here(
        "backup",
        "create",
        "--set",
        SET,
        "--tier",
        "bronze",
        "--host",
        KillScene.SOURCE,
        "--path",
        tree.toString(),
        "--wait");
  }

  private void deleteMost() throws IOException {
    for (int i = 0; i < FILES; i++) {
      if (i % ONE_IN != 0) {
        Files.delete(tree.resolve("d" + i / ONE_IN).resolve("f" + i));
      }
    }
  }

  @Override
  public boolean isDone(Ended ended) {
    return backups.size() == STEPS;
  }

  @Override
  public void checkNothingHalf() throws IOException {
    for (Json one : scene.json("backup", "list", "--set", SET).list("backups")) {
      assertTrue(one.truth("restorable"), () -> "half: " + one);
    }
  }

  @Override
  public void checkDone() throws IOException {
    Set<String> before = stripes(backups.getFirst());
    Set<String> still = stripes(backups.getLast());
    still.retainAll(before);
    assertTrue(before.size() > 2, before::toString);
    // The last of a backup's stripes is short and may be folded, but is not vacated.
    assertTrue(still.size() <= 1, () -> "needed still: " + still + " of " + before);
    restored(backups.getFirst(), full);
    restored(backups.getLast(), left);
  }

  private Set<String> stripes(String backup) {
    return scene.json("shard", "list", "--backup", backup).list("shards").stream()
        .map(shard -> shard.text("stripe"))
        .collect(Collectors.toSet());
  }

  private void restored(String backup, Path as) throws IOException {
    Path to = scene.dir.resolve("compacted-restored");
    Ended ended = scene.restore(backup, to);
    assertEquals(0, ended.code(), ended::toString);
    assertEquals(
        List.of(),
        TreeComparison.compare(as, to.resolve(tree.toString().substring(1))).differences(),
        "backup " + backup);
    try (Stream<Path> files = Files.walk(to)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
