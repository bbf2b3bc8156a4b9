package com.plexichat.backup.agent.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.planning.PrunePlanner.Candidate;
import com.plexichat.backup.agent.planning.PrunePlanner.UnderWay;
import com.plexichat.backup.agent.planning.PrunePlanner.Verdict;
import com.plexichat.backup.shared.model.KeepRules;
import com.plexichat.backup.shared.model.RecoveryClass;
import com.plexichat.backup.shared.model.Tier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What keep rules leave, and why.
class ThinningTest {
  private static final UnderWay NOTHING = new UnderWay(Set.of(), Map.of());

  private static Tier tier(int version, KeepRules keep, int newestKept) {
    return new Tier(
        "silver",
        365,
        3,
        8,
        2,
        0,
        new Tier.Edition(version, RecoveryClass.STANDARD, "", keep, newestKept, 0));
  }

  private static Candidate backup(long number, String created, Tier tier) {
    return new Candidate(
        "b" + number,
        "docs",
        "v",
        number,
        false,
        false,
        List.of(),
        true,
        Instant.parse(created).toEpochMilli(),
        tier);
  }

  private static Candidate with(Candidate of, boolean hasEnded, boolean isRestorable) {
    return new Candidate(
        of.id(),
        of.set(),
        of.vault(),
        of.number(),
        false,
        hasEnded,
        of.keeps(),
        isRestorable,
        of.createdMs(),
        of.tier());
  }

  private static List<String> going(List<Candidate> all) {
    return PrunePlanner.judge(all, NOTHING).stream()
        .filter(Verdict::goes)
        .map(Verdict::id)
        .toList();
  }

  private static String reason(List<Candidate> all, String id) {
    return PrunePlanner.judge(all, NOTHING).stream()
        .filter(one -> one.id().equals(id))
        .findFirst()
        .orElseThrow()
        .reason();
  }

  @Test
  void theLastOfEachDayWeekMonthAndYearStays() {
    Tier tier = tier(2, new KeepRules(1, 0, 2, 2, 2, 2), 1);
    List<Candidate> all =
        List.of(
            backup(1, "2024-12-31T10:00:00Z", tier),
            backup(2, "2025-06-01T10:00:00Z", tier),
            backup(3, "2025-12-29T10:00:00Z", tier),
            backup(4, "2026-10-30T10:00:00Z", tier),
            backup(5, "2026-11-13T10:00:00Z", tier),
            backup(6, "2026-11-17T10:00:00Z", tier),
            backup(7, "2026-11-25T23:59:59Z", tier),
            backup(8, "2026-11-26T00:00:00Z", tier),
            backup(9, "2026-11-26T09:00:00Z", tier));
    assertEquals(List.of("b1", "b2", "b5", "b8"), going(all));
    assertEquals("It is the newest.", reason(all, "b9"));
    assertEquals("It is the last of 2026-11-25.", reason(all, "b7"));
    assertEquals("It is the last of week 2026-W47.", reason(all, "b6"));
    assertEquals("It is the last of month 2026-10.", reason(all, "b4"));
    assertEquals("It is the last of year 2025.", reason(all, "b3"));
    assertEquals("Thinned: no keep rule of tier silver 2 names it.", reason(all, "b8"));
  }

  @Test
  void hoursAndIsoWeeksAreCountedInUtc() {
    Tier hourly = tier(2, new KeepRules(0, 2, 0, 0, 0, 0), 1);
    List<Candidate> hours =
        List.of(
            backup(1, "2026-11-26T07:59:59.999Z", hourly),
            backup(2, "2026-11-26T08:00:00Z", hourly),
            backup(3, "2026-11-26T08:59:59.999Z", hourly));
    assertEquals(List.of("b2"), going(hours));
    assertEquals("It is the last of 2026-11-26 08:00.", reason(hours, "b3"));
    Tier weekly = tier(2, new KeepRules(0, 0, 0, 2, 0, 0), 1);
    List<Candidate> weeks =
        List.of(
            backup(1, "2025-12-28T10:00:00Z", weekly),
            backup(2, "2025-12-29T10:00:00Z", weekly),
            backup(3, "2026-01-01T10:00:00Z", weekly));
    assertEquals(List.of("b2"), going(weeks), "29 December 2025 is of the first week of 2026");
    assertEquals("It is the last of week 2026-W01.", reason(weeks, "b3"));
  }

