package com.plexichat.backup.agent.planning;

import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Times of the week in which something may start, in UTC, to the minute.
public final class Window {
  /// Shorter than this a window ends before what starts in it has done anything.
  public static final Duration LEAST = Duration.ofMinutes(15);

  private static final int DAY = 24 * 60;
  private static final int WEEK = 7 * DAY;

  private final String name;
  private final BitSet open = new BitSet(WEEK);

  /// On some days, from a minute of the day to another; not after `from`, it is of the next day.
  ///
  /// @param to 1440: the end of the day
  public record Times(Set<DayOfWeek> days, int from, int to) {
    public Times {
      days = Set.copyOf(days);
    }

    int minutes() {
      return to > from ? to - from : to + DAY - from;
    }
  }

  private Window(String name) {
    this.name = name;
  }

  /// All times together; they may overlap.
  ///
  /// @throws OperationFailed WINDOW_INVALID
  public static Window of(String name, List<Times> times) {
    require(!times.isEmpty(), name, "it has no time");
    Window window = new Window(name);
    for (Times one : times) {
      require(!one.days().isEmpty(), name, "it has no day");
      require(
          one.from() >= 0 && one.from() < DAY && one.to() >= 0 && one.to() <= DAY,
          name,
          "a time of it is not within a day");
      require(one.from() != one.to(), name, "it begins when it ends");
      require(
          one.minutes() >= LEAST.toMinutes(),
          name,
          "it is open for %d minutes, and %d are the least"
              .formatted(one.minutes(), LEAST.toMinutes()));
      one.days().forEach(day -> window.add((day.getValue() - 1) * DAY + one.from(), one.minutes()));
    }
    return window;
  }

  private void add(int from, int minutes) {
    for (int minute = from; minute < from + minutes; minute++) {
      open.set(minute % WEEK);
    }
  }

  private static void require(boolean holds, String name, String why) {
    if (!holds) {
      throw new OperationFailed(FailureCode.WINDOW_INVALID, name, why);
    }
  }

  public String name() {
    return name;
  }

  public boolean isOpen(Instant at) {
    return open.get(minuteOfWeek(at));
  }

  /// The moment itself when it is open, else when it opens next.
  public Instant opening(Instant at) {
    return isOpen(at) ? at : change(at, true);
  }

  /// When it closes or opens next; empty: it is always open.
  public Optional<Instant> change(Instant at) {
    return open.cardinality() == WEEK ? Optional.empty() : Optional.of(change(at, !isOpen(at)));
  }

  private Instant change(Instant at, boolean opens) {
    int minute = minuteOfWeek(at);
    int found = opens ? open.nextSetBit(minute) : open.nextClearBit(minute);
    if (found < 0 || found >= WEEK) {
      found = WEEK + (opens ? open.nextSetBit(0) : open.nextClearBit(0));
    }
    return at.truncatedTo(ChronoUnit.MINUTES).plus(Duration.ofMinutes(found - minute));
  }

  private static int minuteOfWeek(Instant at) {
    LocalDateTime time = LocalDateTime.ofInstant(at, ZoneOffset.UTC);
    return (time.getDayOfWeek().getValue() - 1) * DAY + time.getHour() * 60 + time.getMinute();
  }
}
