package com.plexichat.backup.agent.catalogue;

import static com.plexichat.backup.agent.catalogue.TestCatalogue.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Stripes of 26 copies each, as a backup in silver has them, in a JVM of 256 MiB of its own.
class BulkTest {
  private static final int MANY = 200_000;
  private static final Duration LIMIT = Duration.ofMinutes(15);

  @Test
  @Tag("ci")
  void aLargeBackupFitsIntoASmallHeap(@TempDir Path folder) throws Exception {
    fits(MANY / 4, folder);
  }

  /// 1.6 TB.
  @Test
  @Tag("soak")
  void aVeryLargeBackupFitsIntoASmallHeap(@TempDir Path folder) throws Exception {
    fits(MANY, folder);
  }

  private static void fits(int stripes, Path folder) throws Exception {
    Path out = folder.resolve("out");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                BulkTest.class.getName(),
                folder.resolve("catalogue").toString(),
                Integer.toString(stripes))
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    boolean ended = child.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
    if (!ended) {
      child.destroyForcibly().waitFor();
    }
    String said = Files.readString(out, StandardCharsets.UTF_8);
    System.err.println(said);
    assertTrue(ended, said);
    assertEquals(0, child.exitValue(), said);
  }

  /// What the child does.
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    int count = Integer.parseInt(args[1]);
    int apart = count / 1_050;
    long copies = (long) count * MadeUpGrid.COPIES;
    long start = System.nanoTime();
    try (Catalogue catalogue = TestCatalogue.open(folder)) {
      List<Integer> all = MadeUpGrid.open(catalogue, count);
      say("reserve and commit", start, copies);
      long closing = System.nanoTime();
      MadeUpGrid.close(catalogue, all);
      say("close", closing, count);
      long scan = System.nanoTime();
      DistributionRow row = catalogue.shards().distribution(NOW);
      assertEquals(copies, row.copies());
      assertEquals(0, row.under());
      say("distribution", scan, copies);
      long under = System.nanoTime();
      assertEquals(0, catalogue.stripes().underReplicated(NOW, 100).size());
      say("under-replicated", under, copies);
      long find = System.nanoTime();
      for (int at = 1; at <= 1000; at++) {
        assertEquals(
            Acts.stripe(at * apart),
            catalogue.shards().find(Acts.shard(at * apart, 3), NOW).orElseThrow().stripe());
      }
      say("shard by name", find, 1000);
      long stripes = System.nanoTime();
      for (int at = 1; at <= 1000; at++) {
        assertEquals(
            10, catalogue.stripes().find(Acts.stripe(at * apart), NOW).orElseThrow().present());
      }
      say("stripe by id", stripes, 1000);
    }
    System.out.println(
        "database "
            + size(folder.resolve("db"))
            + " MB, log "
            + size(folder.resolve("log"))
            + " MB");
    long reopen = System.nanoTime();
    TestCatalogue.open(folder).close();
    say("open and close", reopen, 1);
    TestCatalogue.dropDatabase(folder);
    long rebuild = System.nanoTime();
    try (Catalogue catalogue = TestCatalogue.open(folder)) {
      assertEquals("it was missing", catalogue.opening().rebuilt());
      say("rebuild", rebuild, copies);
    }
  }

  private static void say(String what, long start, long rows) {
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf("%s: %.2f s, %.0f rows/s%n", what, seconds, rows / seconds);
  }

  private static long size(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum() / 1_000_000;
    }
  }
}
