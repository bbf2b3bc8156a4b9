package com.plexichat.backup.shared.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Something that takes long, as far as it is.
///
/// @param kind "backup", "restore", "verify", "check", "repair", "prune", "rollback", "sweep"
/// @param phase what it does now; empty before it began
/// @param progress how far it is
/// @param host the agent that executes it
/// @param failure why it failed: one sentence, and what to do
/// @param result what it came to; only in the answer to a question about this job
/// @param turn who keeps it from working
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
    Optional<JobResult> result,
    Turn turn) {
  /// One that nobody keeps from working.
  public Job(
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
    this(
        id, kind, state, reason, phase, progress, started, ended, askedBy, host, backupId, failure,
        result, Turn.FREE);
  }

  /// Whose turn it is.
  ///
  /// @param waitsFor ids of the jobs that must end or rest before it may work
  /// @param paused since when it shall rest; empty: it shall not
  /// @param pausedBy "person:NAME", or "coordinator"
  /// @param restartOf id of the job whose work it does again; empty: of none
  public record Turn(
      List<String> waitsFor,
      Optional<Instant> paused,
      String pausedBy,
      String pauseReason,
      String restartOf) {
    public static final Turn FREE = new Turn(List.of(), Optional.empty(), "", "", "");

    public Turn {
      waitsFor = List.copyOf(waitsFor);
    }
  }

  /// The same job in such a state, kept from working by that.
  public Job with(JobState now, Turn by) {
    return new Job(
        id, kind, now, reason, phase, progress, started, ended, askedBy, host, backupId, failure,
        result, by);
  }

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
