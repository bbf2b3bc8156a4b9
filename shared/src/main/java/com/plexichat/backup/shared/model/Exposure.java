package com.plexichat.backup.shared.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How much would be lost now, the worst set first.
public record Exposure(Instant at, List<OfSet> sets) {
  public Exposure {
    sets = List.copyOf(sets);
  }

  /// How much of one set.
  ///
  /// @param target how old the newest backup that can be restored may be
  /// @param backup empty: there is none that can be restored
  /// @param age of the newest one that can be restored; empty: everything would be lost
  public record OfSet(
      String set,
      String tier,
      String recoveryClass,
      Duration target,
      String backup,
      Optional<Instant> created,
      Optional<Duration> age,
      boolean breached) {}
}
