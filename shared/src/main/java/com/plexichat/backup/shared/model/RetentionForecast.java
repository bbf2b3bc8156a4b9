package com.plexichat.backup.shared.model;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// What would exist on each day to come.
///
/// @param kept what exists on the last of them, by the day on which it was made, oldest first
public record RetentionForecast(Instant from, List<Day> days, List<Cadence> sets, List<Kept> kept) {
  public RetentionForecast {
    days = List.copyOf(days);
    sets = List.copyOf(sets);
    kept = List.copyOf(kept);
  }

  /// One day, after its prune.
  ///
  /// @param day 0: now
  /// @param bytes of shard files, all copies
  /// @param made since the day before
  public record Day(int day, Instant at, int backups, long bytes, int made, int gone) {}

  /// A day of which backups are kept.
  ///
  /// @param day as rules count them, in UTC
  /// @param by the strongest that keeps one of them
  public record Kept(LocalDate day, int backups, KeptBy by) {}

  /// How a set goes on.
  ///
  /// @param interval empty: not known
  /// @param bytes that a backup of it adds
  /// @param basis what it was measured by, or why it is not known
  public record Cadence(
      String set, String tier, Optional<Duration> interval, long bytes, String basis) {}
}
