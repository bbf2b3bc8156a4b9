package com.plexichat.backup.agent.protocol;

import java.util.BitSet;

/// What makes one run what it is: run twice, it gives the same events.
///
/// @param kept numbers of the faults that strike, while a failure is shrunk; null: all of them
record Scenario(long seed, Mutant mutant, @org.jspecify.annotations.Nullable BitSet kept) {
  static Scenario of(long seed) {
    return new Scenario(seed, Mutant.NONE, null);
  }

  static Scenario of(long seed, Mutant mutant) {
    return new Scenario(seed, mutant, null);
  }

  Scenario keeping(BitSet faults) {
    return new Scenario(seed, mutant, (BitSet) faults.clone());
  }

  boolean keeps(int fault) {
    return kept == null || kept.get(fault);
  }
}
