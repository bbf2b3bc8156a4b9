package com.plexichat.backup.shared.model;

import java.time.Instant;
import java.util.List;

/// What lies in the trash by one job.
///
/// @param jobId of the prune; empty: it was left over by folding, and cannot be brought back
/// @param until it can be brought back; swept from then on
/// @param backups ids of those that were pruned
public record Prune(
    String jobId, Instant at, Instant until, PrunePlan.Amount amount, List<String> backups) {
  public Prune {
    backups = List.copyOf(backups);
  }

  /// Whether a sweep deletes it for good.
  public boolean isDue(Instant now) {
    return !now.isBefore(until);
  }
}
