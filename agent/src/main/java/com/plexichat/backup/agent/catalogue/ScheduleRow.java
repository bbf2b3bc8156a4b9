package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.proto.ScheduleRun;
import com.plexichat.backup.proto.ScheduleSpec;
import java.util.Optional;

/// A schedule as it stands.
///
/// @param switched who suspended or resumed it last
/// @param closedMs the last due time that is done with, or when it was defined or resumed
/// @param notedMs the last due time that was seen to wait
/// @param lastJob id of the job that it began last; empty: none
/// @param last what became of the last due time
public record ScheduleRow(
    ScheduleSpec spec,
    Act defined,
    Optional<Act> switched,
    long closedMs,
    long notedMs,
    String lastJob,
    Optional<ScheduleRun> last) {

  /// Who did something, and when.
  public record Act(String by, long atMs) {}

  public String name() {
    return spec.getName();
  }
}
