package com.plexichat.backup.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.RealCluster.Ended;
import com.plexichat.backup.agent.RealCluster.Member;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Real damage on real disks: it is found by peer and path, mended from copies and through parity,
/// and what cannot be mended is named file by file. There are as few holders as bronze allows.
@Tag("ci")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DamageTest {
  private static final String SOURCE = "agent-2";
  private static final String HARMED = "agent-3";
  private static final int K = 8;
  private static final int FILES = 60;
  private static final int FILE = 1_200_000;

  @TempDir static Path dir;
  private static RealCluster cluster;
  private static DiskDamage disks;
  private static Path tree;
  private static String backup = "";

  /// Nothing is mended and no rot is found but by the commands of the test.
  @BeforeAll
  static void up() throws IOException {
    cluster = RealCluster.patient(dir.resolve("c"), 4);
    disks = new DiskDamage(cluster);
    cluster.configure("agent-1", Map.of("upkeep-ms", 3_600_000L));
    cluster.configure(HARMED, Map.of("scrub-ms", 3_600_000L));
    tree = Files.createDirectories(dir.resolve("tree"));
    Random random = new Random(11);
    for (int file = 0; file < FILES; file++) {
      byte[] bytes = new byte[1 + random.nextInt(FILE)];
      random.nextBytes(bytes);
      Path folder = Files.createDirectories(tree.resolve("d" + file % 4));
      Files.write(folder.resolve("f" + file), bytes);
    }
    backup = backUp();
  }

  private static String backUp() throws IOException {
    String words = "backup create --set s --tier bronze --host " + SOURCE + " --wait --path ";
    Ended ended = cluster.run((words + tree).split(" ", -1));
    assertEquals(0, ended.code(), ended::toString);
    return Json.of(ended.out()).text("backup_id");
  }

  @AfterAll
  static void down() throws IOException {
    cluster.close();
  }

  private static List<Json> shards() throws IOException {
    return cluster.json("shard", "list", "--backup", backup).list("shards");
  }

  /// `shard peer state path` of every bad copy.
  private static Set<String> bad(Json result) {
    return result.list("bad").stream()
        .map(one ->
            String.join(
                " ", one.text("shard"), one.text("peer"), one.text("state"), one.text("path")))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// Whether the one tier that is used rings.
  private static boolean isAlarm() throws IOException {
    Json tier = cluster.json("distribution", "status").list("tiers").getFirst();
    return tier.get("durability").has("alarm_since");
  }

  private static Json verify(String depth, int exit) throws IOException {
    Ended ended = cluster.run("backup", "verify", backup, "--depth", depth, "--wait");
    assertEquals(exit, ended.code(), ended::toString);
    return Json.of(ended.out());
  }

  @Test
  @Order(1)
  void aWholeBackupIsWholeAtEveryDepth() throws Exception {
    Json before = cluster.json("backup", "certificate", backup);
    assertTrue(before.truth("restorable"));
    assertFalse(before.get("eta_ms").has("low"), "nothing was measured: " + before);
    for (String depth : List.of("presence", "hash", "deep", "reconstruct")) {
      Json result = verify(depth, 0);
      assertEquals("ok", result.text("state"), depth);
      assertEquals(shards().size(), result.number("shards"));
      assertEquals(result.number("copies"), result.number("ok"));
    }
    Json after = cluster.json("backup", "certificate", backup);
    assertTrue(after.get("eta_ms").number("low") > 0, after::toString);
    assertTrue(after.get("eta_ms").number("high") >= after.get("eta_ms").number("low"));
    assertFalse(isAlarm());
  }

  @Test
  @Order(2)
  void damageIsNamedByPeerAndPathAndMended() throws Exception {
    List<String> held = five();
    Set<String> there = new TreeSet<>();
    Set<String> all = new TreeSet<>();
    List<Path> files = new ArrayList<>();
    for (String shard : held) {
      files.add(disks.file(HARMED, shard));
    }
    DiskDamage.flip(files.get(0));
    try (FileChannel channel = FileChannel.open(files.get(1), StandardOpenOption.WRITE)) {
      channel.truncate(1_000);
    }
    Files.delete(files.get(2));
    DiskDamage.swap(files.get(3), files.get(4));
    for (int i = 0; i < 5; i++) {
      String line =
          String.join(
              " ", held.get(i), HARMED, i == 2 ? "MISSING" : "CORRUPT", files.get(i).toString());
      all.add(line);
      if (i == 1 || i == 2) {
        there.add(line);
      }
    }
    assertEquals(there, bad(verify("presence", 2)));
    Json deep = verify("hash", 2);
    assertEquals("damaged", deep.text("state"));
    assertEquals(all, bad(deep));
    assertEquals(List.of(), deep.list("affected_files"));
    Json check = cluster.json("integrity", "check", "--depth", "hash", "--wait");
    assertEquals(all, bad(check));
    assertEquals(check.number("checked_copies") - 5, check.number("ok"));
    Json spread = cluster.json("distribution", "status");
    assertEquals("degraded", spread.text("state"));
    assertEquals(5, spread.number("under_replicated"));
    assertEquals(0, spread.number("lost"));

    Json repair = cluster.json("integrity", "repair", "--wait");
    assertEquals(5, repair.number("repaired"), repair::toString);
    assertEquals(List.of(), repair.list("lost"));
    assertWhole();
    assertHistory(held.get(2), "missing");
    assertHistory(held.get(4), "corrupt");
  }

  /// Of a shard that was harmed, its stripe's history tells, oldest first: the backup wrote it, a
  /// job found it bad, another one made it anew.
  private static void assertHistory(String id, String damage) throws IOException {
    Json shard =
        shards().stream().filter(one -> one.text("id").equals(id)).findFirst().orElseThrow();
    Json told = cluster.json("shard", "list", "--stripe", shard.text("stripe"));
    long index = shard.number("index");
    assertEquals(0, told.number("history_earlier"));
    List<String> lines =
        told.list("history").reversed().stream()
            .filter(one -> one.list("indexes").toString().matches(".*\\b" + index + "\\b.*"))
            .filter(one -> one.text("peer").equals(HARMED) || one.has("job_id"))
            .map(one ->
                one.text("kind") + " " + one.text(one.has("job_id") ? "job_kind" : "backup_id"))
            .toList();
    assertEquals(List.of("written " + backup, damage + " verify", "written repair"), lines);
  }

  /// Five shards of which HARMED has a whole copy. The last two are of one stripe: the shards of
  /// one are as long as each other, those of two are not, and a wrong length would be seen at once.
  private static List<String> five() throws IOException {
    List<Json> held = shards().stream().filter(shard -> isWholeAt(shard, HARMED)).toList();
    String stripe = held.getFirst().text("stripe");
    List<Json> pair =
        held.stream().filter(shard -> shard.text("stripe").equals(stripe)).limit(2).toList();
    assertEquals(2, pair.size(), held::toString);
    return ids(
        Stream.concat(held.stream().filter(shard -> !pair.contains(shard)).limit(3), pair.stream())
            .toList());
  }

  private static boolean isWholeAt(Json shard, String agent) {
    return shard.list("copies").stream()
        .anyMatch(copy -> copy.text("peer").equals(agent) && copy.text("state").equals("OK"));
  }

  private static void assertWhole() throws IOException {
    assertEquals(
        List.of(), cluster.json("integrity", "check", "--depth", "hash", "--wait").list("bad"));
    Json spread = cluster.json("distribution", "status");
    assertEquals("ok", spread.text("state"), spread::toString);
    assertEquals(0, spread.number("separation_violations"));
    for (Json shard : shards()) {
      long ok =
          shard.list("copies").stream().filter(copy -> copy.text("state").equals("OK")).count();
      assertEquals(shard.text("kind").equals("data") ? 2 : 1, ok, shard::toString);
    }
  }

  /// The shards of the stripe that was full first, in order: no record is in it.
  private static List<Json> stripe() throws IOException {
    Map<String, List<Json>> stripes =
        shards().stream().collect(Collectors.groupingBy(shard -> shard.text("stripe")));
    return stripes.values().stream()
        .min(Comparator.comparingLong(stripe -> stripe.getFirst().number("number")))
        .orElseThrow()
        .stream()
        .sorted(Comparator.comparingLong(shard -> shard.number("index")))
        .toList();
  }

  private static List<String> ids(List<Json> shards) {
    return shards.stream().map(shard -> shard.text("id")).toList();
  }

  @Test
  @Order(3)
  void twoShardsWithoutACopyComeBackThroughParity() throws Exception {
    for (int round = 0; round < 2; round++) {
      List<Json> stripe = stripe();
      disks.lose(ids(stripe.subList(round, round + 2)));
      Json repair = cluster.json("integrity", "repair", "--wait");
      assertEquals(2, repair.number("rebuilt"), repair::toString);
      assertEquals(4, repair.number("repaired"), repair::toString);
      assertEquals(List.of(), repair.list("lost"));
      assertWhole();
    }
    assertNobodyWasShown(stripe().getFirst().text("stripe"));
  }

  /// What an agent ever received of a stripe, kept or not, was fewer than k distinct shards.
  private static void assertNobodyWasShown(String stripe) throws IOException {
    int rebuilt = 0;
    for (Member member : cluster.members()) {
      Set<String> indexes = new HashSet<>();
      for (List<String> line : member.received()) {
        if (line.get(2).equals(stripe)) {
          indexes.add(line.get(3));
          rebuilt += line.get(0).equals("rebuild") ? 1 : 0;
        }
      }
      assertTrue(indexes.size() < K, member.name() + " was shown " + indexes);
    }
    assertTrue(rebuilt >= 4, "rebuilt " + rebuilt);
  }

  @Test
  @Order(4)
  void ofThreeTheLostFilesAreNamedAndTheRestRestores() throws Exception {
    List<Json> gone = stripe().subList(2, 5);
    disks.lose(ids(gone));
    Ended ended = cluster.run("integrity", "repair", "--wait");
    assertEquals(1, ended.code(), ended::toString);
    Json repair = Json.of(ended.out());
    assertEquals(
        Set.copyOf(ids(gone)),
        repair.list("lost").stream().map(one -> one.text("shard")).collect(Collectors.toSet()));

    Path target = dir.resolve("restored");
    Ended restore =
        cluster.run(
            "backup", "restore", backup, "--host", SOURCE, "--to", target.toString(), "--wait");
    assertEquals(2, restore.code(), restore::toString);
    Set<String> notWhole = notRestored(target);
    assertTrue(!notWhole.isEmpty() && notWhole.size() < FILES, notWhole::toString);
    for (Json one : repair.list("lost")) {
      assertEquals(List.of(backup), one.list("backups").stream().map(Json::text).toList());
      assertEquals(notWhole, texts(one, "files"));
    }
    assertEquals(
        notWhole,
        Json.of(restore.out()).list("failed").stream()
            .map(one -> one.text("path"))
            .collect(Collectors.toCollection(TreeSet::new)));
    for (String depth : List.of("presence", "hash", "deep", "reconstruct")) {
      Json result = verify(depth, 1);
      assertEquals("lost", result.text("state"));
      assertEquals(notWhole, texts(result, "affected_files"), depth);
    }
    Json certificate = cluster.json("backup", "certificate", backup);
    assertFalse(certificate.truth("restorable"));
    assertTrue(isAlarm());
    assertEquals(3, certificate.number("missing_shards"));
    assertFalse(cluster.json("backup", "list").list("backups").getFirst().truth("restorable"));
  }

  @Test
  @Order(5)
  void theNextBackupSealsAnewWhatWasLost() throws Exception {
    String next = backUp();
    assertTrue(cluster.json("backup", "certificate", next).truth("restorable"));
    Path target = dir.resolve("next");
    assertEquals(
        "complete",
        cluster
            .json("backup", "restore", next, "--host", SOURCE, "--to", target.toString(), "--wait")
            .text("state"));
    assertEquals(Set.of(), notRestored(target));
  }

  private static Set<String> texts(Json json, String key) {
    return json.list(key).stream().map(Json::text).collect(Collectors.toCollection(TreeSet::new));
  }

  /// Files of the source that are not in the target; all others are there byte for byte.
  private static Set<String> notRestored(Path target) throws IOException {
    Set<String> missing = new TreeSet<>();
    try (var files = Files.walk(tree)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path restored = target.resolve(file.toString().substring(1));
        if (Files.exists(restored)) {
          assertEquals(-1, Files.mismatch(file, restored), file::toString);
        } else {
          missing.add(file.toString());
        }
      }
    }
    return missing;
  }

  @Test
  @Order(6)
  void whereNobodyCanNameFilesThatIsSaid() throws Exception {
    cluster.kill(SOURCE);
    RealCluster.await(
        "the source is down",
        () ->
            cluster.json("peer", "list").list("peers").stream()
                .anyMatch(
                    peer -> peer.text("name").equals(SOURCE) && peer.text("state").equals("DOWN")));
    Json repair = Json.of(cluster.run("integrity", "repair", "--wait").out());
    assertEquals(3, repair.list("lost").size(), repair::toString);
    for (Json one : repair.list("lost")) {
      assertFalse(one.has("files"), one::toString);
      assertTrue(one.text("files_unknown").contains(SOURCE), one::toString);
    }
    Json certificate = cluster.json("backup", "certificate", backup);
    assertFalse(certificate.truth("keys_present"));
    cluster.restart(SOURCE);
  }

  @Test
  @Order(7)
  void rotIsFoundAndMendedWithoutBeingAskedFor() throws Exception {
    String lost = stripe().getFirst().text("stripe");
    String shard =
        shards().stream()
            .filter(one -> !one.text("stripe").equals(lost))
            .filter(one -> one.text("kind").equals("data") && isWholeAt(one, HARMED))
            .map(one -> one.text("id"))
            .findFirst()
            .orElseThrow();
    long repairs = ownRepairs();
    cluster.configure("agent-1", Map.of("upkeep-ms", 2_000L));
    byte[] bytes = Files.readAllBytes(disks.file(HARMED, shard));
    DiskDamage.flip(disks.file(HARMED, shard));
    assertEquals(1, disks.whole(shard, bytes));
    cluster.configure(HARMED, Map.of("scrub-ms", 2_000L));
    RealCluster.await("the coordinator repairs by itself", () -> ownRepairs() > repairs);
    RealCluster.await(
        "the shard has its copies", () -> disks.whole(shard, bytes) == 2 && counted(shard) == 2);
  }

  private static long counted(String shard) throws IOException {
    return shards().stream()
        .filter(one -> one.text("id").equals(shard))
        .flatMap(one -> one.list("copies").stream())
        .filter(copy -> copy.text("state").equals("OK"))
        .count();
  }

  private static long ownRepairs() throws IOException {
    return cluster.json("job", "list").list("jobs").stream()
        .filter(job -> job.text("kind").equals("repair") && job.text("state").equals("done"))
        .count();
  }
}
