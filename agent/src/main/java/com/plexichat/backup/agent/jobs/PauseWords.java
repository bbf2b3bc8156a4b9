package com.plexichat.backup.agent.jobs;

import com.plexichat.backup.proto.JobEntry;

/// Who paused a job and why, in words; and whose word counts.
///
/// A person's pause outlasts the coordinator's: when a maintenance window ends, what somebody
/// stopped by hand stays where it is.
final class PauseWords {
  static final String COORDINATOR = "coordinator";
  private static final String PERSON = "person:";

  private PauseWords() {}

  /// @param isResting nothing of it is at an item any more
  static String of(JobEntry job, boolean isResting) {
    String by = job.getPausedBy().replaceFirst("^" + PERSON, "");
    String who = by.isEmpty() ? "Paused" : "Paused by " + by;
    String why = job.getPauseReason().isEmpty() ? "." : ": " + job.getPauseReason();
    return who + (isResting ? "" : ", as soon as the item under way is whole") + why;
  }

  static boolean isStronger(String one, String other) {
    return one.startsWith(PERSON) && !other.startsWith(PERSON);
  }

  static JobEntry.Builder lifted(JobEntry job) {
    return job.toBuilder().clearPausedMs().clearPausedBy().clearPauseReason();
  }
}
