package com.plexichat.backup.agent.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.agent.io.Sandbox;
import com.plexichat.backup.proto.RestoreResult;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Trees that are larger than anything, through a real backup and its restore.
class VastTreeTest {
  private static final long VAST = 8L << 40;
  private static final List<Long> DATA = List.of(0L, (3L << 40) + 12_345, VAST - 9);
  private static final byte[] TEXT = "not zero!".getBytes(StandardCharsets.UTF_8);
  private static final int DEPTH = 4096;

  private Sandbox sandbox;

  @BeforeEach
  void open() throws IOException {
    sandbox = new Sandbox();
  }

  @AfterEach
  void close() throws IOException {
    sandbox.close();
  }

  /// What would not go through a heap, or onto any disk here, if a hole were ever read.
  @Test
  void eightTebibytesOfHolesAreKeptAsHoles() throws Exception {
    Path source = Files.createDirectory(sandbox.folder().resolve("src"));
    try (RandomAccessFile file = new RandomAccessFile(source.resolve("vast").toFile(), "rw")) {
      file.setLength(VAST);
      for (long at : DATA) {
        file.seek(at);
        file.write(TEXT);
      }
    }
    try (RandomAccessFile file = new RandomAccessFile(source.resolve("hole").toFile(), "rw")) {
      file.setLength(VAST);
    }
    try (SavedTree saved = new SavedTree(sandbox.folder(), source)) {
      long stored = kibibytes("peers");
      RestoreResult result = saved.restore(SavedTree.to(sandbox.folder().resolve("copy")));
      assertEquals("complete", result.getState(), result.toString());
      assertEquals(2 * VAST, result.getBytes());
      assertTrue(stored < 2048, "stored KiB: " + stored);
      long restored = kibibytes("copy");
      assertTrue(restored < 1024, "restored KiB: " + restored);
      System.out.println(
          "vast file: %d bytes, %d KiB stored on peers, %d KiB restored, %d MiB of heap at most"
              .formatted(2 * VAST, stored, restored, Runtime.getRuntime().maxMemory() >> 20));
      assertEquals(
          TreeListing.of(RawPath.of(source)), TreeListing.of(RawPath.of(saved.in(copy()))));
      byte[] read = new byte[TEXT.length];
      try (RandomAccessFile file =
          new RandomAccessFile(saved.in(copy()).resolve("vast").toFile(), "r")) {
        for (long at : DATA) {
          file.seek(at);
          file.readFully(read);
          assertEquals("not zero!", new String(read, StandardCharsets.UTF_8));
        }
      }
    }
  }

  @Test
  void aThousandFoldersInEachOtherComeBack() throws Exception {
    deep(DEPTH / 4);
  }

  @Test
  @Tag("soak")
  void fourThousandFoldersInEachOtherComeBack() throws Exception {
    deep(DEPTH);
  }

  private void deep(int depth) throws Exception {
    Path source = Files.createDirectory(sandbox.folder().resolve("src"));
    sandbox.deep("src", "d", depth, "f");
    sandbox.deep("src", "n".repeat(255), 40, "g");
    sandbox.run("echo beside > src/z");
    try (SavedTree saved = new SavedTree(sandbox.folder(), source)) {
      RestoreResult result = saved.restore(SavedTree.to(copy()));
      assertEquals("complete", result.getState(), result.toString());
      assertEquals(3, result.getFiles());
      String name = "copy" + source;
      assertEquals(list("src"), list(name));
      // Only the file at the bottom, with the way down to it.
      RestoreResult one = saved.restore(SavedTree.to(sandbox.folder().resolve("one"), "f"));
      assertEquals(1, one.getFiles(), one.toString());
      assertEquals(depth, lines("one" + source, "d"));
      cut("src", name, "one" + source);
      System.out.println("deep tree: %d folders restored".formatted(result.getDirectories()));
    }
  }

  /// Cuts deep trees into short ones, which `rm` removes in no time.
  private void cut(String... trees) throws Exception {
    sandbox.run(
        "p=$(printf 'd/%.0s' $(seq 64)); for t in \"$@\"; do (cd \"./$t\"; i=0;"
            + " while [ -d \"$p\" ]; do mv \"${p%/}\" rest; mv d piece$i; mv rest d;"
            + " i=$((i+1)); done); done",
        trees);
  }

  private Path copy() {
    return sandbox.folder().resolve("copy");
  }

  private String list(String folder) throws Exception {
    return sandbox.run("cd \"$1\"; find . -printf '%d %f %y %m %T@\\n' | sort | md5sum", folder);
  }

  private int lines(String folder, String name) throws Exception {
    return Integer.parseInt(
        sandbox.run("find \"$1\" -name \"$2\" | wc -l", "./" + folder, name).strip());
  }

  private long kibibytes(String folder) throws Exception {
    return Long.parseLong(sandbox.run("du -sk \"$1\" | cut -f1", folder).strip());
  }
}
