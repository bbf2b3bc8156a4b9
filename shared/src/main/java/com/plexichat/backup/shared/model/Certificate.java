package com.plexichat.backup.shared.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Whether a backup can be restored now, from where and how long it would take.
///
/// @param low empty: nothing was measured that tells
/// @param lossWindow what a restore of this backup would lose: now − its time
/// @param basis what the times were measured by, or why there are none
public record Certificate(
    boolean restorable,
    long missingShards,
    List<Source> sources,
    Optional<Duration> low,
    Optional<Duration> high,
    Duration lossWindow,
    boolean keysPresent,
    List<String> blockers,
    String basis) {
  public Certificate {
    sources = List.copyOf(sources);
    blockers = List.copyOf(blockers);
  }

  /// What a restore would read from one peer.
  public record Source(String peer, long shards, long bytes) {}
}
