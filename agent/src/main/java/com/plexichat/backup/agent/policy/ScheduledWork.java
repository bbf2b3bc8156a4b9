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

  /// Lets a job rest at its next item; what a person paused is not its business.
  void pause(String jobId, String reason);

  /// Lets go on what this paused.
  void resume(String jobId);

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
