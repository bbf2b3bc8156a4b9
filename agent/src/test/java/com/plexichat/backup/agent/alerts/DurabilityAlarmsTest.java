package com.plexichat.backup.agent.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.plexichat.backup.agent.alerts.DurabilityAlarms.Standing;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DurabilityAlarmsTest {
  private final DurabilityAlarms alarms = new DurabilityAlarms();

  private long at(long now, double target, double worst) {
    return alarms.look(new Standing("gold", target, "b1", worst), now);
  }

  @Test
  void beginsTwoNinesBelowAndEndsWhenLessThanOneIsMissing() {
    assertEquals(0, at(1, 7.3, 5.4));
    assertEquals(2, at(2, 7.3, 5.3));
    assertEquals(2, at(3, 7.3, 5.4), "what wavers rings once");
    assertEquals(2, at(4, 7.3, 6.3));
    assertEquals(0, at(5, 7.3, 6.4));
    assertEquals(0, at(6, 7.3, 5.4));
    assertEquals(7, at(7, 7.3, 1.0));
  }

  @Test
  void whatIsLostRingsHoweverLowTheTarget() {
    assertEquals(1, at(1, 0.9, 0));
    assertEquals(1, at(2, 0.9, 0));
    assertEquals(0, at(3, 0.9, 0.8));
    assertEquals(0, at(4, 0, 0), "nothing better is to be had");
  }

  @Test
  void tiersRingEachForItselfAndNoLongerThanTheyAreThere() {
    assertEquals(1, at(1, 7, 2));
    assertEquals(0, alarms.look(new Standing("bronze", 4, "b2", 3.9), 2));
    alarms.retain(Set.of("gold"));
    assertEquals(1, at(3, 7, 2));
    alarms.retain(Set.of("bronze"));
    assertEquals(4, at(4, 7, 2));
  }
}
