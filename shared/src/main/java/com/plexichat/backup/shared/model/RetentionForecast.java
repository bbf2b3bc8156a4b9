package com.plexichat.backup.shared.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What would exist on each day to come.
public record RetentionForecast(Instant from, List<Day> days, List<Cadence> sets) {
  public RetentionForecast {
    days = List.copyOf(days);
    sets = List.copyOf(sets);
  }

  /// One day, after its prune.
  ///
  /// @param day 0: now
  /// @param bytes of shard files, all copies
  /// @param made since the day before
  public record Day(int day, Instant at, int backups, long bytes, int made, int gone) {}

  /// How a set goes on.
  ///
  /// @param interval empty: not known
  /// @param bytes that a backup of it adds
  /// @param basis what it was measured by, or why it is not known
  public record Cadence(
      String set, String tier, Optional<Duration> interval, long bytes, String basis) {}
}
