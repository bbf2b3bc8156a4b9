package com.plexichat.backup.agent.policy;

import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.ScheduleDefined;
import com.plexichat.backup.proto.ScheduleSpec;
import java.util.List;
import java.util.stream.Stream;

/// The schedules that every cluster is founded with, so that it prunes, sweeps and looks at its
/// copies by itself; of the runbooks' schedules (PROCEDURES 1.13) those that there is work for.
/// They are listed, changed, suspended and removed like any other.
public final class DefaultSchedules {
  private DefaultSchedules() {}

  /// The commands that define them.
  ///
  /// @param suspended they are there, and start nothing until somebody resumes them
  public static List<Command> commands(boolean suspended) {
    return Stream.of(
            of("daily-prune", "prune", "0 2 * * *"),
            of("daily-sweep", "sweep", "30 2 * * *"),
            // Every byte is read by each holder's own patrol within seven days; this one asks
            // whether the files are there, of every peer.
            of("weekly-check", "check", "0 3 * * 1").setDepth("presence"))
        .map(spec ->
            Command.newBuilder()
                .setScheduleDefined(
                    ScheduleDefined.newBuilder().setSchedule(spec.setSuspended(suspended)))
                .build())
        .toList();
  }

  private static ScheduleSpec.Builder of(String name, String kind, String rule) {
    return ScheduleSpec.newBuilder().setName(name).setKind(kind).setRule(rule);
  }
}