  @Test
  void numbersDecideAndNotClocks() {
    Tier tier = tier(2, new KeepRules(0, 0, 2, 0, 0, 0), 1);
    List<Candidate> all =
        List.of(
            backup(1, "2026-11-24T10:00:00Z", tier),
            backup(2, "2036-01-01T10:00:00Z", tier),
            backup(3, "2026-11-25T12:00:00Z", tier),
            backup(4, "2026-11-25T11:00:00Z", tier));
    assertEquals(List.of("b1", "b3"), going(all), "the last of a day is the one that came last");
    assertEquals("It is the last of 2026-11-25.", reason(all, "b4"));
  }

  @Test
  void noTimeLosesAllItsBackupsBetweenTwoVersions() {
    Tier before = tier(2, new KeepRules(0, 0, 3, 0, 0, 0), 1);
    Tier after = tier(3, new KeepRules(0, 0, 0, 0, 1, 0), 1);
    List<Candidate> all =
        List.of(
            backup(1, "2026-11-23T10:00:00Z", before),
            backup(2, "2026-11-24T10:00:00Z", before),
            backup(3, "2026-11-24T12:00:00Z", after),
            backup(4, "2026-11-25T10:00:00Z", after),
            backup(5, "2026-11-26T10:00:00Z", after));
    assertEquals(
        List.of("b1", "b2", "b4"),
        going(all),
        "of 24 November the newer version's stands for the older one's");
    Tier all7 = tier(3, KeepRules.NONE, 1);
    assertEquals(
        List.of("b1"),
        going(
            List.of(
                backup(1, "2026-11-24T10:00:00Z", before),
                backup(2, "2026-11-24T12:00:00Z", all7))));
  }

  @Test
  void whatCannotBeRestoredStandsForNothing() {
    Tier tier = tier(2, new KeepRules(0, 0, 1, 0, 0, 0), 1);
    List<Candidate> all =
        List.of(
            backup(1, "2026-11-26T10:00:00Z", tier),
            with(backup(2, "2026-11-26T11:00:00Z", tier), false, false));
    assertEquals(List.of(), going(all), "and while it is damaged nothing of its set goes");
    assertEquals("It is the last of 2026-11-26.", reason(all, "b1"));
  }

  @Test
  void theNewestOnesOfASetNeverGoByThemselves() {
    Tier tier = tier(2, new KeepRules(1, 0, 0, 0, 0, 0), 3);
    List<Candidate> all = new ArrayList<>();
    for (int number = 1; number <= 5; number++) {
      Candidate one = backup(number, "2026-11-26T1" + number + ":00:00Z", tier);
      all.add(with(one, number <= 4, true));
    }
    assertEquals(List.of("b1", "b2"), going(all));
    assertEquals("It is one of the 3 newest that its set can be restored from.", reason(all, "b3"));
  }

  /// A clock that jumps ahead ends backups; what rules leave of the others only grows.
  @Test
  void aJumpOfTheClockThinsNoMore() {
    for (long seed = 1; seed <= 30; seed++) {
      Random random = new Random(seed);
      Tier tier = tier(2, new KeepRules(2, 3, 4, 2, 2, 1), 1);
      List<Candidate> all = new ArrayList<>();
      long at = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
      for (int number = 1; number <= 60; number++) {
        at += random.nextLong(90_000_000);
        all.add(backup(number, Instant.ofEpochMilli(at).toString(), tier));
      }
      Set<String> before = new HashSet<>(going(all));
      List<Candidate> jumped = new ArrayList<>();
      Set<String> ended = new HashSet<>();
      for (Candidate one : all) {
        boolean hasEnded = random.nextInt(3) == 0;
        jumped.add(with(one, hasEnded, true));
        if (hasEnded) {
          ended.add(one.id());
        }
      }
      Set<String> thinned = new HashSet<>(going(jumped));
      thinned.removeAll(ended);
      assertTrue(before.containsAll(thinned), "seed " + seed);
      assertTrue(!before.isEmpty(), "seed " + seed);
    }
  }
}
