package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.policy.ExposureDesk;
import com.plexichat.backup.agent.policy.ScheduleCalendar;
import com.plexichat.backup.agent.policy.ScheduleDesk;
import com.plexichat.backup.agent.policy.Scheduler;
import com.plexichat.backup.agent.policy.WindowDesk;
import com.plexichat.backup.agent.transport.Caller;
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
import com.plexichat.backup.proto.SetScheduleRequest;
import com.plexichat.backup.proto.SetWindowRequest;
import com.plexichat.backup.proto.ShowScheduleAnswer;
import com.plexichat.backup.proto.ShowScheduleRequest;
import com.plexichat.backup.proto.SwitchScheduleRequest;
import com.plexichat.backup.proto.WindowSpec;
import io.grpc.stub.StreamObserver;

/// What people ask about schedules, windows and exposure.
public final class ScheduleService extends SchedulesGrpc.SchedulesImplBase {
  private final Desks desks;
  private final Scheduler scheduler;

  /// Who does the work behind the calls.
  public record Desks(
      ScheduleDesk schedules,
      ScheduleCalendar calendar,
      WindowDesk windows,
      ExposureDesk exposures) {}

  public ScheduleService(Desks desks, Scheduler scheduler) {
    this.desks = desks;
    this.scheduler = scheduler;
  }

  @Override
  public void setSchedule(SetScheduleRequest ask, StreamObserver<ScheduleEntry> to) {
    answer(
        to,
        ask.getDryRun()
            ? desks.schedules().preview(ask.getSchedule(), actor())
            : desks.schedules().define(ask.getSchedule(), ask.getReason(), actor()));
  }

  @Override
  public void switchSchedule(SwitchScheduleRequest ask, StreamObserver<ScheduleEntry> to) {
    answer(
        to, desks.schedules().suspend(ask.getName(), ask.getSuspended(), ask.getReason(), actor()));
  }

  @Override
  public void removeSchedule(RemoveScheduleRequest ask, StreamObserver<ScheduleEntry> to) {
    answer(to, desks.schedules().remove(ask.getName(), ask.getReason(), actor()));
  }

  @Override
  public void runSchedule(RunScheduleRequest ask, StreamObserver<ScheduleRun> to) {
    answer(to, scheduler.runNow(ask.getName(), ask.getReason(), actor()));
  }

  @Override
  public void listSchedules(ListSchedulesRequest ask, StreamObserver<ListSchedulesAnswer> to) {
    answer(to, ListSchedulesAnswer.newBuilder().addAllSchedules(desks.schedules().list()).build());
  }

  @Override
  public void showSchedule(ShowScheduleRequest ask, StreamObserver<ShowScheduleAnswer> to) {
    answer(to, desks.schedules().show(ask.getName()));
  }

  @Override
  public void calendar(CalendarRequest ask, StreamObserver<CalendarAnswer> to) {
    answer(to, desks.calendar().count(ask.getDays()));
  }

  @Override
  public void setWindow(SetWindowRequest ask, StreamObserver<WindowSpec> to) {
    answer(to, desks.windows().define(ask.getWindow(), ask.getReason(), actor()));
  }

  @Override
  public void removeWindow(RemoveWindowRequest ask, StreamObserver<WindowSpec> to) {
    answer(to, desks.windows().remove(ask.getName(), ask.getReason(), actor()));
  }

  @Override
  public void listWindows(ListWindowsRequest ask, StreamObserver<ListWindowsAnswer> to) {
    answer(to, ListWindowsAnswer.newBuilder().addAllWindows(desks.windows().list()).build());
  }

  @Override
  public void exposure(ExposureRequest ask, StreamObserver<ExposureAnswer> to) {
    answer(to, desks.exposures().count());
  }

  private static String actor() {
    return Caller.current().actor();
  }

  private static <A> void answer(StreamObserver<A> to, A answer) {
    to.onNext(answer);
    to.onCompleted();
  }
}
