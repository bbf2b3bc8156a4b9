package com.plexichat.backup.agent.planning;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Which schedules start now, which wait and why.
///
/// ```
///                   ┌ window closed ──→ (nothing; it opens)
/// due, not closed ──┼ last run goes on ─→ waits
///                   ├ trash is worked on → waits
///                   └ else ────────────→ starts
/// ```
///
/// A due time stays open until something started for it or the next one came: then that one takes
/// its place. So whatever was missed, for however long, is caught up by one run.
public final class DuePlanner {
  /// A run counts as late from here on; before, it is the pace at which anybody looks.
  private static final Duration LATE = Duration.ofMinutes(1);

  /// How far a clock may have been set back before the times that were handled count as wrong.
  private static final Duration SET_BACK = Duration.ofMinutes(5);

  private static final int MISSED_MOST = 10_000;

  private static final Comparator<Schedule> ORDER =
      Comparator.comparing(Schedule::kind)
          .thenComparing(Schedule::rpo)
          .thenComparing(Schedule::name);

  private DuePlanner() {}

  /// A schedule that is not suspended.
  ///
  /// @param rpo of what it backs up: the shorter, the sooner it starts
  /// @param closed the last due time that is done with, or when the schedule was made
  /// @param noted the last due time that was seen to wait; `closed` when there is none
  /// @param running id of the job of it that has not ended; empty: none
  public record Schedule(
      String name,
      ScheduleKind kind,
      Duration rpo,
      CronRule rule,
      Optional<Window> window,
      Instant closed,
      Instant noted,
      String running) {}

  /// Why something waits.
  public enum Cause {
    RUNNING,
    EXCLUDED,
    REFUSED;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// What becomes of a schedule now.
  public sealed interface Decision {
    /// It starts.
    ///
    /// @param missed earlier due times that nobody looked at
    /// @param reason why it is late; empty: it is not
    record Start(Instant due, int missed, String reason) implements Decision {}

    record Wait(Instant due, int missed, Cause cause, String reason) implements Decision {}

    /// The clock was ahead when it ran last: it goes on from now.
    record Rebase(Instant now) implements Decision {}
  }

  /// In the order in which they are asked.
  public static List<Schedule> inOrder(List<Schedule> schedules) {
    return schedules.stream().sorted(ORDER).toList();
  }

  /// What becomes of one schedule now.
  ///
  /// @param onTrash id of a job that works on the trash; empty: none
  /// @return empty: nothing is to be done
  public static Optional<Decision> decide(Schedule schedule, String onTrash, Instant now) {
    if (schedule.closed().isAfter(now.plus(SET_BACK))) {
      return Optional.of(new Decision.Rebase(now));
    }
    Instant due = schedule.rule().previous(now);
    boolean isShut = schedule.window().filter(window -> !window.isOpen(now)).isPresent();
    if (!due.isAfter(schedule.closed()) || isShut) {
      return Optional.empty();
    }
    int missed = missed(schedule, due);
    if (!schedule.running().isEmpty()) {
      return Optional.of(
          new Decision.Wait(
              due, missed, Cause.RUNNING, "Its last run goes on: job " + schedule.running() + "."));
    }
    if (schedule.kind().worksOnTrash() && !onTrash.isEmpty()) {
      return Optional.of(
          new Decision.Wait(
              due, missed, Cause.EXCLUDED, "Job " + onTrash + " works on the trash."));
    }
    return Optional.of(new Decision.Start(due, missed, lateness(schedule, due, now)));
  }

  private static String lateness(Schedule schedule, Instant due, Instant now) {
    if (Duration.between(due, now).compareTo(LATE) <= 0 || !schedule.noted().isBefore(due)) {
      return ""; // what it waited for is told already
    }
    return schedule
        .window()
        .filter(window -> !window.isOpen(due))
        .map(window -> "It waited for the window " + window.name() + ".")
        .orElse("The coordinator was away.");
  }

  /// Due times before this one at which it could have started and nobody looked.
  private static int missed(Schedule schedule, Instant due) {
    Instant seen =
        schedule.noted().isAfter(schedule.closed()) ? schedule.noted() : schedule.closed();
    int missed = 0;
    for (Instant at = schedule.rule().next(seen);
        at.isBefore(due) && missed < MISSED_MOST;
        at = schedule.rule().next(at)) {
      Instant then = at;
      missed += schedule.window().filter(window -> !window.isOpen(then)).isPresent() ? 0 : 1;
    }
    return missed;
  }

  /// A start that is to come.
  ///
  /// @param due before `at`: the window opens only then
  public record Coming(Instant at, Instant due) {}

  /// The next starts, as far as rule and window say.
  public static List<Coming> coming(Schedule schedule, Instant from, Instant until, int most) {
    List<Coming> all = new ArrayList<>();
    Instant pending = schedule.rule().previous(from);
    Instant due = pending.isAfter(schedule.closed()) ? pending : schedule.rule().next(from);
    while (all.size() < most) {
      Instant earliest = due.isBefore(from) ? from : due;
      Instant at = schedule.window().map(window -> window.opening(earliest)).orElse(earliest);
      if (!at.isBefore(until)) {
        break;
      }
      Instant next = schedule.rule().next(due);
      while (!next.isAfter(at)) {
        due = next;
        next = schedule.rule().next(due);
      }
      all.add(new Coming(at, due));
      due = next;
    }
    return all;
  }
}
