package com.plexichat.backup.shared.client;

import com.plexichat.backup.proto.CalendarRequest;
import com.plexichat.backup.proto.ExposureRequest;
import com.plexichat.backup.proto.ListSchedulesRequest;
import com.plexichat.backup.proto.ListWindowsRequest;
import com.plexichat.backup.proto.RemoveScheduleRequest;
import com.plexichat.backup.proto.RemoveWindowRequest;
import com.plexichat.backup.proto.RunScheduleRequest;
import com.plexichat.backup.proto.SchedulesGrpc;
import com.plexichat.backup.proto.SchedulesGrpc.SchedulesBlockingStub;
import com.plexichat.backup.proto.SetScheduleRequest;
import com.plexichat.backup.proto.SetWindowRequest;
import com.plexichat.backup.proto.ShowScheduleRequest;
import com.plexichat.backup.proto.SwitchScheduleRequest;
import com.plexichat.backup.shared.model.Exposure;
import com.plexichat.backup.shared.model.Schedule;
import com.plexichat.backup.shared.model.ScheduleCalendar;
import com.plexichat.backup.shared.model.TimeWindow;
import com.plexichat.backup.shared.wire.Timetables;
import java.util.List;
import java.util.function.Function;

/// The schedules of one agent's cluster, asked over the network.
final class ScheduleClient implements Schedules {
  private final AgentClient agent;

  ScheduleClient(AgentClient agent) {
    this.agent = agent;
  }

  private <A> A ask(Function<SchedulesBlockingStub, A> question) {
    return agent.ask(AgentClient.PATIENCE, SchedulesGrpc::newBlockingStub, question);
  }

  @Override
  public List<Schedule.Standing> list() {
    ListSchedulesRequest ask = ListSchedulesRequest.getDefaultInstance();
    return ask(stub -> stub.listSchedules(ask)).getSchedulesList().stream()
        .map(Timetables::standing)
        .toList();
  }

  @Override
  public Schedule.Story show(String name) {
    ShowScheduleRequest ask = ShowScheduleRequest.newBuilder().setName(name).build();
    return Timetables.story(ask(stub -> stub.showSchedule(ask)));
  }

  @Override
  public Schedule.Standing preview(Schedule schedule) {
    SetScheduleRequest ask =
        SetScheduleRequest.newBuilder()
            .setSchedule(Timetables.message(schedule))
            .setDryRun(true)
            .build();
    return Timetables.standing(ask(stub -> stub.setSchedule(ask)));
  }

  @Override
  public Schedule.Standing define(Schedule schedule, String reason) {
    SetScheduleRequest ask =
        SetScheduleRequest.newBuilder()
            .setSchedule(Timetables.message(schedule))
            .setReason(reason)
            .build();
    return Timetables.standing(ask(stub -> stub.setSchedule(ask)));
  }

  @Override
  public Schedule.Standing suspend(String name, boolean suspended, String reason) {
    SwitchScheduleRequest ask =
        SwitchScheduleRequest.newBuilder()
            .setName(name)
            .setSuspended(suspended)
            .setReason(reason)
            .build();
    return Timetables.standing(ask(stub -> stub.switchSchedule(ask)));
  }

  @Override
  public Schedule.Standing remove(String name, String reason) {
    RemoveScheduleRequest ask =
        RemoveScheduleRequest.newBuilder().setName(name).setReason(reason).build();
    return Timetables.standing(ask(stub -> stub.removeSchedule(ask)));
  }

  @Override
  public Schedule.Run run(String name, String reason) {
    RunScheduleRequest ask =
        RunScheduleRequest.newBuilder().setName(name).setReason(reason).build();
    return Timetables.run(ask(stub -> stub.runSchedule(ask)));
  }

  @Override
  public ScheduleCalendar calendar(int days) {
    CalendarRequest ask = CalendarRequest.newBuilder().setDays(days).build();
    return Timetables.calendar(ask(stub -> stub.calendar(ask)));
  }

  @Override
  public List<TimeWindow.Standing> windows() {
    ListWindowsRequest ask = ListWindowsRequest.getDefaultInstance();
    return ask(stub -> stub.listWindows(ask)).getWindowsList().stream()
        .map(Timetables::windowStanding)
        .toList();
  }

  @Override
  public TimeWindow defineWindow(TimeWindow window, String reason) {
    SetWindowRequest ask =
        SetWindowRequest.newBuilder()
            .setWindow(Timetables.message(window))
            .setReason(reason)
            .build();
    return Timetables.window(ask(stub -> stub.setWindow(ask)));
  }

  @Override
  public TimeWindow removeWindow(String name, String reason) {
    RemoveWindowRequest ask =
        RemoveWindowRequest.newBuilder().setName(name).setReason(reason).build();
    return Timetables.window(ask(stub -> stub.removeWindow(ask)));
  }

  @Override
  public Exposure exposure() {
    ExposureRequest ask = ExposureRequest.getDefaultInstance();
    return Timetables.exposure(ask(stub -> stub.exposure(ask)));
  }
}
