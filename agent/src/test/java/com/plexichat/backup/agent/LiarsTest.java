package com.plexichat.backup.agent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.LyingPeers.Lie;
import com.plexichat.backup.agent.RealCluster.Ended;
import com.plexichat.backup.agent.RealCluster.Member;
import com.plexichat.backup.agent.cli.ClusterAccess;
import com.plexichat.backup.proto.CopyEntry;
import com.plexichat.backup.proto.ListShardsRequest;
import com.plexichat.backup.proto.ProveRequest;
import com.plexichat.backup.proto.ShardEntry;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// One of five machines lies, with the keys of a member: nothing false is ever accepted, and where
/// the engine can tell, the liar's copies stop counting.
@Tag("ci")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LiarsTest {
  private static final String SOURCE = "agent-2";
  private static final String LIAR = "agent-3";

  /// So many that every machine is given some copy: who is drawn is chance.
  private static final int FILES = 24;

  private static final int FILE = 600_000;

  @TempDir static Path dir;
  private static RealCluster cluster;
  private static EvilPeer evil;
  private static String first = "";

  /// What the coordinator's own key had deleted: really gone from a machine that does not lie.
  private static String deleted = "";

  private static int restores;

  @BeforeAll
  static void up() throws Exception {
    cluster = RealCluster.up(dir.resolve("c"), 5);
    cluster.configure(
        "agent-1", Map.of("suspect-ms", 10_000L, "down-ms", 20_000L, "upkeep-ms", 1_000L));
    first = backUp("one");
    evil = EvilPeer.inPlaceOf(cluster, LIAR);
  }

  @AfterAll
  static void down() throws Exception {
    evil.close();
    cluster.close();
  }

  private static Path tree(String name) throws IOException {
    Path tree = Files.createDirectories(dir.resolve(name));
    Random random = new Random(name.hashCode());
    for (int i = 0; i < FILES; i++) {
      byte[] bytes = new byte[FILE];
      random.nextBytes(bytes);
      Files.write(tree.resolve("f" + i), bytes);
    }
    return tree;
  }

  /// In a process of its own: what a lie left has a second to be found and made good.
  private static Ended run(String... words) throws IOException {
    return cluster.start(words).end();
  }

  private static String backUp(String name) throws IOException {
    Ended ended =
        run(
            "backup",
            "create",
            "--set",
            name,
            "--tier",
            "bronze",
            "--host",
            SOURCE,
            "--path",
            tree(name).toString(),
            "--wait");
    assertEquals(0, ended.code(), ended::toString);
    return Json.of(ended.out()).text("backup_id");
  }

  /// Restores a backup and compares every byte; answers how long that took.
  private static long restored(String backup, String name) throws IOException {
    Path target = dir.resolve("restored-" + restores++);
    long start = System.nanoTime();
    Ended ended =
        run("backup", "restore", backup, "--host", SOURCE, "--to", target.toString(), "--wait");
    long took = System.nanoTime() - start;
    assertEquals(0, ended.code(), ended::toString);
    Path source = dir.resolve(name);
    for (int i = 0; i < FILES; i++) {
      Path file = source.resolve("f" + i);
      assertEquals(-1, Files.mismatch(file, target.resolve(file.toString().substring(1))));
    }
    return took / 1_000_000;
  }

  /// Asked without a process of its own: it is asked often.
  private static List<ShardEntry> shards(String backup) {
    List<ShardEntry> all = new ArrayList<>();
    try (ClusterAccess access = cluster.access()) {
      access.listShards(
          ListShardsRequest.newBuilder().setBackupId(backup).build(),
          page -> all.addAll(page.getShardsList()));
    }
    return all;
  }

  private static boolean isAtLiar(CopyEntry copy) {
    return copy.getPeerId().equals(evil.id());
  }

  private static long counted(String backup) {
    return shards(backup).stream()
        .flatMap(shard -> shard.getCopiesList().stream())
        .filter(copy -> isAtLiar(copy) && copy.getState().equals("OK"))
        .count();
  }

  private static ByteString held(String backup) {
    return shards(backup).stream()
        .filter(shard -> shard.getCopiesList().stream().anyMatch(LiarsTest::isAtLiar))
        .map(ShardEntry::getShard)
        .findFirst()
        .orElseThrow();
  }

  /// Orders of false coordinators, and the one that peers cannot tell from a right one.
  @Test
  @Order(1)
  void whoIsNotTheCoordinatorOrdersNothing() throws Exception {
    Member target = cluster.member("agent-5");
    Path held = target.shards().getFirst();
    String shard = held.getFileName().toString().substring(0, 64);
    try (Impostor impostor = new Impostor(cluster)) {
      ForgedOrders forged = new ForgedOrders(impostor, target, 1);
      Map<String, String> answers = new TreeMap<>(forged.deletes(shard));
      answers.putAll(forged.puts(notHeldBy(target)));
      answers.put("grant of nobody", forged.grant());
      byte[] rings = rings(target);
      forged.emptyRings();
      System.out.printf("forged orders: %s%n", answers);
      assertFalse(answers.containsValue(ForgedOrders.OBEYED), answers::toString);
      assertTrue(Files.exists(held), "it was deleted");
      assertArrayEquals(rings, rings(target), "keys were lost");
      deleted = shard;
      String last = forged.deleteByTheCoordinator(shard);
      System.out.printf(
          "forged orders: %d given, 0 obeyed; a delete by the coordinator's own key: %s%n",
          answers.size() + 1, last);
    }
  }

  /// A shard of another one that this one has not.
  private static Path notHeldBy(Member target) throws IOException {
    Set<String> own = new TreeSet<>();
    target.shards().forEach(file -> own.add(file.getFileName().toString()));
    for (Member other : cluster.members()) {
      for (Path file : other.shards()) {
        if (!own.contains(file.getFileName().toString())) {
          return file;
        }
      }
    }
    throw new AssertionError("it holds all shards of a stripe");
  }

  private static byte[] rings(Member member) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (var files = Files.list(member.dataDir().resolve("rings"))) {
      for (Path file : files.sorted().toList()) {
        all.writeBytes(Files.readAllBytes(file));
      }
    }
    return all.toByteArray();
  }

  @ParameterizedTest
  @Order(2)
  @EnumSource(names = {"WRONG_BYTES", "OTHER_SHARD", "SHORT", "LONG", "SILENCE"})
  void whatALiarShowsIsNotBelieved(Lie lie) throws Exception {
    evil.lies().tellOf(held(first));
    evil.lies().tell(lie);
    long took = restored(first, "one");
    System.out.printf(
        "liar %s: restore identical after %d lies, false accepts 0, %d ms; %d of its copies"
            + " count%n",
        lie, evil.lies().told(), took, counted(first));
    assertTrue(evil.lies().told() > 0, "it was not asked");
    evil.lies().tell(Lie.NONE);
  }

  /// An honest holder proves only to the coordinator: a liar without an accomplice has nobody to
  /// pass its challenge on to.
  @Test
  @Order(3)
  void nobodyProvesForALiar() throws Exception {
    try (Impostor impostor = new Impostor(cluster)) {
      var link = impostor.link(impostor.member(LIAR), cluster.member("agent-4"));
      ProveRequest challenge = ProveRequest.newBuilder().addShards(held(first)).build();
      OperationFailed why = assertThrows(OperationFailed.class, () -> link.prove(challenge));
      assertEquals(FailureCode.FENCED, why.code());
    }
  }

  @Test
  @Order(4)
  void reportsWithoutEndEnd() throws Exception {
    evil.lies().tell(Lie.RUBBISH);
    long start = System.nanoTime();
    Ended ended = run("integrity", "check", "--depth", "hash", "--wait");
    Json check = Json.of(ended.out());
    System.out.printf(
        "liar RUBBISH: check ended after %d ms, %s not answered%n",
        (System.nanoTime() - start) / 1_000_000, check.list("unanswered"));
    assertEquals(1, check.list("unanswered").size(), ended::toString);
    assertEquals(
        List.of(),
        check.list("bad").stream().filter(bad -> !isDeleted(bad)).toList(),
        ended::toString);
    evil.lies().tell(Lie.NONE);
  }

  private static boolean isDeleted(Json bad) {
    return bad.text("shard").equals(deleted) && bad.text("peer").equals("agent-5");
  }

  /// Nobody reads anything: what is made up meets a challenge.
  @Test
  @Order(5)
  void challengesAloneFindALiar() throws Exception {
    long claimed = counted(first);
    assertTrue(claimed > 0, "it holds nothing");
    long start = System.nanoTime();
    evil.lies().tell(Lie.EMPTY_PROOFS);
    RealCluster.await("a copy of the liar no longer counts", () -> counted(first) < claimed);
    System.out.printf(
        "liar EMPTY_PROOFS: %d copies claimed, first found %d ms after the lie began, by"
            + " challenges alone%n",
        claimed, (System.nanoTime() - start) / 1_000_000);
    evil.lies().tell(Lie.NONE);
  }

  /// Receipts for what was never stored count until somebody looks: a reader's look is enough.
  @Test
  @Order(6)
  void receiptsForNothingStopCountingAndAreMadeGood() throws Exception {
    evil.lies().tell(Lie.EMPTY_RECEIPTS);
    String second = backUp("two");
    long claimed = counted(second);
    assertTrue(claimed > 0, "it was given nothing");
    long start = System.nanoTime();
    restored(second, "two");
    RealCluster.await("a copy of the liar no longer counts", () -> counted(second) < claimed);
    long found = (System.nanoTime() - start) / 1_000_000;
    System.out.printf(
        "liar EMPTY_RECEIPTS: %d copies claimed, first found %d ms after a restore began%n",
        claimed, found);
    evil.close();
    restored(second, "two");
  }
}
