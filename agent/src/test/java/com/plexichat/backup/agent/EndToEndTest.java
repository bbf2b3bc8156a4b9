package com.plexichat.backup.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole program in processes of its own: the demonstration starts seven agents, backs up,
/// kills one for good, waits for the repair, restores and compares byte for byte.
class EndToEndTest {
  @Test
  void demonstrationEndsWithAnEqualTree(@TempDir Path dir) throws Exception {
    Path source = Files.createDirectories(dir.resolve("source/folder"));
    Files.writeString(source.resolve("a.txt"), "plain text of a file\n".repeat(5_000));
    Files.write(source.resolve("empty"), new byte[0]);
    Files.createSymbolicLink(source.resolve("link"), Path.of("a.txt"));
    byte[] large = new byte[12 << 20];
    new java.util.Random(7).nextBytes(large);
    Files.write(source.resolve("large.bin"), large);
    RealCluster.Ended demo =
        RealCluster.plexichat(
            "demo",
            "--headless",
            "--keep",
            "--path",
            dir.resolve("source").toString(),
            "--dir",
            dir.resolve("cluster").toString(),
            "--output",
            "json");
    assertEquals(0, demo.code(), demo::toString);
    assertTrue(demo.out().contains("\"equal\""), demo::toString);
    assertStoresHoldNoPlaintext(dir.resolve("cluster"));
  }

  private static void assertStoresHoldNoPlaintext(Path cluster) throws IOException {
    List<Path> files = new ArrayList<>();
    try (var walk = Files.walk(cluster)) {
      walk.filter(path -> path.toString().contains("/data/") && Files.isRegularFile(path))
          .forEach(files::add);
    }
    assertTrue(files.stream().anyMatch(path -> path.toString().endsWith(".shard")), "no shards");
    for (Path file : files) {
      String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      assertTrue(!bytes.contains("plain text of a file"), file.toString());
    }
  }
}
