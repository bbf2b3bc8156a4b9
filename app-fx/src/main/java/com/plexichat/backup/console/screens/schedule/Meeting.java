package com.plexichat.backup.console.screens.schedule;

import com.plexichat.backup.shared.model.ScheduleCalendar;
import com.plexichat.backup.shared.model.ScheduleCalendar.Start;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Schedules that start in one minute.
///
/// @param schedules in the order in which they start
/// @param waiting those of them that wait until another one has ended
record Meeting(Instant at, List<String> schedules, List<String> waiting) {
  /// All of a calendar, by time.
  static List<Meeting> of(ScheduleCalendar calendar) {
    Map<Instant, List<Start>> met = new LinkedHashMap<>();
    calendar.starts().stream()
        .filter(start -> !start.meets().isEmpty())
        .forEach(start ->
            met.computeIfAbsent(
                    start.at().truncatedTo(java.time.temporal.ChronoUnit.MINUTES),
                    _ -> new ArrayList<>())
                .add(start));
    return met.entrySet().stream()
        .map(one ->
            new Meeting(
                one.getKey(),
                one.getValue().stream().map(Start::schedule).toList(),
                one.getValue().stream().filter(Start::waits).map(Start::schedule).toList()))
        .toList();
  }
}
