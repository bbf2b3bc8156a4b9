package com.plexichat.backup.agent.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.planning.Durability.Basis;
import com.plexichat.backup.agent.planning.Durability.Room;
import com.plexichat.backup.shared.model.Durability.Limit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurabilityTest {
  private static final FatalSets.Sites APART = machine -> machine;
  private static final FatalSets.Sites TOGETHER = _ -> 0;
  private static final FailureRate PRIOR = new FailureRate(0, 0);
  private static final Basis CALM = new Basis(PRIOR, 24, 168, 24, 0, 1e-4);
  private static final Room ROOM = new Room(3, true, true);

  /// One group of three machines, as many copies as given.
  private static Map<FatalSets, Long> three(FatalSets.Sites sites, int... holders) {
    return Map.of(FatalSets.of(2, 3, List.of(holders, new int[] {1, 2, 3}), sites), 1L);
  }

  private static Durability whole() {
    return Durability.of(CALM, ROOM, three(APART, 1, 2, 3));
  }

  @Test
  void theLowerOfHardwareAndCommonCausesIsTold() {
    Durability.Figures figures = whole().figures();
    assertEquals(8.5, figures.hardware());
    assertEquals(4.0, figures.all());
    assertEquals(Limit.COMMON_CAUSES, figures.limit());
    assertEquals(8.5, whole().now());
    assertEquals(3, whole().fewestMachines());
  }

  @Test
  void missingCopiesShowNow() {
    Durability short1 = Durability.of(CALM, ROOM, three(APART, 1));
    assertEquals(8.2, short1.figures().hardware(), "with every copy in place");
    assertEquals(4.2, short1.now());
    assertEquals(Limit.MISSING_COPIES, short1.figures().limit());
    assertEquals(1, short1.fewestMachines());
    assertTrue(Durability.of(CALM, ROOM, three(APART, 1, 2)).now() > 7);
  }

  @Test
  void whatIsLostHasNoNine() {
    Durability lost = Durability.of(CALM, ROOM, three(APART));
    assertEquals(new Durability.Figures(0, 0, Limit.LOST, 8.2), lost.figures());
    assertEquals(0, lost.now());
  }

  @Test
  void oneSiteIsNamed() {
    Durability.Figures figures = Durability.of(CALM, ROOM, three(TOGETHER, 1, 2, 3)).figures();
    assertEquals(Limit.ONE_SITE, figures.limit());
    assertEquals(3.7, figures.all(), "two events in 10⁴ years");
  }

  @Test
  void waitingForAMachineIsNamed() {
    Basis weak = new Basis(PRIOR, 24, 720, 24, 0, 1e-9);
    Map<FatalSets, Long> stripes = three(APART, 1, 2, 3);
    Durability.Figures spare = Durability.of(weak, ROOM, stripes).figures();
    Durability.Figures none = Durability.of(weak, new Room(3, true, false), stripes).figures();
    assertEquals(Limit.NO_SPARE, none.limit());
    assertTrue(none.hardware() < spare.hardware() - 2);
    // Two of three copies, and no machine for the third: what is there is all that is reckoned.
    Durability two = Durability.of(weak, new Room(3, false, false), three(APART, 1, 2));
    assertEquals(two.figures().hardware(), two.now());
    assertTrue(two.now() < 4);
  }

  /// The published figures for three copies, 5 % a year, 24 h, 1.4 % rot a year.
  @ParameterizedTest
  @CsvSource({"24, 8.1", "168, 7.7", "720, 7.0", "4320, 5.6"})
  void rotThatIsFoundLate(double scrubHours, double nines) {
    Basis basis = new Basis(PRIOR, 24, 168, scrubHours, 0.014, 1e-12);
    Map<FatalSets, Long> one = Map.of(FatalSets.of(1, 3, List.of(new int[] {1, 2, 3}), APART), 1L);
    Durability.Figures figures = Durability.of(basis, ROOM, one).figures();
    assertEquals(nines, figures.hardware(), 0.11);
    if (scrubHours > 168) {
      assertEquals(Limit.LATENT_ERRORS, figures.limit());
    }
  }

  @Test
  void manyStripesOnTheSameMachinesAreOneGroup() {
    FatalSets one = FatalSets.of(1, 3, List.of(new int[] {1, 2, 3}), APART);
    assertEquals(
        Durability.of(CALM, ROOM, Map.of(one, 1L)).now(),
        Durability.of(CALM, ROOM, Map.of(one, 1_000_000L)).now());
    // Ten machines have 120 groups of three: 2.08 nines less, however many stripes there are.
    Room ten = new Room(10, true, true);
    assertEquals(8.5, Durability.of(CALM, ten, Map.of(one, 1L)).now());
    assertEquals(6.4, Durability.of(CALM, ten, Map.of(one, 1_000_000L)).now());
  }

  @Test
  void neverMoreThanNine() {
    Map<FatalSets, Long> seven =
        Map.of(FatalSets.of(1, 7, List.of(new int[] {1, 2, 3, 4, 5, 6, 7}), APART), 1L);
    Durability much =
        Durability.of(new Basis(PRIOR, 1, 1, 1, 0, 1e-30), new Room(9, true, true), seven);
    assertEquals(9, much.figures().hardware());
    assertEquals(9, much.figures().all());
    assertEquals(9, much.now());
  }

  /// Five stripes of eight data shards, twice each, and two parity shards, on six machines that
  /// fail and come back empty, their copies made anew: what is reckoned is not less than what
  /// happens, and not much more.
  @Test
  void reckonedAtLeastWhatHappens() {
    Random chance = new Random(5);
    List<List<int[]>> stripes = new ArrayList<>();
    Map<FatalSets, Long> kinds = new HashMap<>();
    for (int stripe = 0; stripe < 5; stripe++) {
      stripes.add(dealt(chance));
      kinds.merge(FatalSets.of(8, 2, stripes.getLast(), APART), 1L, Long::sum);
    }
    boolean[] fatal = new boolean[1 << MACHINES];
    for (int gone = 0; gone < fatal.length; gone++) {
      for (List<int[]> stripe : stripes) {
        fatal[gone] |= left(stripe, gone) < 8;
      }
    }
    // 18 losses in two machine-years more than the prior: 48 % a year.
    FailureRate often = new FailureRate(18, 2);
    double repair = 336;
    int years = 60_000;
    int lost = 0;
    for (int year = 0; year < years; year++) {
      lost += isLost(fatal, often.perHour(), repair, chance) ? 1 : 0;
    }
    double happened = (double) lost / years;
    double reckoned =
        Durability.of(
                new Basis(often, repair, repair, 1, 0, 0), new Room(MACHINES, true, true), kinds)
            .lossNow();
    System.out.printf(
        Locale.ROOT,
        "durability of 8+2 twice on six machines: simulated %.5f, reckoned %.5f%n",
        happened,
        reckoned);
    assertTrue(reckoned >= 0.95 * happened, reckoned + " < " + happened);
    assertTrue(reckoned <= 2.5 * happened, reckoned + " > 2.5 · " + happened);
  }

  private static final int MACHINES = 6;

  private static List<int[]> dealt(Random chance) {
    List<int[]> holders = new ArrayList<>();
    for (int index = 0; index < 10; index++) {
      int first = chance.nextInt(MACHINES);
      holders.add(
          index < 8
              ? new int[] {first, (first + 1 + chance.nextInt(MACHINES - 1)) % MACHINES}
              : new int[] {first});
    }
    return holders;
  }

  private static long left(List<int[]> stripe, int gone) {
    return stripe.stream()
        .filter(shard -> IntStream.of(shard).anyMatch(one -> (gone >> one & 1) == 0))
        .count();
  }

  private static boolean isLost(boolean[] fatal, double perHour, double repair, Random chance) {
    int gone = 0;
    double hours = 0;
    while (!fatal[gone]) {
      int out = Integer.bitCount(gone);
      double fails = (MACHINES - out) * perHour;
      double all = fails + out / repair;
      hours -= Math.log1p(-chance.nextDouble()) / all;
      if (hours >= RepairChain.YEAR_HOURS) {
        return false;
      }
      boolean isFailure = chance.nextDouble() * all < fails;
      int which = chance.nextInt(isFailure ? MACHINES - out : out);
      for (int machine = 0; machine < MACHINES; machine++) {
        boolean isThere = (gone >> machine & 1) == 0;
        if (isThere == isFailure && which-- == 0) {
          gone ^= 1 << machine;
        }
      }
    }
    return true;
  }
}
