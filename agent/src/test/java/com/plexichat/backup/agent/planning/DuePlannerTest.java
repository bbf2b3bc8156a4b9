package com.plexichat.backup.agent.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.planning.DuePlanner.Cause;
import com.plexichat.backup.agent.planning.DuePlanner.Coming;
import com.plexichat.backup.agent.planning.DuePlanner.Decision;
import com.plexichat.backup.agent.planning.DuePlanner.Schedule;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Windows, and what starts, waits or is left alone at a moment.
class DuePlannerTest {
  /// A Sunday.
  private static final Instant SUNDAY = Instant.parse("2026-03-01T00:00:00Z");

  private static final Window NIGHT =
      Window.of("night", List.of(times(Set.of(DayOfWeek.SUNDAY), 0, 360)));

  private static Window.Times times(Set<DayOfWeek> days, int from, int to) {
    return new Window.Times(days, from, to);
  }

  private static Instant at(String time) {
    return Instant.parse(time + ":00Z");
  }

  private static Schedule prune(String rule, Optional<Window> window, Instant closed) {
    return new Schedule(
        "p", ScheduleKind.PRUNE, Duration.ZERO, CronRule.parse(rule), window, closed, closed, "");
  }

  private static Schedule named(String name, ScheduleKind kind, Duration rpo) {
    return new Schedule(
        name, kind, rpo, CronRule.parse("0 2 * * *"), Optional.empty(), SUNDAY, SUNDAY, "");
  }

  private static Schedule with(Schedule base, Instant noted, String running) {
    return new Schedule(
        base.name(),
        base.kind(),
        base.rpo(),
        base.rule(),
        base.window(),
        base.closed(),
        noted,
        running);
  }

  @Test
  void aWindowOpensAndClosesToTheMinute() {
    assertTrue(NIGHT.isOpen(SUNDAY));
    assertTrue(NIGHT.isOpen(at("2026-03-01T05:59")));
    assertFalse(NIGHT.isOpen(at("2026-03-01T06:00")));
    assertEquals(Optional.of(at("2026-03-01T06:00")), NIGHT.change(at("2026-03-01T05:00")));
    assertEquals(Optional.of(at("2026-03-08T00:00")), NIGHT.change(at("2026-03-01T06:00")));
    assertEquals(at("2026-03-08T00:00"), NIGHT.opening(at("2026-03-02T12:34").plusSeconds(7)));
    assertEquals(at("2026-03-01T03:00"), NIGHT.opening(at("2026-03-01T03:00")));
  }

  @Test
  void aWindowGoesOverMidnightAndOverTheWeek() {
    Window late = Window.of("late", List.of(times(Set.of(DayOfWeek.SUNDAY), 1320, 240)));
    assertFalse(late.isOpen(at("2026-03-01T00:00")));
    assertTrue(late.isOpen(at("2026-03-01T22:00")));
    assertTrue(late.isOpen(at("2026-03-02T03:59")));
    assertEquals(Optional.of(at("2026-03-02T04:00")), late.change(at("2026-03-01T23:00")));
    Window always = Window.of("always", List.of(times(Set.of(DayOfWeek.values()), 0, 1440)));
    assertEquals(Optional.empty(), always.change(SUNDAY));
    Window both =
        Window.of(
            "both",
            List.of(
                times(Set.of(DayOfWeek.MONDAY), 60, 120),
                times(Set.of(DayOfWeek.MONDAY), 120, 180)));
    assertEquals(Optional.of(at("2026-03-02T03:00")), both.change(at("2026-03-02T01:00")));
  }

  @Test
  void whatIsNoWindowIsRefused() {
    Set<DayOfWeek> monday = Set.of(DayOfWeek.MONDAY);
    for (Window.Times wrong :
        List.of(
            times(monday, 60, 60),
            times(monday, 60, 74),
            times(monday, 1430, 4),
            times(Set.of(), 0, 60),
            times(monday, -1, 60),
            times(monday, 1440, 60),
            times(monday, 0, 1441))) {
      OperationFailed refused =
          assertThrows(OperationFailed.class, () -> Window.of("w", List.of(wrong)));
      assertEquals(FailureCode.WINDOW_INVALID, refused.code(), wrong::toString);
    }
    assertThrows(OperationFailed.class, () -> Window.of("w", List.of()));
    Window.of("w", List.of(times(monday, 60, 75)));
  }

  @Test
  void startsWhenItIsDueAndOnlyOnce() {
    Schedule daily = prune("0 2 * * *", Optional.empty(), SUNDAY);
    assertEquals(Optional.empty(), DuePlanner.decide(daily, "", at("2026-03-01T01:59")));
    Instant two = at("2026-03-01T02:00");
    assertEquals(
        Optional.of(new Decision.Start(two, 0, "")),
        DuePlanner.decide(daily, "", two.plusSeconds(4)));
    Schedule done = prune("0 2 * * *", Optional.empty(), two);
    assertEquals(Optional.empty(), DuePlanner.decide(done, "", two.plusSeconds(9)));
  }

