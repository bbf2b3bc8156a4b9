package com.plexichat.backup.agent.recovery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.proto.BrowseEntry;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.LocatedStripe;
import com.plexichat.backup.proto.VerifyResult;
import com.plexichat.backup.proto.VerifyWork;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.wire.Ids;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Browsing, downloading and verifying a real backup.
class ReadingTest {
  @TempDir Path folder;
  private SavedTree saved;
  private Map<String, String> expected;

  @BeforeEach
  void backUp() throws Exception {
    Path source = Files.createDirectory(folder.resolve("source"));
    Trees.make(source, 7);
    expected = Trees.describe(source);
    saved = new SavedTree(folder, source);
  }

  @AfterEach
  void close() throws Exception {
    assertTrue(saved.source.resolve("small/d2").toFile().setWritable(true));
    saved.close();
  }

  @Test
  void browsingShowsWhatIsThere() throws Exception {
    try (BackupContents contents = saved.open()) {
      Browser browser = new Browser(contents);
      List<BrowseEntry> all = new ArrayList<>();
      browser.list(RawPath.of(saved.source), true, all::add);
      assertEquals(expected.size() - 1, all.size());
      List<BrowseEntry> found = new ArrayList<>();
      browser.find("f3.txt", found::add);
      assertEquals(8, found.size());
      List<BrowseEntry> top = new ArrayList<>();
      browser.list(RawPath.EMPTY, false, top::add);
      assertEquals(1, top.size(), "the way down to the source and nothing else");
      assertEquals("directory", top.getFirst().getKind());
    }
  }

  @Test
  void aFileComesAsItIs() throws Exception {
    try (BackupContents contents = saved.open()) {
      Downloader downloader = new Downloader(contents);
      for (String name : List.of("sparse", "big/file3", "empty")) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RawPath path = RawPath.of(saved.source.resolve(name));
        assertFalse(downloader.isTar(path));
        downloader.write(path, out);
        assertArrayEquals(Files.readAllBytes(saved.source.resolve(name)), out.toByteArray());
      }
    }
  }

  @Test
  @Tag("ci")
  void tarUnpacksAFolder() throws Exception {
    Path archive = folder.resolve("out.tar");
    try (BackupContents contents = saved.open();
        OutputStream out = Files.newOutputStream(archive)) {
      new Downloader(contents).write(RawPath.of(saved.source), out);
    }
    Path to = Files.createDirectory(folder.resolve("unpacked"));
    Process tar =
        new ProcessBuilder("tar", "-xpf", archive.toString(), "-C", to.toString())
            .redirectErrorStream(true)
            .start();
    assertEquals(
        "",
        new String(tar.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
    assertEquals(0, tar.waitFor());
    Map<String, String> got = Trees.describe(to.resolve("source"));
    assertEquals(expected.keySet(), got.keySet());
    for (String name : List.of("big/file0", "small/d1/inner/f1.txt", "small/d2", "empty")) {
      assertEquals(expected.get(name), got.get(name));
    }
    assertTrue(to.resolve("source/small/d2").toFile().setWritable(true));
  }

  /// All are off when it begins, and on again when each was asked for everything in vain.
  @Test
  void machinesThatAreStartedAgainAreWaitedFor() {
    saved.peers.down.addAll(saved.peers.ids);
    OperationFailed now = assertThrows(OperationFailed.class, () -> open(Duration.ZERO));
    assertEquals(FailureCode.NOT_RESTORABLE, now.code());
    OperationFailed later = assertThrows(OperationFailed.class, () -> open(Duration.ofMillis(1)));
    assertEquals(FailureCode.NOT_RESTORABLE, later.code());
    int all = 8 * 2 + 10 * 2;
    AtomicInteger asked = new AtomicInteger();
    saved.peers.onRead =
        () -> {
          if (asked.incrementAndGet() > all) {
            saved.peers.down.clear();
          }
        };
    open(Duration.ofMinutes(1));
    assertTrue(saved.peers.down.isEmpty(), "it was not waited for");
  }

  private void open(Duration patience) {
    BackupContents.open(
            SavedTree.BACKUP, "restore", saved.access().patient(patience), saved.strangers())
        .close();
  }

  @Test
  void verificationTellsWholeDamagedAndLost() throws Exception {
    assertEquals("ok", verify("deep").getState());
    VerifyResult proven = verify("reconstruct");
    assertEquals("ok", proven.getState(), proven.toString());
    assertEquals(proven.getShards(), saved.coordinator.stripes.size() * 10L);
    LocatedStripe stripe = saved.coordinator.stripes.values().iterator().next();
    lose(stripe, 2);
    VerifyResult damaged = verify("deep");
    assertEquals("damaged", damaged.getState(), damaged.toString());
    assertEquals(0, damaged.getAffected());
    ShardId shard = Ids.shard(stripe.getShards(2).getShard());
    assertTrue(
        damaged.getBadList().stream()
            .anyMatch(
                bad -> Ids.shard(bad.getShard()).equals(shard) && bad.getState().equals("MISSING")),
        damaged.toString());
  }

  private void lose(LocatedStripe stripe, int index) throws Exception {
    saved.peers.lose(Ids.shard(stripe.getShards(index).getShard()));
  }

  private VerifyResult verify(String depth) throws Exception {
    VerifyWork work = VerifyWork.newBuilder().setBackupId(SavedTree.BACKUP).setDepth(depth).build();
    JobEntry done = saved.run(new DeepVerify(work, saved.access(), saved.strangers()));
    assertEquals("done", done.getState(), done.getReason());
    return VerifyResult.parseFrom(done.getResult());
  }
}
