package com.plexichat.backup.agent.protocol;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class ProtocolSimulationTest {
  @Test
  void nothing() {
    Long only = Long.getLong("sim.seed");
    if (only != null) {
      Mutant mutant = Mutant.valueOf(System.getProperty("sim.mutant", "NONE"));
      Shrinker.Failure f = Shrinker.failure(Scenario.of(only, mutant));
      if (f == null) { System.out.println("fine"); return; }
      System.out.println(f.thrown() + " faults " + f.faults().size());
      f = new Shrinker(400).shrink(f);
      System.out.println("kept " + f.faults() + " " + f.thrown());
      try { new Sim(f.scenario(), true).run(); } catch (RuntimeException e) { System.out.println(e); e.printStackTrace(System.out); }
      return;
    }
    Tally all = new Tally();
    long begun = System.nanoTime();
    int failed = 0;
    for (long seed = Long.getLong("sim.base", 0); seed < Integer.getInteger("sim.seeds", 100); seed++) {
      try {
        Sim sim = new Sim(Scenario.of(seed)).run();
        all.add(sim.tally);
      } catch (RuntimeException e) {
        if (failed++ < 15) {
          System.out.println(seed + " " + e);
          if (!(e instanceof Violation)) {
            e.printStackTrace();
          }
        }
      }
    }
    all.cpuNanos = System.nanoTime() - begun;
    all.print(all.cpuNanos / 1_000_000);
    System.out.println("failed " + failed);
  }
}
