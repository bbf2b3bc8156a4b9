package com.plexichat.backup.agent.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CountPaceTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void neverMoreThanATwentiethOfACore() {
    for (long took = 1; took < 100 * SECOND; took *= 3) {
      assertTrue(20 * took <= took + new CountPace(took).restNanos(true, false));
    }
    assertEquals(SECOND / 2, new CountPace(SECOND / 100).restNanos(true, false));
  }

  @Test
  void whoHasJustComeWaitsForLess() {
    assertEquals(0, new CountPace(0).restNanos(true, true));
    assertEquals(20 * SECOND, new CountPace(10 * SECOND).restNanos(true, true));
  }

  @Test
  void whereNobodyWatchesAMinuteIsSoonEnough() {
    assertEquals(60 * SECOND, new CountPace(SECOND).restNanos(false, false));
    assertEquals(190 * SECOND, new CountPace(10 * SECOND).restNanos(false, true));
  }
}
