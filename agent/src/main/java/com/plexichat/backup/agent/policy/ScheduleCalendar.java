package com.plexichat.backup.agent.policy;

import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.ScheduleRow;
import com.plexichat.backup.agent.planning.DuePlanner;
import com.plexichat.backup.agent.planning.DuePlanner.Coming;
import com.plexichat.backup.agent.planning.DuePlanner.Schedule;
import com.plexichat.backup.proto.CalendarAnswer;
import com.plexichat.backup.proto.CalendarEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What starts when in the coming days, and what meets.
public final class ScheduleCalendar {
  private static final int DAYS_MOST = 31;

  /// More starts than this in a day are told as one.
  private static final int SINGLE_MOST = 12;

  private static final int STARTS_MOST = 100_000;

  private final Catalogue catalogue;
  private final ScheduleBook book;
  private final InstantSource time;

  public ScheduleCalendar(Catalogue catalogue, InstantSource time) {
    this.catalogue = catalogue;
    this.book = new ScheduleBook(catalogue);
    this.time = time;
  }

  private record Start(Schedule schedule, Coming coming) {
    private Instant minute() {
      return coming.at().truncatedTo(ChronoUnit.MINUTES);
    }

    private String name() {
      return schedule.name();
    }
  }

  public CalendarAnswer count(int days) {
    if (days < 1 || days > DAYS_MOST) {
      throw ScheduleDesk.usage("A calendar has 1 to " + DAYS_MOST + " days, not " + days + ".");
    }
    Instant from = time.instant();
    Instant until = from.plus(Duration.ofDays(days));
    List<Schedule> schedules =
        DuePlanner.inOrder(
            catalogue.schedules().all().stream()
                .filter(row -> !row.spec().getSuspended())
                .map((ScheduleRow row) -> book.planned(row, List.of()))
                .toList());
    List<CalendarEntry> entries = new ArrayList<>();
    Map<Instant, List<Start>> singles = new TreeMap<>();
    for (Schedule schedule : schedules) {
      DuePlanner.coming(schedule, from, until, STARTS_MOST).stream()
          .collect(
              Collectors.groupingBy(
                  coming -> LocalDate.ofInstant(coming.at(), ZoneOffset.UTC),
                  TreeMap::new,
                  Collectors.toList()))
          .values()
          .forEach(day -> {
            if (day.size() > SINGLE_MOST) {
              entries.add(many(schedule, day));
            } else {
              day.stream()
                  .map(coming -> new Start(schedule, coming))
                  .forEach(start ->
                      singles.computeIfAbsent(start.minute(), _ -> new ArrayList<>()).add(start));
            }
          });
    }
    singles.values().forEach(meeting -> entries.addAll(meeting(meeting)));
    entries.sort(Comparator.comparingLong(CalendarEntry::getAtMs));
    return CalendarAnswer.newBuilder()
        .setFromMs(from.toEpochMilli())
        .setUntilMs(until.toEpochMilli())
        .addAllEntries(entries)
        .build();
  }

  private static CalendarEntry many(Schedule schedule, List<Coming> day) {
    return CalendarEntry.newBuilder()
        .setSchedule(schedule.name())
        .setAtMs(day.getFirst().at().toEpochMilli())
        .setDueMs(day.getFirst().due().toEpochMilli())
        .setTimes(day.size())
        .build();
  }

  /// Those of one minute, in the order in which they start.
  private static List<CalendarEntry> meeting(List<Start> starts) {
    List<CalendarEntry> entries = new ArrayList<>();
    boolean isTrashBusy = false;
    for (Start start : starts) {
      boolean worksOnTrash = start.schedule().kind().worksOnTrash();
      entries.add(
          CalendarEntry.newBuilder()
              .setSchedule(start.name())
              .setAtMs(start.coming().at().toEpochMilli())
              .setDueMs(start.coming().due().toEpochMilli())
              .setTimes(1)
              .addAllMeets(
                  starts.stream()
                      .map(Start::name)
                      .filter(name -> !name.equals(start.name()))
                      .toList())
              .setWaits(worksOnTrash && isTrashBusy)
              .build());
      isTrashBusy |= worksOnTrash;
    }
    return entries;
  }
}
