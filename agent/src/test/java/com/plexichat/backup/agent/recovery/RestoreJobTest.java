package com.plexichat.backup.agent.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.content.Block;
import com.plexichat.backup.agent.content.ChunkId;
import com.plexichat.backup.agent.content.ChunkIndex;
import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.agent.security.ClusterAuthority;
import com.plexichat.backup.proto.ChunkRef;
import com.plexichat.backup.proto.CloseBackupRequest;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.LocatedStripe;
import com.plexichat.backup.proto.RestoreResult;
import com.plexichat.backup.proto.Warning;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.wire.Ids;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Restores of a real backup. The tests share it; what one breaks, it mends.
@org.jspecify.annotations.NullUnmarked
class RestoreJobTest {
  private static final long SEED = 42;
  @TempDir static Path shared;
  private static SavedTree saved;
  private static Map<String, String> expected;
  @TempDir Path target;

  @BeforeAll
  static void backUp() throws Exception {
    Path source = Files.createDirectory(shared.resolve("source"));
    Trees.make(source, SEED);
    expected = Trees.describe(source);
    saved = new SavedTree(shared, source);
  }

  @AfterAll
  static void close() throws Exception {
    open(saved.source);
    saved.close();
  }

  @AfterEach
  void tidy() throws Exception {
    saved.peers.down.clear();
    saved.peers.onRead = () -> {};
    open(target);
  }

