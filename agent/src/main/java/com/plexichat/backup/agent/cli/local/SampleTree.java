package com.plexichat.backup.agent.cli.local;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// A small folder with what is easy to lose in a backup: odd names, links, permissions, old times,
/// empty things, large and many files, the same content twice.
public final class SampleTree {
  private static final int MIB = 1 << 20;
  private static final int SMALL_FILES = 400;

  private final RandomGenerator random;
  private final int noise;

  /// @param noise bytes of the largest file, which cannot be compressed
  public SampleTree(RandomGenerator random, int noise) {
    this.random = random;
    this.noise = noise;
  }

  /// Makes it in a folder that does not exist yet.
  public void create(Path root) throws IOException {
    Files.createDirectories(root);
    sizes(root.resolve("sizes"));
    names(root.resolve("names"));
    links(root.resolve("links"));
    permissions(root.resolve("permissions"));
    times(root.resolve("times"));
    many(root.resolve("many"));
    Path deep = root.resolve("deep");
    for (int level = 1; level <= 24; level++) {
      deep = deep.resolve("level-" + level);
    }
    Files.createDirectories(deep);
    Files.writeString(deep.resolve("bottom.txt"), "Down here.\n");
    Files.createDirectories(root.resolve("empty-folder"));
  }

  private void sizes(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.createFile(folder.resolve("empty"));
    Files.write(folder.resolve("one-byte"), new byte[] {42});
    byte[] large = bytes(noise);
    Files.write(folder.resolve("noise.bin"), large);
    Files.write(folder.resolve("noise-again.bin"), large);
    Files.write(folder.resolve("zeros.bin"), new byte[3 * MIB]);
    Files.writeString(
        folder.resolve("text.log"), "A line as in every log, number 0.\n".repeat(60_000));
  }

  private void names(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (String name :
        new String[] {
          "with%20blanks",
          "line%0Abreak",
          "tab%09and%22quotes%22",
          "-rf",
          "gr%C3%BC%C3%9Fe-%E4%BD%A0%E5%A5%BD-%F0%9F%8C%8D",
          "*%3F[glob]",
          "not-utf-8-%FF%FE"
        }) {
      try {
        // Raw bytes: a name need not be text in any locale.
        Path file =
            Path.of(URI.create(rawUri(folder) + name.replace("[", "%5B").replace("]", "%5D")));
        Files.write(file, bytes(100 + random.nextInt(2000)));
      } catch (FileSystemException refused) {
        // Not every file system takes every name; this one then has one oddity less.
        Files.createFile(folder.resolve("refused-" + Integer.toHexString(name.hashCode())));
      }
    }
  }

  private static String rawUri(Path folder) {
    String uri = folder.toUri().toString();
    return uri.endsWith("/") ? uri : uri + "/";
  }

  private void links(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path file = Files.write(folder.resolve("file"), bytes(70_000));
    Files.createLink(folder.resolve("hard-link"), file);
    Files.createLink(folder.resolve("hard-link-2"), file);
    Files.createSymbolicLink(folder.resolve("to-file"), Path.of("file"));
    Files.createSymbolicLink(folder.resolve("to-folder"), Path.of("../sizes"));
    Files.createSymbolicLink(folder.resolve("to-nothing"), Path.of("/no/such/place"));
  }

  private void permissions(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (String mode : new String[] {"r--------", "rwxr-x--x", "rw-rw-rw-", "rwxrwxrwx"}) {
      Path file = folder.resolve("file-" + mode);
      Files.write(file, bytes(500));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
    Path closed = Files.createDirectories(folder.resolve("folder-rwx------"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    Path labelled = Files.write(folder.resolve("labelled"), bytes(200));
    UserDefinedFileAttributeView view =
        Files.getFileAttributeView(labelled, UserDefinedFileAttributeView.class);
    if (view != null
        && Files.getFileStore(labelled)
            .supportsFileAttributeView(UserDefinedFileAttributeView.class)) {
      view.write("label", ByteBuffer.wrap("kept".getBytes(StandardCharsets.US_ASCII)));
    }
    Files.setPosixFilePermissions(
        Files.write(folder.resolve("script.sh"), "#!/bin/sh\n".getBytes(StandardCharsets.US_ASCII)),
        PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void times(Path folder) throws IOException {
    Files.createDirectories(folder);
    stamp(folder.resolve("old"), Instant.parse("1979-12-31T23:59:59.123456789Z"));
    stamp(folder.resolve("before-1970"), Instant.parse("1960-02-29T12:00:00.000000001Z"));
    stamp(folder.resolve("future"), Instant.parse("2037-01-01T00:00:00.999999999Z"));
  }

  private void stamp(Path file, Instant time) throws IOException {
    Files.write(file, bytes(300));
    Files.setLastModifiedTime(file, FileTime.from(time));
  }

  private void many(Path folder) throws IOException {
    for (int i = 0; i < SMALL_FILES; i++) {
      Path part = Files.createDirectories(folder.resolve("part-" + i % 16));
      Files.write(part.resolve("file-" + i + ".dat"), bytes(random.nextInt(12_000)));
    }
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
