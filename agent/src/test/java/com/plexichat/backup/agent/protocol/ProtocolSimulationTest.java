package com.plexichat.backup.agent.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The protocol under a seeded environment that crashes, loses, doubles and delays.
///
/// `-Dsim.seed=N` replays one seed, `-Dsim.trace=true` prints what happens in it, `-Dsim.seeds=N`
/// runs more of them.
class ProtocolSimulationTest {
  private static final int SEEDS = Integer.getInteger("sim.seeds", 500);
  private static final int SEEDS_FOR_MUTANTS = 400;

  @Test
  void nothingThatMustNotBeEverIs() {
    Long only = Long.getLong("sim.seed");
    List<Long> seeds = new ArrayList<>();
    for (long seed = 0; seed < SEEDS && only == null; seed++) {
      seeds.add(seed);
    }
    if (only != null) {
      seeds.add(only);
    }
    long stripes = 0;
    long receipts = 0;
    long removals = 0;
    long rebuilds = 0;
    for (long seed : seeds) {
      Sim sim = run(seed);
      stripes += sim.truth.acknowledgedStripes();
      receipts += sim.truth.receipts;
      removals += sim.truth.removals;
      rebuilds += sim.truth.rebuilds;
    }
    if (only == null) {
      String done =
          "%d stripes, %d receipts, %d removals, %d rebuilds"
              .formatted(stripes, receipts, removals, rebuilds);
      assertTrue(stripes > SEEDS * 3L, "too few uploads succeeded: " + done);
      assertTrue(removals > SEEDS * 5L, "too few removals: " + done);
      assertTrue(rebuilds > SEEDS / 5, "too few rebuilds: " + done);
    }
  }

  @Test
  void theSameSeedRunsTheSameWay() {
    for (long seed = 0; seed < 20; seed++) {
      Sim first = run(seed);
      Sim second = run(seed);
      assertEquals(first.events, second.events, "seed " + seed);
      assertEquals(first.hash, second.hash, "seed " + seed);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aMistakeIsNoticed(Mutant mutant) {
    for (long seed = 0; seed < SEEDS_FOR_MUTANTS; seed++) {
      SimTruth.Violation caught = violation(seed, mutant);
      if (caught != null) {
        String what = String.valueOf(caught.getMessage());
        assertTrue(what.startsWith(mutant.noticedAs()), "seed " + seed + ": " + what);
        return;
      }
    }
    fail(mutant + " was not noticed in " + SEEDS_FOR_MUTANTS + " seeds");
  }

  private static SimTruth.@Nullable Violation violation(long seed, Mutant mutant) {
    try {
      var _ = new Sim(seed, mutant).run();
      return null;
    } catch (SimTruth.Violation caught) {
      return caught;
    }
  }

  private static Sim run(long seed) {
    try {
      return new Sim(seed, Mutant.NONE).run();
    } catch (RuntimeException failed) {
      throw new AssertionError(
          "seed %d: %s%nreplay: mvn -pl agent -am verify -Dtest='ProtocolSimulationTest#nothing*' -Dsurefire.failIfNoSpecifiedTests=false -Dsim.trace=true -Dsim.seed=%d"
              .formatted(seed, failed.getMessage(), seed),
          failed);
    }
  }
}
