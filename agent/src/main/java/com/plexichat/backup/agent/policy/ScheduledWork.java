package com.plexichat.backup.agent.policy;

import com.plexichat.backup.proto.ScheduleSpec;
import com.plexichat.backup.shared.failure.OperationFailed;

/// Port to what schedules start.
public interface ScheduledWork {
  /// Starts what a schedule runs, as whoever asks for the same by hand.
  ///
  /// @param actor in whose name
  /// @throws OperationFailed it may not start now, and why
  Begun start(ScheduleSpec schedule, String actor);

  /// What became of it.
  ///
  /// @param jobId empty: there was nothing to do
  /// @param reason why there was not
  record Begun(String jobId, String reason) {
    public static Begun job(String jobId) {
      return new Begun(jobId, "");
    }

    public static Begun nothing(String reason) {
      return new Begun("", reason);
    }
  }
}
