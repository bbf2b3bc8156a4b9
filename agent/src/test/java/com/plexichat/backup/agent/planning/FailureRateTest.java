package com.plexichat.backup.agent.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FailureRateTest {
  @Test
  void beginsWithThePrior() {
    FailureRate prior = new FailureRate(0, 0);
    assertEquals(0.05, prior.perYear(), 1e-12);
    // Of a Gamma distribution with shape 2: 0.3554 and 4.7439 (Pearson's tables), by 40 years.
    assertEquals(0.3554 / 40, prior.low(), 1e-5);
    assertEquals(4.7439 / 40, prior.high(), 1e-5);
  }

  @Test
  void learns() {
    FailureRate seen = new FailureRate(3, 60);
    assertEquals(0.05, seen.perYear(), 1e-12);
    assertTrue(seen.low() > new FailureRate(0, 0).low(), "more is known");
    assertTrue(seen.high() < new FailureRate(0, 0).high());
    assertEquals(0.02, new FailureRate(0, 60).perYear(), 1e-12);
    assertEquals(0.99, new FailureRate(60, 0).perYear(), "never a certainty");
    assertThrows(IllegalArgumentException.class, () -> new FailureRate(-1, 0));
    assertThrows(IllegalArgumentException.class, () -> new FailureRate(0, Double.NaN));
  }
}
