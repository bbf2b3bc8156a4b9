package com.plexichat.backup.agent.protocol;

import org.junit.jupiter.api.Test;

class MutantsTest {
  @Test
  void all() {
    java.util.Arrays.stream(Mutant.values()).parallel().forEach(m -> {
      if (m == Mutant.NONE || !System.getProperty("only", m.name()).contains(m.name())) return;
      long t = System.nanoTime();
      var f = Runs.noticed(m, 60);
      System.out.println(m + " " + f.map(x -> x.scenario().seed() + " " + x.thrown()).orElse("NOT") + " " + (System.nanoTime() - t) / 1_000_000);
      f.ifPresent(x -> { if (!(x.thrown() instanceof Violation)) x.thrown().printStackTrace(); });
    });
  }
}
