package com.plexichat.backup.shared.model;

import java.time.Instant;
import java.util.List;

/// What starts when in the coming days, and what meets.
public record ScheduleCalendar(Instant from, Instant until, List<Start> starts) {
  public ScheduleCalendar {
    starts = List.copyOf(starts);
  }

  /// One start, or all of one day that are too many to be told one by one.
  ///
  /// @param at the first start
  /// @param times how many it stands for, all of one UTC day
  /// @param due before `at`: the window opens only then
  /// @param meets schedules that are due in the same minute
  /// @param waits until one of them has ended
  public record Start(
      Instant at, String schedule, int times, Instant due, List<String> meets, boolean waits) {
    public Start {
      meets = List.copyOf(meets);
    }
  }
}
