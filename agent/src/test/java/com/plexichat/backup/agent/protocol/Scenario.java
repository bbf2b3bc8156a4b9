package com.plexichat.backup.agent.protocol;

import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What makes one run what it is: run twice, it gives the same events.
///
/// @param kept names of the faults that strike, while a failure is shrunk; null: all of them
record Scenario(long seed, Mutant mutant, @Nullable SortedSet<Integer> kept) {
  static Scenario of(long seed) {
    return new Scenario(seed, Mutant.NONE, null);
  }

  static Scenario of(long seed, Mutant mutant) {
    return new Scenario(seed, mutant, null);
  }

  Scenario keeping(Collection<Integer> faults) {
    return new Scenario(seed, mutant, new TreeSet<>(faults));
  }

  boolean keeps(int fault) {
    return kept == null || kept.contains(fault);
  }
}
