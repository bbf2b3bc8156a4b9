package com.plexichat.backup.shared.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Something that takes long, as far as it is.
///
/// @param kind "backup", "restore", "verify", "check", "repair", "prune", "rollback", "sweep"
/// @param phase what it does now; empty before it began
/// @param progress how far it is
/// @param host the agent that executes it
/// @param failure why it failed: one sentence, and what to do
/// @param result what it came to; only in the answer to a question about this job
public record Job(
    String id,
    String kind,
    JobState state,
    String reason,
    String phase,
    Progress progress,
    Optional<Instant> started,
    Optional<Instant> ended,
    String askedBy,
    Optional<PeerId> host,
    String backupId,
    Optional<Trouble> failure,
    Optional<JobResult> result) {
  /// How far it is.
  ///
  /// @param total 0: not known yet
  /// @param rate bytes a second
  /// @param left empty: unknown
  public record Progress(
      long done,
      long total,
      long bytesDone,
      long bytesTotal,
      double rate,
      Optional<Duration> left) {
    /// Between 0 and 1; empty while it cannot be told.
    public Optional<Double> fraction() {
      if (bytesTotal > 0) {
        return Optional.of(Math.min(1.0, bytesDone / (double) bytesTotal));
      }
      return total > 0 ? Optional.of(Math.min(1.0, done / (double) total)) : Optional.empty();
    }
  }

  /// A failure in words.
  ///
  /// @param code name of a FailureCode
  public record Trouble(String code, String sentence, String nextAct) {}
}
