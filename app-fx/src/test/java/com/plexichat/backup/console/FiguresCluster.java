package com.plexichat.backup.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Four real agents with something of everything that a screen can show: two sets in different
/// tiers, one of them with too few owners, one that failed, one that was cancelled, a backup that
/// was deleted, a restore and a verification.
///
/// @param tree what the set of documents is of
/// @param restored what the restore told
/// @param verified what the verification told
record FiguresCluster(RealAgents agents, Path tree, Told restored, Told verified) {
  private static final int FILES = 9;

  static FiguresCluster up(Path dir) throws Exception {
    Path tree = Files.createDirectories(dir.resolve("docs"));
    RealAgents agents = RealAgents.up(dir.resolve("c"), 4);
    documents(agents, tree);
    Path mail = Files.createDirectories(dir.resolve("mail"));
    write(mail.resolve("box"), 2_500_000);
    backUp(agents, "mail", mail, "silver", "--wait");
    agents.tried(backUp("gone", dir.resolve("nothing"), "gold", "--wait").toArray(String[]::new));
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
        agents.told("backup", "verify", oldest, "--depth", "hash", "--wait"));
  }

  /// Three backups, the first of which is deleted; between the others files come, change and go.
  private static void documents(RealAgents agents, Path tree) throws Exception {
    Path letters = Files.createDirectories(tree.resolve("letters"));
    Files.writeString(tree.resolve("draft.txt"), "of the first one only");
    Told first = backUp(agents, "docs", tree, "bronze", "--wait");
    Files.delete(tree.resolve("draft.txt"));
    for (int i = 0; i < FILES; i++) {
      write(letters.resolve("letter-" + i), 20_000 + 777 * i);
    }
    write(tree.resolve("sheet.ods"), 1_234_567);
    backUp(agents, "docs", tree, "bronze", "--wait");
    write(tree.resolve("sheet.ods"), 1_334_567);
    write(letters.resolve("letter-new"), 4_321);
    Files.delete(letters.resolve("letter-3"));
    backUp(agents, "docs", tree, "bronze", "--wait");
    agents.told("backup", "delete", first.text("backup_id"), "--confirm");
  }

  private static void write(Path file, int bytes) throws IOException {
    byte[] data = new byte[bytes];
    new Random(bytes).nextBytes(data);
    Files.write(file, data);
  }

  private static List<String> backUp(String set, Path path, String tier, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("backup", "create", "--set", set, "--path", path.toString(), "--tier", tier));
    words.addAll(List.of(more));
    return words;
  }

  private static Told backUp(RealAgents agents, String set, Path path, String tier, String... more)
      throws IOException, InterruptedException {
    return agents.told(backUp(set, path, tier, more).toArray(String[]::new));
  }

  private static Told slow(RealAgents agents, Path tree) throws IOException, InterruptedException {
    return backUp(agents, "slow", tree, "bronze", "--before", "sleep 600");
  }

  /// Begins a backup that does not end by itself.
  Told slow() throws IOException, InterruptedException {
    return slow(agents, tree);
  }

  /// The backups of the documents, oldest first.
  List<Told> documents() throws Exception {
    return ToldCluster.ask(agents, ToldCluster.Part.BACKUPS).backupsOf("docs").reversed();
  }

  List<Told> shards(String... words) throws IOException, InterruptedException {
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
