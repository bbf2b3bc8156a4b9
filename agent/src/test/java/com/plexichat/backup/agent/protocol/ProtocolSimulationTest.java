package com.plexichat.backup.agent.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The protocol under a seeded environment: what must never be never is, and planted mistakes are
/// noticed.
///
/// `-Dsim.seed=N` replays one seed and prints what happens in it, `-Dsim.kept=…` with these faults
/// alone, `-Dsim.mutant=M` with this mistake; `-Dsim.seeds=N` runs more or fewer seeds.
class ProtocolSimulationTest {
  private static final int SEEDS = Integer.getInteger("sim.seeds", 1_000);

  /// Seeds that found the bugs of docs/bugs.tsv.
  private static final List<Long> ONCE_FAILED = List.of(807L, 34_275_713_761_212L);

  private static final int SEEDS_FOR_A_MUTANT = 1_000;
  private static final int SEEDS_AT_ONCE = 500;
  private static final int RUNS_TO_SHRINK = 400;

  @Test
  void nothingThatMustNotBeEverIs() {
    Long only = Long.getLong("sim.seed");
    if (only != null) {
      replay(only);
      return;
    }
    long begun = System.nanoTime();
    Runs.Result all = Runs.run(0, SEEDS);
    report(all, begun);
    Tally tally = all.tally();
    assertTrue(tally.acknowledged > SEEDS * 10L, "too few stripes: " + tally.acknowledged);
    assertTrue(tally.restores > SEEDS * 100L, "too few restores: " + tally.restores);
    assertTrue(tally.removals > SEEDS * 20L, "too few removals: " + tally.removals);
    assertTrue(tally.rebuilt > SEEDS / 5, "too few rebuilds: " + tally.rebuilt);
    assertTrue(tally.folds > SEEDS, "too few folds: " + tally.folds);
    assertTrue(tally.vacated > SEEDS, "too few vacated: " + tally.vacated);
    assertTrue(tally.prunes > SEEDS, "too few prunes: " + tally.prunes);
    assertTrue(tally.pruning[1] > SEEDS / 2, "too few rollbacks: " + tally.rollbacks);
    assertTrue(tally.pruning[2] > SEEDS / 2, "too few sweeps: " + tally.sweeps);
    tally
        .byKind()
        .forEach((fault, count) -> assertTrue(count > 0 || SEEDS < 1_000, fault + " never struck"));
  }

  @Test
  @Tag("soak")
  void nothingThatMustNotBeEverIsForAsLongAsOneLikes() {
    long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(Long.getLong("soak.minutes", 1L));
    long first = Long.getLong("sim.base", new SecureRandom().nextLong() >>> 16);
    Tally.line("first seed of the soak", first);
    long begun = System.nanoTime();
    Tally tally = new Tally();
    Shrinker.Failure failure = null;
    for (long seed = first; failure == null && System.nanoTime() < until; seed += SEEDS_AT_ONCE) {
      Runs.Result some = Runs.run(seed, SEEDS_AT_ONCE);
      tally.add(some.tally());
      failure = some.failure();
    }
    report(new Runs.Result(tally, failure), begun);
  }

  @Test
  void whatFoundABugFindsNoneNow() {
    for (long seed : ONCE_FAILED) {
      Shrinker.Failure failure = Shrinker.failure(Scenario.of(seed));
      assertNull(failure, failure == null ? "" : failure.describe());
    }
  }

  @Test
  void theSameSeedRunsTheSameWay() {
    for (long seed = 0; seed < 20; seed++) {
      Sim first = new Sim(Scenario.of(seed)).run();
      Sim second = new Sim(Scenario.of(seed)).run();
      assertEquals(first.tally.events, second.tally.events, "seed " + seed);
      assertEquals(first.hash, second.hash, "seed " + seed);
      assertEquals(first.faults(), second.faults(), "seed " + seed);
    }
  }

