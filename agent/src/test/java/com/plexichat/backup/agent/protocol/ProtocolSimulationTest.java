package com.plexichat.backup.agent.protocol;

import org.junit.jupiter.api.Test;

class ProtocolSimulationTest {
  @Test
  void nothing() {
    Tally all = new Tally();
    long begun = System.nanoTime();
    int failed = 0;
    for (long seed = 0; seed < Integer.getInteger("sim.seeds", 100); seed++) {
      try {
        Sim sim = new Sim(Scenario.of(seed)).run();
        all.add(sim.tally);
      } catch (RuntimeException e) {
        if (failed++ < 10) {
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