  /// Folders that nobody may write cannot be removed by who is not root.
  private static void open(Path root) throws Exception {
    for (Path path : Trees.paths(root)) {
      if (Files.isDirectory(path, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
        path.toFile().setWritable(true);
      }
    }
  }

  @Test
  void whatIsRestoredEqualsTheSource() throws Exception {
    RestoreResult result = saved.restore(SavedTree.to(target));
    assertEquals("complete", result.getState(), result.toString());
    assertEquals(expected, Trees.describe(saved.in(target)));
    long files = expected.values().stream().filter(one -> !one.startsWith("4")).count();
    assertEquals(files, result.getFiles());
    assertEquals(List.of(), result.getFailedList());
    assertTrue(result.getSourcesCount() > 2, result.toString());
    assertEquals(0, result.getKept());
    assertEquals(0, count(shared.resolve("markers")));
    Path sparse = saved.in(target).resolve("sparse");
    long blocks = blocks(sparse);
    assertTrue(blocks < 12_000_000, "holes are holes: " + blocks);
  }

  private static long blocks(Path file) throws Exception {
    Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
    return 512
        * Long.parseLong(
            new String(
                    stat.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                .strip());
  }

  @Test
  @Tag("ci")
  void rsyncFindsNothingToDo() throws Exception {
    saved.restore(SavedTree.to(target));
    Process rsync =
        new ProcessBuilder(
                "rsync",
                "-naHAXi",
                "--checksum",
                "--delete",
                saved.source + "/",
                saved.in(target) + "/")
            .redirectErrorStream(true)
            .start();
    assertEquals(
        "",
        new String(rsync.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
    assertEquals(0, rsync.waitFor());
  }

  @Test
  void shardsAreFetchedOnce() throws Exception {
    RestoreResult result = saved.restore(SavedTree.to(target));
    long data = saved.coordinator.stripes.size() * 8L;
    assertTrue(result.getBodiesRead() <= data, result.getBodiesRead() + " of " + data);
  }

  @Test
  void oneSmallFileTakesNoMoreThanItsBlockLiesIn() throws Exception {
    try (BackupContents contents = saved.open()) {
      BackupTree.Node file =
          contents
              .tree()
              .find(RawPath.of(saved.source.resolve("small/d3/inner/f7.txt")))
              .orElseThrow();
      ChunkRef chunk = file.entry().getChunks(0);
      var shard = saved.coordinator.stripes.get(contents.stripe(chunk)).getShards(0);
      long length = saved.peers.length(Ids.shard(shard.getShard()));
      long before = contents.bodiesRead();
      contents.chunk(chunk);
      long bodies = contents.bodiesRead() - before;
      // Two of whole shards; the last stripes of a backup may have shorter ones than a block.
      long most = 2 + Block.GROUP / length;
      assertTrue(bodies <= most, bodies + " of at most " + most);
    }
  }

  @Test
  void includesBringTheFoldersAboveThem() throws Exception {
    RestoreResult result = saved.restore(SavedTree.to(target, "inner/f3.txt", "/**/z-last"));
    assertEquals("complete", result.getState());
    assertEquals(9, result.getFiles());
    Map<String, String> got = Trees.describe(saved.in(target));
    assertEquals(expected.get("small/d2"), got.get("small/d2"));
    assertEquals(expected.get("small/d5/inner/f3.txt"), got.get("small/d5/inner/f3.txt"));
    assertFalse(got.containsKey("big"));
    JobEntry none = saved.run(saved.job(SavedTree.to(target.resolve("n"), "no-such-thing")));
    assertEquals("PATH_NOT_IN_BACKUP", none.getFailure().getCode());
    saved.markers.end(RawPath.of(target.resolve("n")));
  }

  @Test
  void dryRunCountsAndWritesNothing() throws Exception {
    Path nowhere = target.resolve("nowhere");
    RestoreResult result = saved.restore(SavedTree.to(nowhere).setDryRun(true));
    assertEquals("complete", result.getState());
    long files = expected.values().stream().filter(one -> !one.startsWith("4")).count();
    assertEquals(files, result.getFiles());
    assertFalse(Files.exists(nowhere));
  }

  @Test
  void aTargetThatIsNotEmptyIsRefusedOrObeyed() throws Exception {
    Path file = saved.in(target).resolve("z-last");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "mine");
    JobEntry refused = saved.run(saved.job(SavedTree.to(target)));
    assertEquals("TARGET_NOT_EMPTY", refused.getFailure().getCode());
    RestoreResult kept = saved.restore(SavedTree.to(target, "z-last").setOverwrite("never"));
    assertEquals("complete", kept.getState());
    assertEquals("KEPT_EXISTING", kept.getFailed(0).getCode());
    assertEquals(1, kept.getKept());
    assertEquals("mine", Files.readString(file));
    RestoreResult replaced = saved.restore(SavedTree.to(target).setOverwrite("changed"));
    assertEquals("complete", replaced.getState(), replaced.toString());
    assertEquals(expected, Trees.describe(saved.in(target)));
    RestoreResult again = saved.restore(SavedTree.to(target).setOverwrite("changed"));
    assertTrue(again.getBodiesRead() < replaced.getBodiesRead(), again.toString());
    assertEquals(0, replaced.getKept());
    assertTrue(again.getKept() > 0, again.toString());
  }

  @Test
  void plantedLinksAreNotFollowed() throws Exception {
    Path outside = Files.createDirectory(target.resolve("outside"));
    Path to = target.resolve("to");
    Files.createDirectories(saved.in(to));
    Files.createSymbolicLink(saved.in(to).resolve("small"), outside);
    RestoreResult result = saved.restore(SavedTree.to(to).setOverwrite("never"));
    assertEquals(0, count(outside));
    assertEquals("KEPT_EXISTING", result.getFailed(0).getCode(), result.toString());
  }

  @Test
  void twoLostShardsOfAStripeAreRebuilt() throws Exception {
    try (TakenShards lost = new TakenShards(saved.peers)) {
      for (LocatedStripe stripe : saved.coordinator.stripes.values()) {
        lost.lose(stripe, 1);
        lost.lose(stripe, 6);
      }
      RestoreResult result = saved.restore(SavedTree.to(target));
      assertEquals("complete", result.getState(), result.toString());
      assertEquals(expected, Trees.describe(saved.in(target)));
    }
  }

  @Test
  void threeLostShardsOfAStripeLoseExactlyItsFiles() throws Exception {
    Map<StripeId, Set<String>> filesOf = filesByStripe();
    Set<StripeId> ways = stripesOfFolders();
    ways.add(Ids.stripe(closed().getRecordStripe()));
    StripeId victim =
        filesOf.keySet().stream().filter(one -> !ways.contains(one)).findFirst().orElseThrow();
    try (TakenShards lost = new TakenShards(saved.peers)) {
      for (int index : List.of(0, 3, 9)) {
        lost.lose(saved.coordinator.stripes.get(victim), index);
      }
      RestoreResult result = saved.restore(SavedTree.to(target));
      assertEquals("incomplete", result.getState());
      Set<String> failed =
          result.getFailedList().stream()
              .map(one -> saved.source.relativize(Path.of(one.getPath().toStringUtf8())).toString())
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(filesOf.get(victim), failed);
      assertEquals(
          Set.of("NOT_RESTORABLE"),
          result.getFailedList().stream().map(Warning::getCode).collect(Collectors.toSet()));
      Map<String, String> rest = Trees.describe(saved.in(target));
      Set<String> missing = new TreeSet<>(expected.keySet());
      missing.removeAll(rest.keySet());
      assertEquals(failed, missing);
    }
  }

  @Test
  void onePeerAwayAndWrongBytesChangeNothing() throws Exception {
    saved.peers.down.add(saved.peers.ids.get(2));
    LocatedStripe stripe = saved.coordinator.stripes.values().iterator().next();
    Path copy = saved.peers.file(saved.peers.ids.get(0), Ids.shard(stripe.getShards(0).getShard()));
    byte[] good = Files.readAllBytes(copy);
    byte[] bad = good.clone();
    bad[bad.length / 2] ^= 1;
    Files.write(copy, bad);
    try {
      RestoreResult result = saved.restore(SavedTree.to(target));
      assertEquals("complete", result.getState(), result.toString());
      assertEquals(expected, Trees.describe(saved.in(target)));
    } finally {
      Files.write(copy, good);
    }
  }

  @Test
  void aTicketThatEndsIsRenewed() throws Exception {
    java.util.concurrent.atomic.AtomicInteger reads =
        new java.util.concurrent.atomic.AtomicInteger();
    saved.peers.onRead =
        () -> {
          if (reads.incrementAndGet() % 40 == 0) {
            saved.coordinator.locate(SavedTree.BACKUP, "someone else");
          }
        };
    RestoreResult result = saved.restore(SavedTree.to(target, "small"));
    assertEquals("complete", result.getState(), result.toString());
  }

  @Test
  void cancelLeavesNoTemporaryFiles() throws Exception {
    CountDownLatch reading = new CountDownLatch(25);
    saved.peers.onRead = reading::countDown;
    saved.jobs.start(
        JobEntry.newBuilder().setJobId("cancelled").build(), saved.job(SavedTree.to(target)));
    assertTrue(reading.await(30, TimeUnit.SECONDS));
    saved.jobs.cancel("cancelled", "test");
    assertEquals("cancelled", saved.jobs.await("cancelled").getState());
    for (Path path : Trees.paths(target)) {
      assertFalse(path.getFileName().toString().endsWith(".part"), path.toString());
    }
    assertEquals(1, count(shared.resolve("markers")));
    JobEntry again = saved.run("after-cancel", saved.job(SavedTree.to(target)));
    assertEquals("done", again.getState(), again.getReason());
    assertEquals(expected, Trees.describe(saved.in(target)));
    assertEquals(0, count(shared.resolve("markers")));
  }

  @Test
  void aRestoreThatWasStoppedGoesOn() throws Exception {
    RestoreMarkers markers = new RestoreMarkers(shared.resolve("markers"));
    markers.begin(SavedTree.BACKUP, RawPath.of(target));
    saved.restore(SavedTree.to(target, "small").setOverwrite("changed"));
    markers.begin("another", RawPath.of(target));
    JobEntry refused = saved.run("other", saved.job(SavedTree.to(target)));
    assertEquals("TARGET_NOT_EMPTY", refused.getFailure().getCode());
    markers.begin(SavedTree.BACKUP, RawPath.of(target));
    JobEntry done = saved.run("again", saved.job(SavedTree.to(target)));
    assertEquals("done", done.getState(), done.getReason());
    assertEquals(expected, Trees.describe(saved.in(target)));
    assertEquals(0, count(shared.resolve("markers")));
  }

  @Test
  void aRecordBySomebodyElseIsRefused() throws Exception {
    String other = "fedcba9876543210";
    saved.backUp(
        other,
        new SavedTree.Signer(
            new ClusterAuthority(InstantSource.system(), new SecureRandom()).newRoot("Other")));
    OperationFailed failed =
        assertThrows(
            OperationFailed.class,
            () -> BackupContents.open(other, "restore", saved.access(), saved.strangers()));
    assertEquals(FailureCode.RECORD_INVALID, failed.code());
    CloseBackupRequest good = closed();
    byte[] hash = good.getRecordHash().toByteArray();
    hash[0] ^= 1;
    CloseBackupRequest wrong = good.toBuilder().setRecordHash(ByteString.copyFrom(hash)).build();
    saved.coordinator.closed.put(SavedTree.BACKUP, wrong);
    try {
      assertEquals(
          FailureCode.RECORD_INVALID,
          assertThrows(OperationFailed.class, () -> saved.open().close()).code());
    } finally {
      saved.coordinator.closed.put(SavedTree.BACKUP, good);
    }
  }

  private static CloseBackupRequest closed() {
    return saved.coordinator.closed.get(SavedTree.BACKUP);
  }

  private static long count(Path folder) throws Exception {
    return Files.exists(folder) ? Trees.paths(folder).size() - 1 : 0;
  }

  /// Which files have a chunk in which stripe, by the index that the backup itself wrote.
  private static Map<StripeId, Set<String>> filesByStripe() throws Exception {
    Map<StripeId, Set<String>> files = new java.util.TreeMap<>();
    Vaults vaults = saved.strangers();
    ChunkIndex index = vaults.open(saved.vault.id()).index();
    try (BackupContents contents =
        BackupContents.open(SavedTree.BACKUP, "restore", saved.access(), vaults)) {
      for (String name : expected.keySet()) {
        contents
            .tree()
            .find(RawPath.of(saved.source.resolve(name)))
            .orElseThrow()
            .entry()
            .getChunksList()
            .forEach(chunk ->
                files
                    .computeIfAbsent(index.find(ChunkId.of(chunk)).stripe(), _ -> new TreeSet<>())
                    .add(name));
      }
    }
    return files;
  }

  /// Stripes without which whole folders cannot be walked: their nodes lie where there was room.
  private static Set<StripeId> stripesOfFolders() {
    Set<StripeId> stripes = new HashSet<>();
    try (BackupContents contents = saved.open()) {
      java.util.Deque<BackupTree.Node> folders = new java.util.ArrayDeque<>();
      folders.add(contents.tree().top());
      while (!folders.isEmpty()) {
        BackupTree.Node folder = folders.remove();
        if (folder.isBackedUp()) {
          stripes.add(contents.stripe(folder.entry().getDirectory()));
        }
        contents
            .tree()
            .children(
                folder,
                child -> {
                  if (child.isFolder()) {
                    folders.add(child);
                  }
                });
      }
    }
    return stripes;
  }
}
