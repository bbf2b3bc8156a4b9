package com.plexichat.backup.agent.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.io.RawPath;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A set that is backed up hundreds of times: what is on the peers stays bounded, and every backup
/// stays what it was, with the catalogue and without.
class FoldingTest {
  private static final int SMALL_MOST = 25;
  private static final int FILES_OF_A_STRIPE = 8 * 2 + 2;

  @TempDir Path folder;
  private Path source;
  private FoldingCluster cluster;
  private final Random random = new Random(11);
  private final List<Map<String, String>> expected = new ArrayList<>();

  @BeforeEach
  void found() throws Exception {
    source = Files.createDirectory(folder.resolve("source"));
    Files.createDirectory(source.resolve("sub"));
    for (int i = 0; i < 10; i++) {
      Files.write(source.resolve("sub/f" + i), Trees.bytes(random, 3000));
    }
    cluster = new FoldingCluster(Files.createDirectory(folder.resolve("cluster")), source);
  }

  @AfterEach
  void close() throws Exception {
    cluster.close();
  }

  private void change(int round) throws Exception {
    if (round % 3 != 0) {
      int length = round % 20 == 1 ? 90_000 + random.nextInt(200_000) : random.nextInt(5000);
      Files.write(source.resolve("sub/f" + random.nextInt(10)), Trees.bytes(random, length));
    }
  }

  private void backUp(int from, int to) throws Exception {
    for (int round = from; round <= to; round++) {
      change(round);
      cluster.backUp(round);
      expected.add(Trees.describe(source));
    }
  }

  private Map<String, String> restored(int round, Locator locator, Vaults vaults) throws Exception {
    Path to = cluster.restore("%016x".formatted(round), locator, vaults);
    return Trees.describe(to.resolve(source.toString().substring(1)));
  }

  /// What a description says of a file's contents.
  private static String content(Map<String, String> facts, String name) {
    String[] all = String.valueOf(facts.get(name)).split(" ", -1);
    return all[all.length - 3] + " bytes, " + all[all.length - 2];
  }

  @Test
  void hundredsOfBackupsStayWholeInFewStripes() throws Exception {
    long most = 0;
    for (int round = 1; round <= 320; round++) {
      backUp(round, round);
      most = Math.max(most, cluster.liveStripes());
    }
    assertTrue(most <= SMALL_MOST, most + " stripes");
    assertEquals(cluster.liveStripes() * FILES_OF_A_STRIPE, cluster.files());
    Vaults strangers = cluster.strangers();
    for (int round = 1; round <= 320; round += 7) {
      assertEquals(
          expected.get(round - 1),
          restored(round, cluster.coordinator, strangers),
          "backup " + round);
    }
  }

  @Test
  void shardsAloneTellOfEveryBackup() throws Exception {
    backUp(1, 40);
    ShardsAlone alone = new ShardsAlone(cluster);
    assertEquals(40, alone.backups().size());
    Vaults strangers = cluster.strangers();
    for (int round = 1; round <= 40; round++) {
      assertEquals(expected.get(round - 1), restored(round, alone, strangers), "backup " + round);
    }
  }

  @Test
  void aReaderGoesOnWhileWhatItReadsIsFolded() throws Exception {
    backUp(1, 15);
    try (BackupContents contents =
        BackupContents.open(
            "%016x".formatted(9),
            "restore",
            cluster.access(cluster.coordinator),
            cluster.strangers())) {
      backUp(16, 40);
      Path sub = Files.createDirectory(folder.resolve("read"));
      for (int file = 0; file < 10; file++) {
        RawPath path = RawPath.of(source.resolve("sub/f" + file));
        try (OutputStream out = Files.newOutputStream(sub.resolve("f" + file))) {
          new Downloader(contents).write(path, out);
        }
        assertEquals(
            content(expected.get(8), "sub/f" + file), content(Trees.describe(sub), "f" + file));
      }
      assertTrue(
          contents.stripes().stream()
              .noneMatch(cluster.catalogue.stripes().leftByFolds(99)::contains));
    }
  }
}
