package com.plexichat.backup.shared.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Times of the week in UTC, in which alone schedules start that have it.
public record TimeWindow(String name, List<Times> times) {
  public TimeWindow {
    times = List.copyOf(times);
  }

  /// When it is open.
  ///
  /// @param days mon … sun; empty: every day
  /// @param fromMinute of the day
  /// @param toMinute not above `fromMinute`: of the next day; 1440: the day's end
  public record Times(List<String> days, int fromMinute, int toMinute) {
    public Times {
      days = List.copyOf(days);
    }
  }

  /// A window as it stands.
  ///
  /// @param changes when it closes or opens next; empty: never
  /// @param schedules that have it
  public record Standing(
      TimeWindow window, boolean open, Optional<Instant> changes, List<String> schedules) {
    public Standing {
      schedules = List.copyOf(schedules);
    }
  }
}
