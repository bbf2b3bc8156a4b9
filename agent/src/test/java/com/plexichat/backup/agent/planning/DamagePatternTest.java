package com.plexichat.backup.agent.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.planning.DamagePattern.Outbreak;
import com.plexichat.backup.agent.planning.DamagePattern.Part;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What damage looks like, and what it does not.
class DamagePatternTest {
  private static final List<Part> EVEN = List.of(new Part("silver", 2, 2, 500), tier(2, 500));

  private static Part tier(long damaged, long good) {
    return new Part("gold", damaged, 0, good);
  }

  private static String sentence(Part... machines) {
    return new DamagePattern(List.of(machines), EVEN, 100, 0).sentence();
  }

  private static DamagePattern proven(long bad, long proven) {
    return new DamagePattern(List.of(new Part("a", bad, 0, 1000)), List.of(), proven, 0);
  }

  @Test
  void aMachineStandsOutAgainstItsShareOfAllCopies() {
    assertEquals(
        "4 of 5 damaged copies lie on agent-3: look at that machine's disk.",
        sentence(
            new Part("agent-1", 1, 0, 100),
            new Part("agent-2", 0, 0, 100),
            new Part("agent-3", 4, 0, 100)));
    assertEquals(
        "5 damaged copies on 2 machines: no machine, tier or day stands out.",
        sentence(new Part("agent-1", 1, 0, 100), new Part("agent-3", 4, 0, 400)));
    assertEquals(
        "4 of 4 missing copies lie on b: see whether its disk was changed or files were removed"
            + " there.",
        sentence(new Part("a", 0, 0, 100), new Part("b", 0, 4, 100)));
    assertEquals(
        "4 of 4 damaged copies lie on most: look at that machine's disk.",
        sentence(new Part("most", 4, 0, 900), new Part("other", 0, 0, 100)));
    assertEquals(
        "4 damaged copies on one machine: no machine, tier or day stands out.",
        sentence(new Part("only", 4, 0, 900), new Part("empty", 0, 0, 0)));
    assertEquals(
        "3 of 4 damaged or missing copies lie on b: look at that machine's disk.",
        sentence(new Part("a", 0, 1, 100), new Part("b", 1, 2, 100)));
  }

  @Test
  void aTierStandsOutWhenNoMachineDoes() {
    List<Part> machines = List.of(new Part("a", 2, 0, 500), new Part("b", 2, 0, 500));
    assertEquals(
        "4 of 4 damaged copies are of tier gold: see what its backups have in common.",
        new DamagePattern(machines, List.of(tier(4, 100), new Part("silver", 0, 0, 900)), 100, 4)
            .sentence());
  }

  @Test
  void aDayStandsOutOnSeveralMachines() {
    List<Part> machines = List.of(new Part("a", 3, 0, 500), new Part("b", 2, 0, 500));
    assertEquals(
        "4 of 5 damaged copies were first seen in the last 24 hours, on 2 machines: see what"
            + " happened to them together.",
        new DamagePattern(machines, EVEN, 100, 4).sentence());
    assertTrue(new DamagePattern(machines, EVEN, 100, 3).sentence().contains("stands out"));
  }

  @Test
  void fewTellNothing() {
    assertEquals("No copy is damaged or missing.", sentence(new Part("a", 0, 0, 9)));
    assertEquals(
        "One bad copy is too few to tell a pattern.",
        sentence(new Part("a", 1, 0, 9), new Part("b", 0, 0, 9)));
    assertEquals(
        "2 bad copies are too few to tell a pattern.",
        sentence(new Part("a", 1, 1, 9), new Part("b", 0, 0, 9)));
  }

  @Test
  void anOutbreakIsMoreThanFiveOfAHundredVerified() {
    assertEquals(Outbreak.NO, proven(0, 0).outbreak());
    assertEquals(Outbreak.UNKNOWN, proven(1, 0).outbreak());
    assertTrue(proven(1, 0).badOfVerified().isEmpty());
    assertEquals(Outbreak.NO, proven(5, 95).outbreak());
    assertEquals(Outbreak.YES, proven(5, 94).outbreak());
    assertEquals(5, proven(5, 95).badOfVerified().orElseThrow());
    assertEquals(100.0 * 5 / 1005, proven(5, 95).badOfAll());
    assertEquals(0, new DamagePattern(List.of(), List.of(), 0, 0).badOfAll());
  }
}
