package com.plexichat.backup.shared.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One point in time of a set.
///
/// @param host name of the agent whose machine was backed up
/// @param number counts up per set
/// @param expires end of its retention; empty: it has none, or not yet known
/// @param keeps what keeps it beyond that
/// @param locked until when nobody can end it; empty: it is not locked
/// @param restorable whether every shard that it needs can be read now
/// @param collusionNumber fewest owners that together could rebuild it; 0: not known
/// @param tested last complete restore or deep verification; empty: never
/// @param sentence why it is not complete, when it is not
public record Backup(
    String id,
    String set,
    String host,
    long number,
    Instant created,
    String tier,
    BackupState state,
    Counts counts,
    Duration duration,
    Optional<Instant> expires,
    List<Keep> keeps,
    Optional<Instant> locked,
    boolean restorable,
    int collusionNumber,
    Optional<Instant> tested,
    List<PathWarning> warnings,
    String jobId,
    String sentence) {
  public Backup {
    keeps = List.copyOf(keeps);
    warnings = List.copyOf(warnings);
  }

  /// How much it is.
  ///
  /// @param resealedBytes part of the new chunks that the vault had, in stripes of which little was
  ///   needed
  /// @param storedBytes all data copies, without parity
  public record Counts(
      long files,
      long directories,
      long sourceBytes,
      long newChunkBytes,
      long resealedBytes,
      long storedBytes,
      long parityBytes,
      long sentBytes) {}
}