  @Test
  void whatWasMissedIsCaughtUpOnceWithItsNumber() {
    Schedule daily = prune("0 2 * * *", Optional.empty(), at("2026-03-01T02:00"));
    assertEquals(
        Optional.of(new Decision.Start(at("2026-03-05T02:00"), 3, "The coordinator was away.")),
        DuePlanner.decide(daily, "", at("2026-03-05T09:00")));
    // two of them were seen to wait: they are told already
    assertEquals(
        Optional.of(new Decision.Start(at("2026-03-05T02:00"), 1, "The coordinator was away.")),
        DuePlanner.decide(with(daily, at("2026-03-03T02:00"), ""), "", at("2026-03-05T09:00")));
  }

  @Test
  void waitsForItsLastRunAndForTheTrash() {
    Schedule daily = prune("0 2 * * *", Optional.empty(), SUNDAY);
    Instant now = at("2026-03-01T02:00");
    Decision.Wait running =
        (Decision.Wait) DuePlanner.decide(with(daily, SUNDAY, "j1"), "j1", now).orElseThrow();
    assertEquals(Cause.RUNNING, running.cause());
    assertTrue(running.reason().contains("j1"));
    Decision.Wait excluded = (Decision.Wait) DuePlanner.decide(daily, "j2", now).orElseThrow();
    assertEquals(Cause.EXCLUDED, excluded.cause());
    assertTrue(excluded.reason().contains("j2"));
    Schedule check = named("c", ScheduleKind.CHECK, Duration.ZERO);
    assertEquals(Optional.of(new Decision.Start(now, 0, "")), DuePlanner.decide(check, "j2", now));
  }

  @Test
  void aClosedWindowHoldsAndWhatItHeldIsOneRun() {
    Schedule noon = prune("0 12 * * *", Optional.of(NIGHT), SUNDAY);
    assertEquals(Optional.empty(), DuePlanner.decide(noon, "", at("2026-03-04T12:00")));
    assertEquals(
        Optional.of(
            new Decision.Start(at("2026-03-07T12:00"), 0, "It waited for the window night.")),
        DuePlanner.decide(noon, "", at("2026-03-08T00:00")));
    // away for two Sundays: none of the noons of six weeks could have started by itself
    Schedule inside = prune("0 3 * * *", Optional.of(NIGHT), SUNDAY);
    assertEquals(
        Optional.of(new Decision.Start(at("2026-03-15T03:00"), 2, "The coordinator was away.")),
        DuePlanner.decide(inside, "", at("2026-03-15T04:00")));
  }

  @Test
  void aClockThatWasAheadIsForgotten() {
    Schedule ahead = prune("0 2 * * *", Optional.empty(), at("2036-03-01T02:00"));
    Instant now = at("2026-03-05T02:00");
    assertEquals(Optional.of(new Decision.Rebase(now)), DuePlanner.decide(ahead, "", now));
    Schedule little = prune("0 2 * * *", Optional.empty(), now.plusSeconds(200));
    assertEquals(Optional.empty(), DuePlanner.decide(little, "", now));
  }

  @Test
  void makesSpaceThenLooksThenBacksUpWhatMayLoseLeast() {
    List<Schedule> mixed =
        List.of(
            named("b-bronze", ScheduleKind.BACKUP, Duration.ofDays(3)),
            named("z-critical", ScheduleKind.BACKUP, Duration.ofMinutes(5)),
            named("v", ScheduleKind.VERIFY, Duration.ZERO),
            named("s", ScheduleKind.SWEEP, Duration.ZERO),
            named("a-bronze", ScheduleKind.BACKUP, Duration.ofDays(3)),
            named("c", ScheduleKind.CHECK, Duration.ZERO),
            named("p", ScheduleKind.PRUNE, Duration.ZERO));
    assertEquals(
        List.of("p", "s", "c", "v", "z-critical", "a-bronze", "b-bronze"),
        DuePlanner.inOrder(mixed).stream().map(Schedule::name).toList());
  }

  @Test
  void tellsWhatIsComing() {
    Schedule daily = prune("0 2 * * *", Optional.empty(), SUNDAY);
    assertEquals(
        List.of(
            new Coming(at("2026-03-01T02:00"), at("2026-03-01T02:00")),
            new Coming(at("2026-03-02T02:00"), at("2026-03-02T02:00"))),
        DuePlanner.coming(daily, SUNDAY, at("2026-03-03T02:00"), 9));
    assertEquals(2, DuePlanner.coming(daily, SUNDAY, Instant.MAX, 2).size());
    // it is due already, and starts at once
    assertEquals(
        new Coming(at("2026-03-04T10:00"), at("2026-03-04T02:00")),
        DuePlanner.coming(daily, at("2026-03-04T10:00"), Instant.MAX, 1).getFirst());
    Schedule noon = prune("0 12 * * *", Optional.of(NIGHT), SUNDAY);
    assertEquals(
        List.of(
            new Coming(at("2026-03-08T00:00"), at("2026-03-07T12:00")),
            new Coming(at("2026-03-15T00:00"), at("2026-03-14T12:00"))),
        DuePlanner.coming(noon, at("2026-03-01T13:00"), at("2026-03-20T00:00"), 9));
    Schedule often = prune("*/30 * * * *", Optional.of(NIGHT), SUNDAY);
    List<Coming> week =
        DuePlanner.coming(often, at("2026-03-01T07:00"), at("2026-03-09T00:00"), 99);
    assertEquals(12, week.size(), "from 00:00 to 05:30");
    assertEquals(new Coming(at("2026-03-08T00:00"), at("2026-03-08T00:00")), week.getFirst());
  }
}
