package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.ScheduleRun;
import com.plexichat.backup.proto.ScheduleSpec;
import java.time.Instant;

/// Words entries about schedules for people.
final class ScheduleText {
  private ScheduleText() {}

  static String detail(Command command) {
    return switch (command.getActCase()) {
      case SCHEDULE_DEFINED -> defined(command.getScheduleDefined().getSchedule());
      case SCHEDULE_SWITCHED ->
          command.getScheduleSwitched().getName()
              + (command.getScheduleSwitched().getSuspended() ? ", suspended" : ", resumed");
      case SCHEDULE_REMOVED -> command.getScheduleRemoved().getName();
      case SCHEDULE_RAN -> ran(command.getScheduleRan().getRun());
      case WINDOW_DEFINED ->
          "%s, %d times"
              .formatted(
                  command.getWindowDefined().getWindow().getName(),
                  command.getWindowDefined().getWindow().getTimesCount());
      case WINDOW_REMOVED -> command.getWindowRemoved().getName();
      default -> "";
    };
  }

  private static String defined(ScheduleSpec spec) {
    return "%s: %s, %s%s%s"
        .formatted(
            spec.getName(),
            (spec.getKind() + " " + spec.getSet()).strip(),
            spec.getRule(),
            spec.getWindow().isEmpty() ? "" : ", window " + spec.getWindow(),
            spec.getSuspended() ? ", suspended" : "");
  }

  private static String ran(ScheduleRun run) {
    String what = run.getJobId().isEmpty() ? run.getOutcome() : "job " + run.getJobId();
    String due = run.getDueMs() == 0 ? "" : ", due " + Instant.ofEpochMilli(run.getDueMs());
    String missed = run.getMissed() == 0 ? "" : ", " + run.getMissed() + " missed before it";
    String why = run.getReason().isEmpty() ? "" : ": " + run.getReason();
    return run.getSchedule() + ", " + what + due + missed + why;
  }
}
