package com.plexichat.backup.agent.recovery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.proto.ChunkRef;
import com.plexichat.backup.proto.Entry;
import com.plexichat.backup.proto.RestoreResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a machine that knows nothing yet reads to bring one small file back, counted by the peers.
class ReadsLittleTest {
  @TempDir Path folder;
  private SavedTree saved;

  @BeforeEach
  void backUp() throws Exception {
    Path source = Files.createDirectory(folder.resolve("source"));
    Random random = new Random(5);
    for (int d = 0; d < 40; d++) {
      Path below = Files.createDirectory(source.resolve("d" + d));
      for (int i = 0; i < 100; i++) {
        Files.write(below.resolve("f" + i), Trees.bytes(random, 2000 + random.nextInt(10_000)));
      }
    }
    saved = new SavedTree(folder, source);
  }

  @AfterEach
  void close() throws IOException {
    saved.close();
  }

  @Test
  void openingReadsTheRecordWhereItLies() {
    try (BackupContents contents = saved.open()) {
      assertEquals(4000, contents.record().getFiles());
      // The record, and each index segment: one or two bodies, as they may cross a shard's end.
      int segments = contents.record().getSegmentsCount();
      assertTrue(saved.peers.bodies.get() <= 2 + 2 * segments, saved.peers.bodies + " bodies");
    }
  }

  @Test
  void aSmallFileTakesOneOrTwoBodies() throws Exception {
    for (int d = 3; d < 40; d += 9) {
      try (BackupContents contents = saved.open()) {
        RawPath path = RawPath.of(saved.source.resolve("d" + d + "/f77"));
        Entry entry = contents.tree().find(path).orElseThrow().entry();
        assertEquals(1, entry.getChunksCount());
        int bodies = saved.peers.bodies.get();
        int parts = saved.peers.parts.get();
        ChunkRef chunk = entry.getChunks(0);
        assertEquals(entry.getSize(), contents.chunk(chunk).length);
        int read = saved.peers.bodies.get() - bodies;
        assertTrue(read <= 2, read + " bodies for the file's data");
        assertTrue(saved.peers.parts.get() - parts <= 8, "headers");
      }
    }
  }

  @Test
  void aRestoreOfOneFileReadsLittleBesides() throws Exception {
    Path to = folder.resolve("to");
    String wanted = saved.source.resolve("d20/f50").toString();
    RestoreResult result = saved.restore(SavedTree.to(to, wanted));
    assertEquals(1, result.getFiles());
    assertArrayEquals(
        Files.readAllBytes(saved.source.resolve("d20/f50")),
        Files.readAllBytes(to.resolve(wanted.substring(1))));
    assertEquals(saved.peers.bodies.get(), result.getBodiesRead());
    assertTrue(result.getBodiesRead() <= 8, result.getBodiesRead() + " bodies");
  }
}
