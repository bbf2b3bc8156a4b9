package com.plexichat.backup.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.plexichat.backup.agent.RealCluster.Ended;
import com.plexichat.backup.agent.RealCluster.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The flows that the kill rounds break off.
final class KillFlows {
  private KillFlows() {}

  static List<KillFlow> all(KillScene scene) {
    KillPrunes prunes = new KillPrunes(scene);
    return List.of(
        new Backup(scene),
        new Restore(scene),
        new Repair(scene),
        new Commit(scene),
        new KillCompaction(scene),
        prunes.back(),
        prunes.away());
  }

  private record Backup(KillScene scene) implements KillFlow {
    @Override
    public String name() {
      return "backup";
    }

    @Override
    public void prepare() throws Exception {
      scene.change();
    }

    @Override
    public Ended act() {
      return scene.backUp();
    }

    @Override
    public boolean isDone(Ended ended) {
      if (ended.code() != 0 && ended.code() != 2) {
        return false;
      }
      scene.acknowledged(Json.of(ended.out()).text("backup_id"));
      return true;
    }

    @Override
    public void checkNothingHalf() throws IOException {
      scene.assertLists();
    }

    @Override
    public void checkDone() throws IOException {
      scene.assertRestores(scene.newest());
    }

    @Override
    public boolean bearsLies() {
      return true;
    }
  }

  private static final class Restore implements KillFlow {
    private final KillScene scene;
    private String backup = "";
    private Path to;
    private boolean isPartly;

    Restore(KillScene scene) {
      this.scene = scene;
      this.to = scene.dir;
    }

    @Override
    public String name() {
      return "restore";
    }

    @Override
    public void prepare() {
      List<String> all = scene.acknowledged();
      backup = all.get(scene.random.nextInt(all.size()));
      to = scene.dir.resolve("t" + scene.compared);
      isPartly = false;
    }

    /// A restore that has ended is not gone on with, since its target may be in use: not when it
    /// lacked some files, and not when its end could not be told any more.
    @Override
    public Ended act() {
      if (!isPartly) {
        Ended ended = scene.restore(backup, to);
        if (ended.code() != 1 || !ended.failure().equals("TARGET_NOT_EMPTY")) {
          return ended;
        }
        scene.untold++;
      }
      return scene.restore(backup, to, "--overwrite", "changed");
    }

    @Override
    public boolean isDone(Ended ended) {
      if (ended.code() == 2) {
        assertFalse(Json.of(ended.out()).list("failed").isEmpty(), ended::toString);
        isPartly = true;
      }
      return ended.code() == 0;
    }

    @Override
    public void checkNothingHalf() throws IOException {
      scene.assertNothingHalf(backup, to);
    }

    @Override
    public void checkBeforeNext() throws IOException {
      checkDone();
    }

    @Override
    public void checkDone() throws IOException {
      scene.assertRestored(backup, to);
    }
  }

  /// One holder loses copies of different stripes, and one shard all of them: copies and a masked
  /// rebuild.
  private record Repair(KillScene scene) implements KillFlow {
    private static final int LOST = 6;

    @Override
    public String name() {
      return "repair";
    }

    @Override
    public void prepare() throws IOException {
      List<Member> members = scene.cluster.members();
      Member holder = members.get(scene.random.nextInt(members.size()));
      List<Path> shards = new ArrayList<>(holder.shards().stream().sorted().toList());
      Collections.shuffle(shards, scene.random);
      Map<String, Path> lost = new LinkedHashMap<>();
      for (Path shard : shards) {
        // shard-stripe-index.shard
        String[] name = shard.getFileName().toString().split("-", -1);
        if (lost.size() < LOST && lost.putIfAbsent(name[1], shard) == null) {
          Files.delete(shard);
          if (lost.size() == 1) {
            new DiskDamage(scene.cluster).lose(List.of(name[0]));
          }
        }
      }
    }

    @Override
    public Ended act() {
      return scene.here("integrity", "repair", "--wait");
    }

    /// Of copies whose machine did not answer nothing is concluded.
    @Override
    public boolean isDone(Ended ended) {
      return ended.code() == 0 && Json.of(ended.out()).list("unanswered").isEmpty();
    }

    @Override
    public void checkNothingHalf() throws IOException {
      scene.assertLists();
    }

    @Override
    public void checkDone() throws IOException {
      assertEquals(List.of(), scene.bad(), "repaired and not whole");
    }
  }

  /// Commands that only the catalogue has to remember.
  private static final class Commit implements KillFlow {
    private static final int COMMANDS = 12;

    private final KillScene scene;
    private final Set<String> acknowledged = new LinkedHashSet<>();
    private int round;

    Commit(KillScene scene) {
      this.scene = scene;
    }

    @Override
    public String name() {
      return "commit";
    }

    @Override
    public void prepare() {
      round++;
    }

    @Override
    public Ended act() {
      Ended last = new Ended(0, "", "");
      for (int i = 0; i < COMMANDS && last.code() == 0; i++) {
        String set = "c" + round + "-" + i;
        if (!acknowledged.contains(set)) {
          last = scene.here("set", "create", set, "--path", "/" + set);
          if (last.code() == 0) {
            acknowledged.add(set);
          }
        }
      }
      return last;
    }

    @Override
    public boolean isDone(Ended ended) {
      return ended.code() == 0;
    }

    @Override
    public void checkNothingHalf() {
      Set<String> listed =
          scene.json("set", "list").list("sets").stream()
              .map(set -> set.text("set"))
              .collect(Collectors.toSet());
      Set<String> lost = new LinkedHashSet<>(acknowledged);
      lost.removeAll(listed);
      assertEquals(Set.of(), lost, "acknowledged commands lost");
    }

    @Override
    public void checkDone() throws IOException {
      checkNothingHalf();
      assertEquals(0, scene.here("audit", "verify").code());
    }
  }
}
