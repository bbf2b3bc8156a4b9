package com.plexichat.backup.agent.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepairChainTest {
  private static final double[][] COLUMNS = {
    {0.014, 24}, {0.014, 168}, {0.05, 6}, {0.05, 24}, {0.05, 168}, {0.2, 24}, {0.2, 168}, {0.2, 720}
  };

  private static double perHour(double perYear) {
    return -Math.log1p(-perYear) / RepairChain.YEAR_HOURS;
  }

  private static double loss(int copies, int tolerated, double perYear, double repairHours) {
    return new RepairChain(copies, tolerated, perHour(perYear), repairHours).lossWithinYear(0);
  }

  /// The published table, two digits a value: machines lost a year and hours of repair across.
  @ParameterizedTest
  @CsvSource({
    "2, 1, 1.1e-6, 7.6e-6, 3.6e-6, 1.4e-5, 1.0e-4, 2.7e-4, 1.9e-3, 7.7e-3",
    "3, 2, 6.3e-11, 3.1e-9, 1.9e-10, 3.0e-9, 1.5e-7, 2.5e-7, 1.2e-5, 2.1e-4",
    "5, 4, 1.6e-19, 3.8e-16, 3.9e-19, 1.0e-16, 2.4e-13, 1.5e-13, 3.6e-10, 1.1e-7",
    "7, 6, 3.3e-28, 3.8e-23, 6.7e-28, 2.8e-24, 3.2e-19, 8.1e-20, 9.3e-15, 5.2e-11",
    "6, 2, 1.3e-9, 6.2e-8, 3.8e-9, 6.1e-8, 3.0e-6, 5.0e-6, 2.4e-4, 3.9e-3",
    "9, 3, 4.1e-13, 1.4e-10, 1.1e-12, 7.1e-11, 2.4e-8, 2.5e-8, 8.4e-6, 5.7e-4",
    "14, 4, 3.1e-16, 7.5e-13, 7.8e-16, 2.0e-13, 4.7e-10, 3.1e-10, 7.0e-7, 1.9e-4"
  })
  void table(
      int copies,
      int tolerated,
      double a,
      double b,
      double c,
      double d,
      double e,
      double f,
      double g,
      double h) {
    double[] row = {a, b, c, d, e, f, g, h};
    for (int at = 0; at < row.length; at++) {
      double loss = loss(copies, tolerated, COLUMNS[at][0], COLUMNS[at][1]);
      assertEquals(
          String.format(Locale.ROOT, "%.1e", row[at]),
          String.format(Locale.ROOT, "%.1e", loss),
          "%d, %d in column %d".formatted(copies, tolerated, at));
    }
  }

  /// Losses within a year among so many simulated ones, in which every copy fails and is repaired
  /// by itself.
  private static double simulated(RepairChain chain, int missing, int years, Random chance) {
    int lost = 0;
    for (int year = 0; year < years; year++) {
      int out = missing;
      double hours = 0;
      while (out <= chain.tolerated()) {
        double fails = (chain.copies() - out) * chain.failuresPerHour();
        double comes = out / chain.repairHours();
        hours -= Math.log1p(-chance.nextDouble()) / (fails + comes);
        if (hours >= RepairChain.YEAR_HOURS) {
          break;
        }
        out += chance.nextDouble() * (fails + comes) < fails ? 1 : -1;
      }
      lost += out > chain.tolerated() ? 1 : 0;
    }
    return (double) lost / years;
  }

  @ParameterizedTest
  @CsvSource({
    "2, 1, 0, 100_000",
    "3, 2, 0, 600_000",
    "6, 2, 0, 100_000",
    "2, 1, 1, 100_000",
    "3, 2, 1, 300_000",
    "3, 2, 2, 100_000"
  })
  void agreesWithSimulation(int copies, int tolerated, int missing, String years) {
    RepairChain chain = new RepairChain(copies, tolerated, perHour(0.5), 720);
    int count = Integer.parseInt(years.replace("_", ""));
    double simulated = simulated(chain, missing, count, new Random(7));
    double reckoned = chain.lossWithinYear(missing);
    System.out.printf(
        Locale.ROOT,
        "durability %d copies, %d tolerated, %d missing: simulated %.5f, reckoned %.5f%n",
        copies,
        tolerated,
        missing,
        simulated,
        reckoned);
    assertEquals(1, reckoned / simulated, 0.15);
  }

  @Test
  void whatIsMissingNowShows() {
    RepairChain chain = new RepairChain(3, 2, perHour(0.05), 24);
    double whole = chain.lossWithinYear(0);
    assertTrue(chain.lossWithinYear(1) > 5 * whole);
    assertTrue(chain.lossWithinYear(2) > 100 * chain.lossWithinYear(1));
    assertEquals(1, chain.lossWithinYear(3));
    assertThrows(IllegalArgumentException.class, () -> chain.lossWithinYear(-1));
    assertThrows(IllegalArgumentException.class, () -> new RepairChain(3, 3, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new RepairChain(3, 2, 0, 1));
  }
}
