package com.plexichat.backup.agent.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.cli.local.TreeComparison.Difference;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every kind of difference that is planted is found, and nothing else.
class TreeComparisonTest {
  @TempDir Path dir;
  private Path left;
  private Path right;

  @BeforeEach
  void equalTrees() throws Exception {
    left = dir.resolve("left");
    right = dir.resolve("right");
    new SampleTree(new Random(7), 100_001).create(left);
    Process copy =
        new ProcessBuilder("cp", "-a", left.toString(), right.toString()).inheritIO().start();
    assertTrue(copy.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, copy.exitValue());
  }

  @Test
  void equalTreesAreEqual() throws IOException {
    TreeComparison.Outcome outcome = TreeComparison.compare(left, right);
    assertEquals(List.of(), outcome.differences());
    assertTrue(outcome.equal());
    assertTrue(outcome.files() > 400, outcome::toString);
    assertTrue(outcome.bytes() > 7_000_000, outcome::toString);
  }

  @Test
  void oneByte() throws IOException {
    Path file = right.resolve("sizes/noise.bin");
    FileTime time = Files.getLastModifiedTime(file);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
    Files.setLastModifiedTime(file, time);
    finds("sizes/noise.bin", "content: from byte " + (bytes.length - 1) + " on");
  }

  @Test
  void size() throws IOException {
    Path file = right.resolve("sizes/empty");
    FileTime time = Files.getLastModifiedTime(file);
    Files.write(file, new byte[1]);
    Files.setLastModifiedTime(file, time);
    finds("sizes/empty", "size: 0, 1");
  }

  @Test
  void oneNanosecond() throws IOException {
    Path file = right.resolve("times/old");
    FileTime time = Files.getLastModifiedTime(file);
    Files.setLastModifiedTime(file, FileTime.from(time.toInstant().plusNanos(1)));
    assertEquals(1, TreeComparison.compare(left, right).differences().size());
    finds("times/old", "modification time: " + time + ", " + Files.getLastModifiedTime(file));
  }

  @Test
  void mode() throws IOException {
    Files.setPosixFilePermissions(
        right.resolve("permissions/script.sh"), PosixFilePermissions.fromString("rwxr-x-w-"));
    finds("permissions/script.sh", "mode: 755, 752");
    Files.setPosixFilePermissions(
        right.resolve("empty-folder"), PosixFilePermissions.fromString("rwx------"));
    assertEquals(2, TreeComparison.compare(left, right).differences().size());
  }

  @Test
  void linkTarget() throws IOException {
    keepingFolderTime(
        right.resolve("links"),
        () -> {
          Path link = right.resolve("links/to-nothing");
          Files.delete(link);
          Files.createSymbolicLink(link, Path.of("/no/other/place"));
        });
    List<Difference> found = TreeComparison.compare(left, right).differences();
    assertTrue(
        found.contains(
            new Difference("links/to-nothing", "link target: /no/such/place, /no/other/place")),
        found::toString);
  }

  @Test
  void type() throws IOException {
    keepingFolderTime(
        right.resolve("links"),
        () -> {
          Path link = right.resolve("links/to-file");
          Files.delete(link);
          Files.copy(right.resolve("links/file"), link);
        });
    finds("links/to-file", "type: symbolic link, file");
  }

  @Test
  void hardLink() throws IOException {
    keepingFolderTime(
        right.resolve("links"),
        () -> {
          Path link = right.resolve("links/hard-link");
          FileTime time = Files.getLastModifiedTime(link);
          byte[] bytes = Files.readAllBytes(link);
          Files.delete(link);
          Files.write(link, bytes);
          Files.setLastModifiedTime(link, time);
        });
    finds("links/hard-link", "hard link: to links/file, to nothing");
  }

  @Test
  void missingAndMore() throws IOException {
    keepingFolderTime(
        right.resolve("sizes"),
        () -> Files.move(right.resolve("sizes/one-byte"), right.resolve("sizes/another")));
    List<Difference> found = TreeComparison.compare(left, right).differences();
    assertEquals(
        List.of(
            new Difference("sizes/one-byte", "missing"),
            new Difference("sizes/another", "not in the source")),
        found);
  }

  @Test
  void aNameIsItsBytes() throws IOException {
    String folder = right.resolve("names").toUri().toString();
    Path odd = Path.of(URI.create(folder + "not-utf-8-%FF%FE"));
    assertTrue(Files.exists(odd));
    keepingFolderTime(
        right.resolve("names"),
        () -> Files.move(odd, Path.of(URI.create(folder + "not-utf-8-%FF%FD"))));
    assertEquals(2, TreeComparison.compare(left, right).differences().size());
  }

  @Test
  void owner() throws Exception {
    if (!System.getProperty("user.name").equals("root")) {
      // Only root may give a file away; elsewhere the owner cannot differ.
      assertFalse(Files.isWritable(Path.of("/etc/passwd")));
      return;
    }
    Process chown =
        new ProcessBuilder("chown", "12345:54321", right.resolve("sizes/empty").toString())
            .inheritIO()
            .start();
    assertTrue(chown.waitFor(30, TimeUnit.SECONDS));
    finds("sizes/empty", "owner: 0:0, 12345:54321");
  }

  private void finds(String path, String what) throws IOException {
    assertEquals(
        List.of(new Difference(path, what)), TreeComparison.compare(left, right).differences());
  }

  private interface Change {
    void make() throws IOException;
  }

  private static void keepingFolderTime(Path folder, Change change) throws IOException {
    FileTime time = Files.getLastModifiedTime(folder);
    change.make();
    Files.setLastModifiedTime(folder, time);
  }

  @Test
  void whatWasMadeCanBeRemoved() throws IOException {
    Files.setPosixFilePermissions(
        right.resolve("deep/level-1"), PosixFilePermissions.fromString("r-x------"));
    Folders.remove(right);
    assertFalse(Files.exists(right));
    assertTrue(Files.exists(left));
    Folders.remove(right);
  }
}
