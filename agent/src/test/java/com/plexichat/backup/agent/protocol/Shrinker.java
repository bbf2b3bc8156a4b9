package com.plexichat.backup.agent.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Makes a failing run small: leaves out faults as long as the same invariant is still broken.
///
/// First those that were never reached, then halves, quarters, and so on down to single ones, until
/// nothing more can be left out or the runs are used up.
final class Shrinker {
  private final int runs;
  private int done;

  /// @param runs to make at most
  Shrinker(int runs) {
    this.runs = runs;
  }

  /// A failing scenario and how it ends.
  ///
  /// @param faults that struck until then
  record Failure(Scenario scenario, RuntimeException thrown, SortedSet<Integer> faults) {
    /// What is broken, by which faults, and the command that shows how.
    String describe() {
      List<String> names = faults.stream().map(String::valueOf).toList();
      return "seed %d: %s%n%d faults make it; replay: mvn -pl agent -am verify -Dtest='ProtocolSimulationTest#nothingThatMustNotBeEverIs' -Dsurefire.failIfNoSpecifiedTests=false -Dsim.seed=%d%s -Dsim.kept=%s"
          .formatted(
              scenario.seed(),
              thrown.getMessage(),
              faults.size(),
              scenario.seed(),
              scenario.mutant() == Mutant.NONE ? "" : " -Dsim.mutant=" + scenario.mutant(),
              String.join(",", names));
    }

    private Failure keepingItsOwn() {
      return new Failure(scenario.keeping(faults), thrown, faults);
    }
  }

  /// How the scenario fails; null when it does not.
  static @Nullable Failure failure(Scenario scenario) {
    return failure(scenario, false);
  }

  static @Nullable Failure failure(Scenario scenario, boolean isTraced) {
    Sim sim = new Sim(scenario, isTraced);
    try {
      sim.run();
      return null;
    } catch (RuntimeException thrown) {
      return new Failure(scenario, thrown, sim.faults());
    }
  }

  Failure shrink(Failure found) {
    Failure best = found.keepingItsOwn();
    for (int size = found.faults().size(); size > 0 && done < runs; size /= 2) {
      int before;
      do {
        before = best.faults().size();
        best = without(best, size);
      } while (size == 1 && best.faults().size() < before && done < runs);
    }
    return best;
  }

  /// One pass: each chunk of so many faults is left out if it may.
  private Failure without(Failure from, int size) {
    Failure best = from;
    List<Integer> names = new ArrayList<>(from.faults());
    for (int at = 0; at < names.size() && done < runs; at += size) {
      SortedSet<Integer> fewer = new TreeSet<>(best.faults());
      if (!fewer.removeAll(names.subList(at, Math.min(names.size(), at + size)))) {
        continue;
      }
      done++;
      Failure failure = failure(best.scenario().keeping(fewer));
      if (failure != null && isSame(failure.thrown(), best.thrown())) {
        best = failure.keepingItsOwn();
      }
    }
    return best;
  }

  /// Whether both broke the same.
  static boolean isSame(RuntimeException one, RuntimeException other) {
    return (one instanceof Violation a && other instanceof Violation b)
        ? a.broken() == b.broken()
        : one.getClass() == other.getClass();
  }
}
