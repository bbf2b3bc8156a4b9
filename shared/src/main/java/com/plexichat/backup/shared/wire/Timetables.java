package com.plexichat.backup.shared.wire;

import com.plexichat.backup.proto.CalendarAnswer;
import com.plexichat.backup.proto.CalendarEntry;
import com.plexichat.backup.proto.ExposureAnswer;
import com.plexichat.backup.proto.ScheduleEntry;
import com.plexichat.backup.proto.ScheduleRun;
import com.plexichat.backup.proto.ScheduleSpec;
import com.plexichat.backup.proto.SetExposure;
import com.plexichat.backup.proto.ShowScheduleAnswer;
import com.plexichat.backup.proto.WindowEntry;
import com.plexichat.backup.proto.WindowSpec;
import com.plexichat.backup.proto.WindowTime;
import com.plexichat.backup.shared.model.Exposure;
import com.plexichat.backup.shared.model.JobState;
import com.plexichat.backup.shared.model.Schedule;
import com.plexichat.backup.shared.model.ScheduleCalendar;
import com.plexichat.backup.shared.model.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Schedules, windows and exposure on the wire and back.
public final class Timetables {
  private Timetables() {}

  public static ScheduleSpec message(Schedule schedule) {
    return ScheduleSpec.newBuilder()
        .setName(schedule.name())
        .setKind(schedule.kind())
        .setSet(schedule.set())
        .addAllTiers(schedule.tiers())
        .setDepth(schedule.depth())
        .setRule(schedule.rule())
        .setWindow(schedule.window())
        .setSuspended(schedule.suspended())
        .build();
  }

  private static Schedule schedule(ScheduleSpec message) {
    return new Schedule(
        message.getName(),
        message.getKind(),
        message.getSet(),
        message.getTiersList(),
        message.getDepth(),
        message.getRule(),
        message.getWindow(),
        message.getSuspended());
  }

  public static Schedule.Standing standing(ScheduleEntry message) {
    return standing(message, message.getComingMsList());
  }

  private static Schedule.Standing standing(ScheduleEntry message, List<Long> coming) {
    return new Schedule.Standing(
        schedule(message.getSchedule()),
        message.getDefinedBy(),
        Instant.ofEpochMilli(message.getDefinedMs()),
        message.getSwitchedBy(),
        Moments.known(message.getSwitchedMs()),
        Moments.known(message.getNextMs()),
        coming.stream().map(Instant::ofEpochMilli).toList(),
        message.hasLast() ? Optional.of(run(message.getLast())) : Optional.empty(),
        Spellings.find(JobState.class, message.getLastJobState()));
  }

  public static Schedule.Run run(ScheduleRun message) {
    return new Schedule.Run(
        Moments.known(message.getDueMs()),
        Instant.ofEpochMilli(message.getAtMs()),
        message.getOutcome(),
        message.getCause(),
        message.getReason(),
        message.getJobId(),
        message.getMissed());
  }

  public static Schedule.Story story(ShowScheduleAnswer message) {
    return new Schedule.Story(
        standing(message.getEntry(), message.getNextMsList()),
        message.getRunsList().stream().map(Timetables::run).toList());
  }

  public static ScheduleCalendar calendar(CalendarAnswer message) {
    return new ScheduleCalendar(
        Instant.ofEpochMilli(message.getFromMs()),
        Instant.ofEpochMilli(message.getUntilMs()),
        message.getEntriesList().stream().map(Timetables::start).toList());
  }

  private static ScheduleCalendar.Start start(CalendarEntry message) {
    return new ScheduleCalendar.Start(
        Instant.ofEpochMilli(message.getAtMs()),
        message.getSchedule(),
        message.getTimes(),
        Instant.ofEpochMilli(message.getDueMs()),
        message.getMeetsList(),
        message.getWaits());
  }

  public static TimeWindow.Standing windowStanding(WindowEntry message) {
    return new TimeWindow.Standing(
        window(message.getWindow()),
        message.getOpen(),
        Moments.known(message.getChangesMs()),
        message.getSchedulesList());
  }

  public static TimeWindow window(WindowSpec message) {
    return new TimeWindow(
        message.getName(), message.getTimesList().stream().map(Timetables::times).toList());
  }

  public static TimeWindow.Times times(WindowTime message) {
    return new TimeWindow.Times(
        message.getDaysList(), message.getFromMinute(), message.getToMinute());
  }

  public static WindowSpec message(TimeWindow window) {
    WindowSpec.Builder message = WindowSpec.newBuilder().setName(window.name());
    for (TimeWindow.Times times : window.times()) {
      message.addTimes(
          WindowTime.newBuilder()
              .addAllDays(times.days())
              .setFromMinute(times.fromMinute())
              .setToMinute(times.toMinute()));
    }
    return message.build();
  }

  public static Exposure exposure(ExposureAnswer message) {
    return new Exposure(
        Instant.ofEpochMilli(message.getAtMs()),
        message.getSetsList().stream().map(Timetables::exposure).toList());
  }

  private static Exposure.OfSet exposure(SetExposure message) {
    return new Exposure.OfSet(
        message.getSet(),
        message.getTier(),
        message.getRecoveryClass(),
        Duration.ofMillis(message.getRpoMs()),
        message.getBackupId(),
        Moments.known(message.getCreatedMs()),
        Moments.measured(message.getExposureMs()),
        message.getBreached());
  }
}
