package com.plexichat.backup.agent.catalogue;

import static com.plexichat.backup.agent.catalogue.TestCatalogue.NOW;
import static com.plexichat.backup.agent.catalogue.TestCatalogue.submit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.shared.model.Tier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// 200,000 stripes of 26 copies each (1.6 TB in silver) in a JVM of 256 MiB of its own.
class BulkTest {
  private static final int STRIPES = 200_000;
  private static final int BATCH = 256;
  private static final int COPIES = 3;
  private static final Duration LIMIT = Duration.ofMinutes(15);

  @Test
  @Tag("ci")
  void aLargeBackupFitsIntoASmallHeap(@TempDir Path folder) throws Exception {
    Path out = folder.resolve("out");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                BulkTest.class.getName(),
                folder.resolve("catalogue").toString())
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
    long start = System.nanoTime();
    try (Catalogue catalogue = TestCatalogue.open(folder)) {
      TestCatalogue.found(catalogue);
      submit(catalogue, Acts.opened(1, "docs", 1, Tier.SILVER));
      List<Integer> all = new ArrayList<>();
      for (int first = 1; first <= STRIPES; first += BATCH) {
        List<com.plexichat.backup.proto.ReservedStripe> reserved = new ArrayList<>();
        List<com.plexichat.backup.proto.CommittedStripe> committed = new ArrayList<>();
        for (int stripe = first; stripe < first + BATCH && stripe <= STRIPES; stripe++) {
          reserved.add(Acts.reservedStripe(stripe, COPIES, 2, 3, 4, 5));
          committed.add(Acts.committedStripe(stripe, COPIES, 2, 3, 4, 5));
          all.add(stripe);
        }
        submit(catalogue, Acts.reserved(1, reserved));
        submit(catalogue, Acts.committed(1, committed));
      }
      say("reserve and commit", start, STRIPES * 26L);
      long closing = System.nanoTime();
      submit(catalogue, Acts.closed(1, "complete", all, List.of()));
      say("close", closing, STRIPES);
      long scan = System.nanoTime();
      DistributionRow row = catalogue.shards().distribution(NOW);
      assertEquals(STRIPES * 26L, row.copies());
      assertEquals(0, row.under());
      say("distribution", scan, STRIPES * 26L);
      long under = System.nanoTime();
      assertEquals(0, catalogue.stripes().underReplicated(NOW, 100).size());
      say("under-replicated", under, STRIPES * 26L);
      long find = System.nanoTime();
      for (int at = 1; at <= 1000; at++) {
        assertEquals(
            Acts.stripe(at * 190),
            catalogue.shards().find(Acts.shard(at * 190, 3), NOW).orElseThrow().stripe());
      }
      say("shard by name", find, 1000);
      long stripes = System.nanoTime();
      for (int at = 1; at <= 1000; at++) {
        assertEquals(
            10, catalogue.stripes().find(Acts.stripe(at * 190), NOW).orElseThrow().present());
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
      say("rebuild", rebuild, STRIPES * 26L);
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
