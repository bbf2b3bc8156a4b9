package com.plexichat.backup.agent.recovery;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/// Makes source trees, and tells what is in one so that two can be compared.
final class Trees {
  private Trees() {}

  /// About 21 MiB in every shape that a tree has.
  static void make(Path root, long seed) throws IOException {
    Random random = new Random(seed);
    Files.createDirectories(root.resolve("big"));
    for (int i = 0; i < 5; i++) {
      Files.write(root.resolve("big/file" + i), bytes(random, 4_000_000 + i * 1000));
    }
    for (int d = 0; d < 8; d++) {
      Path folder = Files.createDirectories(root.resolve("small/d" + d + "/inner"));
      for (int i = 0; i < 20; i++) {
        Files.write(folder.resolve("f" + i + ".txt"), bytes(random, random.nextInt(9000)));
      }
    }
    Files.writeString(root.resolve("z-last"), "the last one\n");
    Files.createFile(root.resolve("empty"));
    Files.createDirectory(root.resolve("nothing-in-it"));
    Files.createSymbolicLink(root.resolve("link"), Path.of("small/../nowhere"));
    Files.createLink(root.resolve("small/hard"), root.resolve("z-last"));
    Files.createLink(root.resolve("big/hard"), root.resolve("z-last"));
    sparse(root.resolve("sparse"), random);
    Files.writeString(root.resolve("ünïcödé \u2014 " + "n".repeat(120)), "long name");
    Files.setPosixFilePermissions(
        root.resolve("small/d1/inner/f1.txt"), PosixFilePermissions.fromString("r-x--x---"));
    for (Path path : paths(root).reversed()) {
      if (!Files.isSymbolicLink(path)) {
        Instant time =
            Instant.ofEpochSecond(1_700_000_000 + random.nextInt(1_000_000), 123_456_789);
        Files.setLastModifiedTime(path, FileTime.from(time));
      }
    }
    Files.setPosixFilePermissions(
        root.resolve("small/d2"), PosixFilePermissions.fromString("r-xr-xr-x"));
  }

  private static void sparse(Path file, Random random) throws IOException {
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.seek(300_000);
      sparse.write(bytes(random, 100_000));
      sparse.seek(9_000_000);
      sparse.write(bytes(random, 5000));
      sparse.setLength(12_000_000);
    }
  }

  static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  static java.util.List<Path> paths(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.sorted().toList();
    }
  }

  /// Relative path → everything that must be the same.
  static Map<String, String> describe(Path root) throws IOException {
    Map<String, String> facts = new TreeMap<>();
    Map<Object, String> inodes = new HashMap<>();
    for (Path path : paths(root)) {
      Map<String, Object> unix = Files.readAttributes(path, "unix:*", LinkOption.NOFOLLOW_LINKS);
      String what =
          "%o %s:%s %s"
              .formatted(
                  (Integer) unix.get("mode"),
                  unix.get("uid"),
                  unix.get("gid"),
                  unix.get("lastModifiedTime"));
      String name = root.relativize(path).toString();
      if (Files.isSymbolicLink(path)) {
        what += " -> " + Files.readSymbolicLink(path);
      } else if (Files.isRegularFile(path)) {
        CRC32C crc = new CRC32C();
        crc.update(Files.readAllBytes(path));
        String first = inodes.computeIfAbsent(unix.get("ino"), _ -> name);
        what += " " + unix.get("size") + " " + crc.getValue() + " " + first;
      }
      facts.put(name, what);
    }
    return facts;
  }
}
