package com.plexichat.backup.shared.client;

import com.plexichat.backup.shared.model.Exposure;
import com.plexichat.backup.shared.model.Schedule;
import com.plexichat.backup.shared.model.ScheduleCalendar;
import com.plexichat.backup.shared.model.TimeWindow;
import java.util.List;

/// What runs by itself in a cluster, as a person works with it; fails as [Cluster] does.
public interface Schedules {
  List<Schedule.Standing> list();

  /// One with its next five starts and its last runs.
  Schedule.Story show(String name);

  /// What would be kept under its name, and when it would start next; nothing is changed. Fails as
  /// [#define] would.
  Schedule.Standing preview(Schedule schedule);

  /// Makes a schedule, or changes the one of this name. Fails with RULE_INVALID, NAME_INVALID,
  /// SET_UNKNOWN or USAGE.
  Schedule.Standing define(Schedule schedule, String reason);

  /// Suspends or resumes it.
  Schedule.Standing suspend(String name, boolean suspended, String reason);

  /// A job of it that runs goes on.
  Schedule.Standing remove(String name, String reason);

  /// Starts it now, whatever its rule says; refused while its last run goes on.
  Schedule.Run run(String name, String reason);

  /// What starts when in so many coming days.
  ScheduleCalendar calendar(int days);

  List<TimeWindow.Standing> windows();

  /// Makes a window, or changes the one of this name; schedules that have it follow it. Fails with
  /// WINDOW_INVALID, NAME_INVALID or USAGE.
  TimeWindow defineWindow(TimeWindow window, String reason);

  /// Answers it as it was; fails with WINDOW_USED while a schedule has it.
  TimeWindow removeWindow(String name, String reason);

  /// How much would be lost now.
  Exposure exposure();
}