  @Test
  void everyMistakeIsNoticed() {
    List<Mutant> mutants = new ArrayList<>(List.of(Mutant.values()));
    mutants.remove(Mutant.NONE);
    List<String> found = mutants.stream().parallel().map(ProtocolSimulationTest::notice).toList();
    List<String> missed = found.stream().filter(one -> !one.contains(" by seed ")).toList();
    found.forEach(one -> Tally.line("mutant", one));
    int caught = mutants.size() - missed.size();
    Tally.line("mutants caught", caught + " of " + mutants.size());
    assertEquals(List.of(), missed);
  }

  /// How a mutant is noticed, or that it is not.
  private static String notice(Mutant mutant) {
    Optional<Shrinker.Failure> noticed = Runs.noticed(mutant, SEEDS_FOR_A_MUTANT);
    if (noticed.isEmpty()) {
      return mutant + " is not noticed in " + SEEDS_FOR_A_MUTANT + " seeds";
    }
    RuntimeException thrown = noticed.get().thrown();
    boolean isRight =
        thrown instanceof Violation violation && mutant.noticedAs().contains(violation.broken());
    return isRight
        ? "%s by seed %d: %s"
            .formatted(mutant, noticed.get().scenario().seed(), thrown.getMessage())
        : "%s is noticed as something else: %s".formatted(mutant, thrown);
  }

  @Test
  void aFailureIsShrunkToWhatMakesIt() {
    Shrinker.Failure found = Runs.noticed(Mutant.NO_FENCE, SEEDS_FOR_A_MUTANT).orElseThrow();
    Shrinker.Failure small = new Shrinker(RUNS_TO_SHRINK).shrink(found);
    Tally.line(
        "faults before and after shrinking", found.faults().size() + ", " + small.faults().size());
    assertTrue(small.faults().size() < found.faults().size(), "nothing was left out");
    Shrinker.Failure again = Shrinker.failure(small.scenario());
    assertNotNull(again);
    assertEquals(small.thrown().getMessage(), again.thrown().getMessage());
    assertEquals(small.faults(), again.faults());
    for (int fault : small.faults()) {
      List<Integer> fewer = new ArrayList<>(small.faults());
      fewer.remove(Integer.valueOf(fault));
      Shrinker.Failure less = Shrinker.failure(small.scenario().keeping(fewer));
      assertTrue(
          less == null || !Shrinker.isSame(less.thrown(), small.thrown()),
          "it fails without fault " + fault + " too");
    }
  }

  private static void report(Runs.Result all, long begun) {
    Shrinker.Failure failure = all.failure();
    all.tally().print(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
    Tally.line("acknowledged data lost", counted(failure, Invariant.I1_DURABILITY));
    Tally.line("separation broken", counted(failure, Invariant.I2_SEPARATION));
    if (failure != null) {
      fail(new Shrinker(RUNS_TO_SHRINK).shrink(failure).describe());
    }
  }

  private static int counted(Shrinker.@Nullable Failure failure, Invariant invariant) {
    return failure != null
            && failure.thrown() instanceof Violation violation
            && violation.broken() == invariant
        ? 1
        : 0;
  }

  private static void replay(long seed) {
    Scenario scenario =
        Scenario.of(seed, Mutant.valueOf(System.getProperty("sim.mutant", Mutant.NONE.name())));
    String kept = System.getProperty("sim.kept", "");
    if (!kept.isEmpty()) {
      scenario = scenario.keeping(Arrays.stream(kept.split(",")).map(Integer::valueOf).toList());
    }
    Shrinker.Failure failure = Shrinker.failure(scenario);
    if (failure != null && kept.isEmpty()) {
      failure = new Shrinker(RUNS_TO_SHRINK).shrink(failure);
    }
    var _ = Shrinker.failure(failure == null ? scenario : failure.scenario(), true);
    assertNull(failure, failure == null ? "" : failure.describe());
  }
}
