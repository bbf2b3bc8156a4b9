package com.plexichat.backup.agent.protocol;

import java.util.Set;
import java.util.SplittableRandom;

/// Which faults a seed has, and at which rates: a random part of them, so that rare ones are not
/// always drowned by frequent ones.
final class Swarm {
  private final int[] rates = new int[Fault.values().length];

  /// @param directed faults that the seed has for certain, at their highest rates
  Swarm(SplittableRandom random, Set<Fault> directed) {
    for (Fault fault : Fault.values()) {
      boolean isChosen = random.nextInt(4) > 0;
      int rate = fault.most() < 1 ? 0 : 1 + random.nextInt(fault.most());
      rates[fault.number()] = directed.contains(fault) ? fault.most() : isChosen ? rate : 0;
    }
  }

  int rate(Fault fault) {
    return rates[fault.number()];
  }
}
