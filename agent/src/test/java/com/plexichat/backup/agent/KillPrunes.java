package com.plexichat.backup.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.plexichat.backup.agent.RealCluster.Ended;
import com.plexichat.backup.agent.RealCluster.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What is pruned, under kills: it comes back as it was, or is deleted and nothing else is.
final class KillPrunes {
  private static final Set<String> KINDS = Set.of("prune", "rollback", "sweep");
  private static final int LEFT = 2;

  /// For a sweep that did all it could: it ends with 0.
  private static final int NOT_YET = 75;

  private final KillScene scene;

  /// Backups that the next prune takes, and shards that only they need.
  private final Set<String> going = new LinkedHashSet<>();

  private final Set<String> only = new TreeSet<>();

  KillPrunes(KillScene scene) {
    this.scene = scene;
  }

  /// To the trash and back.
  KillFlow back() {
    return new Back();
  }

  /// To the trash and away.
  KillFlow away() {
    return new Away();
  }

  /// A command that did not do all that it was asked for; it is given again.
  private static final class Broken extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Ended ended;

    Broken(Ended ended) {
      super(ended.toString());
      this.ended = ended;
    }
  }

  private Json ask(String... words) throws Broken {
    Ended ended = scene.here(words);
    if (ended.code() != 0) {
      throw new Broken(ended);
    }
    return Json.of(ended.out());
  }

  private interface Steps {
    void go() throws Exception;
  }

  private static Ended done(Steps steps) throws Exception {
    try {
      steps.go();
      return new Ended(0, "", "");
    } catch (Broken broken) {
      KillTally.line("kills broke off a prune", broken.ended.out().replaceAll("\\s+", " "));
      return broken.ended;
    }
  }

  /// Ends the retention of backups until something is needed by nothing else; there are always some
  /// left that nobody prunes.
  private void expire() throws Exception {
    only.clear();
    while (only.isEmpty()) {
      List<String> kept = scene.kept();
      while (kept.size() <= LEFT) {
        scene.change();
        Ended ended = scene.backUp();
        if (ended.code() != 0 && ended.code() != 2) {
          throw new Broken(ended);
        }
        scene.acknowledged(Json.of(ended.out()).text("backup_id"));
        kept = scene.kept();
      }
      String backup = kept.get(scene.random.nextInt(kept.size() - 1));
      scene.mayBePruned(backup);
      endAll();
      going.clear();
      going.addAll(scene.ended());
      only.addAll(shards(scene.ended()));
      only.removeAll(shards(scene.kept()));
      only.removeAll(shards(ofOtherSets()));
    }
  }

  /// Small stripes of all sets of a machine are folded together.
  private List<String> ofOtherSets() throws Broken {
    return ask("backup", "list").list("backups").stream()
        .filter(one -> !one.text("set").equals(KillScene.SET))
        .map(one -> one.text("backup_id"))
        .toList();
  }

  /// Those too that a command did not reach the last time.
  private void endAll() throws Broken {
    for (Json one : ask("backup", "list", "--set", KillScene.SET).list("backups")) {
      String backup = one.text("backup_id");
      if (scene.ended().contains(backup)
          && !one.text("state").equals("pruned")
          && Instant.parse(one.text("expires")).isAfter(Instant.now())) {
        ask("retention", "expire", backup, "--reason", "kills", "--confirm");
      }
    }
  }

  private Set<String> shards(List<String> backups) throws Broken {
    Set<String> shards = new TreeSet<>();
    for (String backup : backups) {
      ask("shard", "list", "--backup", backup)
          .list("shards")
          .forEach(shard -> shards.add(shard.text("id")));
    }
    return shards;
  }

  /// Waits for what a coordinator that was killed goes on with; one of it may fail, and is begun
  /// anew.
  private void settle() throws Broken {
    for (Json job : ask("job", "list").list("jobs")) {
      if (KINDS.contains(job.text("kind")) && job.text("ended").isEmpty()) {
        Ended watched = scene.here("job", "watch", job.text("job_id"));
        if (watched.code() == 5) {
          throw new Broken(watched);
        }
      }
    }
  }

  /// Prunes what has ended.
  private void prune() throws Broken {
    Json plan = ask("prune", "plan", "--set", KillScene.SET);
    if (!plan.list("removed").isEmpty() || plan.number("bytes") > 0) {
      ask("prune", "run", plan.text("plan_id"), "--confirm", "--wait");
    }
  }

  /// Jobs of which something lies in the trash, or that pruned backups.
  private List<String> heaps() throws Broken {
    return ask("prune", "list").list("prunes").stream()
        .map(prune -> prune.text("job_id"))
        .filter(job -> !job.isEmpty())
        .toList();
  }

  /// What a machine held without being asked to goes to its trash first.
  private void sweep() throws Broken {
    Ended ended = scene.here("prune", "sweep", "--reason", "kills", "--confirm", "--wait");
    if (ended.code() != 0) {
      throw new Broken(ended);
    }
    if (Json.of(ended.out()).number("resting") > 0) {
      throw new Broken(new Ended(NOT_YET, ended.out(), ended.err()));
    }
  }

  /// Whether a sweep deletes all that lies in the trash now.
  private boolean isOld() {
    Ended ended = scene.here("prune", "list");
    return ended.code() != 0
        || Json.of(ended.out()).list("prunes").stream()
            .allMatch(heap -> Instant.parse(heap.text("swept_from")).isBefore(Instant.now()));
  }

  private final class Back implements KillFlow {
    private final Map<String, Long> before = new TreeMap<>();
    private final Set<String> jobs = new LinkedHashSet<>();
    private boolean isReady;
    private boolean isPruned;

    @Override
    public String name() {
      return "prune";
    }

    @Override
    public void prepare() {
      isReady = false;
      isPruned = false;
      jobs.clear();
    }

    @Override
    public Ended act() throws Exception {
      return done(() -> {
        settle();
        if (!isReady) {
          expire();
          before.clear();
          before.putAll(copies());
          isReady = true;
        }
        if (!isPruned) {
          prune();
          isPruned = true;
        }
        jobs.addAll(heaps());
        for (String job : jobs) {
          rollBack(job);
        }
      });
    }

    /// What has come back already is not known any more.
    private void rollBack(String job) throws Broken {
      Ended ended = scene.here("prune", "rollback", job, "--reason", "back", "--confirm", "--wait");
      boolean isGone = ended.code() == 1 && ended.failure().equals("PRUNE_UNKNOWN");
      if (ended.code() != 0 && !isGone) {
        throw new Broken(ended);
      }
    }

    /// Shards with all that is known of their copies.
    private List<String> told(Set<String> shards) throws Broken {
      List<String> told = new ArrayList<>();
      if (!shards.isEmpty()) {
        for (String backup : scene.acknowledged()) {
          ask("shard", "list", "--backup", backup).list("shards").stream()
              .filter(shard -> shards.contains(shard.text("id")))
              .forEach(shard -> told.add(before.get(shard.text("id")) + " before, now " + shard));
        }
      }
      return told;
    }

    /// Copies that count, by shard.
    private Map<String, Long> copies() throws Broken {
      Map<String, Long> copies = new TreeMap<>();
      for (String backup : scene.acknowledged()) {
        for (Json shard : ask("shard", "list", "--backup", backup).list("shards")) {
          long ok =
              shard.list("copies").stream().filter(copy -> copy.text("state").equals("OK")).count();
          copies.put(shard.text("id"), ok);
        }
      }
      return copies;
    }

    @Override
    public boolean isDone(Ended ended) {
      return ended.code() == 0;
    }

    @Override
    public void checkNothingHalf() throws IOException {
      scene.assertLists();
    }

    @Override
    public void checkDone() throws Exception {
      assertEquals(List.of(), heaps(), "brought back and in the trash");
      Set<String> missing = new LinkedHashSet<>(scene.acknowledged());
      missing.removeAll(scene.listed().keySet());
      assertEquals(Set.of(), missing, "acknowledged and not brought back");
      Map<String, Long> now = copies();
      Set<String> fewer = new TreeSet<>(before.keySet());
      fewer.removeIf(shard -> now.getOrDefault(shard, 0L) >= before.getOrDefault(shard, 0L));
      assertEquals(List.of(), told(fewer), "acknowledged copies that did not come back");
      scene.assertRestores(scene.ended().getFirst());
    }
  }

  private final class Away implements KillFlow {
    private boolean isReady;

    @Override
    public String name() {
      return "sweep";
    }

    @Override
    public void prepare() {
      isReady = false;
    }

    /// A peer that was away while something was pruned gives it up in the next prune.
    @Override
    public Ended act() throws Exception {
      return done(() -> {
        settle();
        if (!isReady) {
          expire();
          isReady = true;
        }
        prune();
        RealCluster.await("the trash is old enough", KillPrunes.this::isOld);
        sweep();
      });
    }

    @Override
    public boolean isDone(Ended ended) {
      if (ended.code() == 0) {
        scene.pruned(going);
      }
      return ended.code() == 0;
    }

    @Override
    public void checkNothingHalf() throws IOException {
      scene.assertLists();
    }

    @Override
    public void checkDone() throws Exception {
      assertEquals(
          List.of(), heaps(), () -> "swept and in the trash, " + scene.here("prune", "list"));
      assertEquals(List.of(), left(), "half: swept and on a disk");
      assertEquals(List.of(), scene.bad());
    }

    /// Files of shards that only swept backups needed, in stores and in trash.
    private List<Path> left() throws IOException {
      List<Path> left = new ArrayList<>();
      for (Member member : scene.cluster.members()) {
        for (String folder : List.of("store", "trash")) {
          Path below = member.dataDir().resolve(folder);
          if (Files.isDirectory(below)) {
            try (Stream<Path> files = Files.walk(below)) {
              files.filter(file -> only.contains(shard(file))).forEach(left::add);
            }
          }
        }
      }
      return left;
    }

    private static String shard(Path file) {
      return file.getFileName().toString().split("-", -1)[0];
    }
  }
}
