package com.plexichat.backup.console;

import com.plexichat.backup.shared.model.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Four real agents with something of everything that a screen can show: two sets in different
/// tiers, one of them with too few owners, one that failed, one that was cancelled, a backup that
/// was deleted, a restore and a verification.
///
/// @param tree what the set of documents is of
/// @param restored what the restore told
/// @param verified what the verification told
/// @param stripes by tier, the shards of one of its stripes
record FiguresCluster(
    RealAgents agents, Path tree, Told restored, Told verified, Map<String, List<Told>> stripes) {
  private static final int FILES = 9;

  static FiguresCluster up(Path dir) throws Exception {
    Path tree = Files.createDirectories(dir.resolve("docs"));
    RealAgents agents = RealAgents.up(dir.resolve("c"), 4, "--regions", "eu,us,attic");
    documents(agents, tree);
    Path mail = Files.createDirectories(dir.resolve("mail"));
    write(mail.resolve("box"), 2_500_000);
    agents.backUp("mail", mail, "silver");
    agents.tried(RealAgents.backingUp("gone", dir.resolve("nothing"), "gold", "--wait"));
    agents.told("job", "cancel", slow(agents, tree).text("job_id"), "--wait");
    String oldest =
        ToldCluster.ask(agents, ToldCluster.Part.BACKUPS)
            .backupsOf("docs")
            .getLast()
            .text("backup_id");
    String back = dir.resolve("back").toString();
    return new FiguresCluster(
        agents,
        tree,
        agents.told("backup", "restore", oldest, "--to", back, "--wait"),
        agents.told("backup", "verify", oldest, "--depth", "hash", "--wait"),
        stripes(agents));
  }

  /// Three backups, the first of which is deleted; between the others files come, change and go.
  private static void documents(RealAgents agents, Path tree) throws Exception {
    Path letters = Files.createDirectories(tree.resolve("letters"));
    Files.writeString(tree.resolve("draft.txt"), "of the first one only");
    Told first = agents.backUp("docs", tree, "bronze");
    Files.delete(tree.resolve("draft.txt"));
    for (int i = 0; i < FILES; i++) {
      write(letters.resolve("letter-" + i), 20_000 + 777 * i);
    }
    write(tree.resolve("sheet.ods"), 1_234_567);
    agents.backUp("docs", tree, "bronze");
    write(tree.resolve("sheet.ods"), 1_334_567);
    write(letters.resolve("letter-new"), 4_321);
    Files.delete(letters.resolve("letter-3"));
    agents.backUp("docs", tree, "bronze");
    agents.told("backup", "delete", first.text("backup_id"), "--confirm");
  }

  private static void write(Path file, int bytes) throws IOException {
    byte[] data = new byte[bytes];
    new Random(bytes).nextBytes(data);
    Files.write(file, data);
  }

  private static Told slow(RealAgents agents, Path tree) throws ReflectiveOperationException {
    return agents.backUp("slow", tree, "bronze", "--before", "sleep 600");
  }

  /// Begins a backup that does not end by itself.
  Told slow() throws ReflectiveOperationException {
    return slow(agents, tree);
  }

  /// What a backup of the documents would read, and leave out.
  Told preview(List<String> excludes) throws ReflectiveOperationException {
    List<String> words = new ArrayList<>(List.of("set", "preview", "--path", tree.toString()));
    excludes.forEach(one -> words.addAll(List.of("--exclude", one)));
    return agents.told(words.toArray(String[]::new));
  }

  /// What today's peers could do for each tier.
  Map<TierTold, Told> preflights(ToldCluster told) throws Exception {
    Map<TierTold, Future<Told>> asked = new LinkedHashMap<>();
    try (ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Tier tier : Tier.DEFAULTS) {
        String[] words = RealAgents.backingUp("new", tree, tier.name(), "--dry-run");
        asked.put(
            TierTold.of(tier, told, stripe(tier.name())), askers.submit(() -> agents.tried(words)));
      }
    }
    Map<TierTold, Told> all = new LinkedHashMap<>();
    for (Map.Entry<TierTold, Future<Told>> one : asked.entrySet()) {
      all.put(one.getKey(), one.getValue().get());
    }
    return all;
  }

  /// The shards of a stripe of a tier; none while nothing is stored under it.
  List<Told> stripe(String tier) {
    return stripes.getOrDefault(tier, List.of());
  }

  /// One stripe of each tier that has any.
  private static Map<String, List<Told>> stripes(RealAgents agents) throws Exception {
    Map<String, List<Told>> stripes = new LinkedHashMap<>();
    for (Told shard : agents.told("shard", "list").list("shards")) {
      List<Told> one = stripes.computeIfAbsent(shard.text("tier"), _ -> new ArrayList<>());
      if (one.isEmpty() || one.getFirst().text("stripe").equals(shard.text("stripe"))) {
        one.add(shard);
      }
    }
    return stripes;
  }

  /// The backups of the documents, oldest first.
  List<Told> documents() throws Exception {
    return ToldCluster.ask(agents, ToldCluster.Part.BACKUPS).backupsOf("docs").reversed();
  }

  List<Told> shards(String... words) throws ReflectiveOperationException {
    List<String> all = new ArrayList<>(List.of("shard", "list"));
    all.addAll(List.of(words));
    return agents.told(all.toArray(String[]::new)).list("shards");
  }

  /// Which backup made a stripe: the oldest one that needs it.
  Map<String, String> makers() throws Exception {
    Map<String, String> makers = new LinkedHashMap<>();
    for (Told backup : ToldCluster.ask(agents, ToldCluster.Part.BACKUPS).backups().reversed()) {
      if (backup.is("restorable")) {
        String id = backup.text("backup_id");
        shards("--backup", id).forEach(shard -> makers.putIfAbsent(shard.text("stripe"), id));
      }
    }
    return makers;
  }
}
