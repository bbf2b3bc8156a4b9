package com.plexichat.backup.agent.api;

import static com.plexichat.backup.agent.catalogue.TestCatalogue.NOW;
import static com.plexichat.backup.agent.catalogue.TestCatalogue.submit;

import com.plexichat.backup.agent.backup.BackupDesk;
import com.plexichat.backup.agent.catalogue.Acts;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.MadeUpGrid;
import com.plexichat.backup.agent.catalogue.TestCatalogue;
import com.plexichat.backup.proto.MapStripesRequest;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/// How long a coordinator takes for a map of 100,000 stripes of 10 shards, 26 copies each, and for
/// what else goes over all stripes. Not a test; run its main method with an empty folder, and
/// perhaps with a number of stripes, of which only the count is measured then.
final class MapSpeed {
  private static final int STRIPES = 100_000;
  private static final int ROUNDS = 7;
  private static final int CHANGED = 1_000;

  private MapSpeed() {}

  public static void main(String[] args) {
    try (Catalogue catalogue = TestCatalogue.open(Path.of(args[0]))) {
      int stripes = args.length > 1 ? Integer.parseInt(args[1]) : STRIPES;
      MadeUpGrid.close(catalogue, MadeUpGrid.open(catalogue, stripes));
      if (args.length > 1) {
        measure("count of " + stripes + " stripes", () -> standing(catalogue));
        return;
      }
      InstantSource time = InstantSource.fixed(Instant.ofEpochMilli(NOW));
      MapDesk desk =
          new MapDesk(
              catalogue,
              new BackupDesk(catalogue, time, new SecureRandom()),
              new NoFigures(),
              time);
      measure("whole map, as bytes", () -> bytes(desk, 0));
      long before = catalogue.head().index();
      for (int stripe = 1; stripe <= CHANGED; stripe++) {
        submit(catalogue, Acts.changed(stripe * 97, 0, 2, "OK"));
      }
      measure("map of " + CHANGED + " changed stripes", () -> bytes(desk, before));
      measure("distribution and what can be restored", () -> standing(catalogue));
    }
  }

  private interface Task {
    /// What came of it, for the line that is printed.
    String run();
  }

  private static void measure(String what, Task task) {
    double[] seconds = new double[ROUNDS];
    String said = "";
    for (int round = 0; round < ROUNDS; round++) {
      long begun = System.nanoTime();
      said = task.run();
      seconds[round] = (System.nanoTime() - begun) / 1e9;
    }
    double first = seconds[0];
    java.util.Arrays.sort(seconds);
    System.out.printf(
        Locale.ROOT,
        "%s: first %.2f s, median of %d %.2f s (%s)%n",
        what,
        first,
        ROUNDS,
        seconds[ROUNDS / 2],
        said);
  }

  private static String bytes(MapDesk desk, long after) {
    long[] sum = new long[2];
    desk.map(
        MapStripesRequest.newBuilder().setAfter(after).build(),
        page -> {
          sum[0] += page.getStripesCount();
          sum[1] += page.toByteArray().length;
        });
    return sum[0] + " stripes, " + sum[1] / 1_000 + " kB";
  }

  private static String standing(Catalogue catalogue) {
    var counted =
        new DistributionDesk(catalogue, new NoFigures())
            .count(catalogue.backups().all(), List.of(Acts.backup(1)), NOW);
    return counted.answer().getCopies() + " copies";
  }
}
