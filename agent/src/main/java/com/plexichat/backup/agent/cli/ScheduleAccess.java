package com.plexichat.backup.agent.cli;

import com.plexichat.backup.proto.CalendarAnswer;
import com.plexichat.backup.proto.CalendarRequest;
import com.plexichat.backup.proto.ExposureAnswer;
import com.plexichat.backup.proto.ExposureRequest;
import com.plexichat.backup.proto.ListSchedulesAnswer;
import com.plexichat.backup.proto.ListSchedulesRequest;
import com.plexichat.backup.proto.ListWindowsAnswer;
import com.plexichat.backup.proto.ListWindowsRequest;
import com.plexichat.backup.proto.RemoveScheduleRequest;
import com.plexichat.backup.proto.RemoveWindowRequest;
import com.plexichat.backup.proto.RunScheduleRequest;
import com.plexichat.backup.proto.ScheduleEntry;
import com.plexichat.backup.proto.ScheduleRun;
import com.plexichat.backup.proto.SetScheduleRequest;
import com.plexichat.backup.proto.SetWindowRequest;
import com.plexichat.backup.proto.ShowScheduleAnswer;
import com.plexichat.backup.proto.ShowScheduleRequest;
import com.plexichat.backup.proto.SwitchScheduleRequest;
import com.plexichat.backup.proto.WindowSpec;

/// The calls of the service `Schedules`; they fail as those of [ClusterAccess] do.
public interface ScheduleAccess {
  ScheduleEntry setSchedule(SetScheduleRequest request);

  ScheduleEntry switchSchedule(SwitchScheduleRequest request);

  ScheduleEntry removeSchedule(RemoveScheduleRequest request);

  ScheduleRun runSchedule(RunScheduleRequest request);

  ListSchedulesAnswer listSchedules(ListSchedulesRequest request);

  ShowScheduleAnswer showSchedule(ShowScheduleRequest request);

  CalendarAnswer calendar(CalendarRequest request);

  WindowSpec setWindow(SetWindowRequest request);

  WindowSpec removeWindow(RemoveWindowRequest request);

  ListWindowsAnswer listWindows(ListWindowsRequest request);

  ExposureAnswer exposure(ExposureRequest request);
}
