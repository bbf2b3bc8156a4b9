package com.plexichat.backup.agent.cli.remote;

import com.plexichat.backup.agent.cli.ScheduleAccess;
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
import com.plexichat.backup.proto.SchedulesGrpc;
import com.plexichat.backup.proto.SchedulesGrpc.SchedulesBlockingStub;
import com.plexichat.backup.proto.SetScheduleRequest;
import com.plexichat.backup.proto.SetWindowRequest;
import com.plexichat.backup.proto.ShowScheduleAnswer;
import com.plexichat.backup.proto.ShowScheduleRequest;
import com.plexichat.backup.proto.SwitchScheduleRequest;
import com.plexichat.backup.proto.WindowSpec;
import com.plexichat.backup.shared.client.AgentClient;
import java.time.Duration;
import java.util.function.Function;

/// The calls of the service `Schedules` over a connection that is open.
///
/// @param deadline of each call
record ScheduleCalls(AgentClient client, Duration deadline) implements ScheduleAccess {
  private <A> A ask(Function<SchedulesBlockingStub, A> question) {
    return client.ask(deadline, SchedulesGrpc::newBlockingStub, question);
  }

  @Override
  public ScheduleEntry setSchedule(SetScheduleRequest request) {
    return ask(stub -> stub.setSchedule(request));
  }

  @Override
  public ScheduleEntry switchSchedule(SwitchScheduleRequest request) {
    return ask(stub -> stub.switchSchedule(request));
  }

  @Override
  public ScheduleEntry removeSchedule(RemoveScheduleRequest request) {
    return ask(stub -> stub.removeSchedule(request));
  }

  @Override
  public ScheduleRun runSchedule(RunScheduleRequest request) {
    return ask(stub -> stub.runSchedule(request));
  }

  @Override
  public ListSchedulesAnswer listSchedules(ListSchedulesRequest request) {
    return ask(stub -> stub.listSchedules(request));
  }

  @Override
  public ShowScheduleAnswer showSchedule(ShowScheduleRequest request) {
    return ask(stub -> stub.showSchedule(request));
  }

  @Override
  public CalendarAnswer calendar(CalendarRequest request) {
    return ask(stub -> stub.calendar(request));
  }

  @Override
  public WindowSpec setWindow(SetWindowRequest request) {
    return ask(stub -> stub.setWindow(request));
  }

  @Override
  public WindowSpec removeWindow(RemoveWindowRequest request) {
    return ask(stub -> stub.removeWindow(request));
  }

  @Override
  public ListWindowsAnswer listWindows(ListWindowsRequest request) {
    return ask(stub -> stub.listWindows(request));
  }

  @Override
  public ExposureAnswer exposure(ExposureRequest request) {
    return ask(stub -> stub.exposure(request));
  }
}
