package com.plexichat.backup.agent.api;

import java.time.Duration;

/// How long to rest after all stripes were counted.
///
/// A count goes over every stripe, so that what it takes grows with the cluster: with a rest of
/// nineteen times as long it never takes more than a twentieth of one core, however fast things
/// change. Somebody who has just come to watch waits for less, and where nobody watches a change is
/// counted only for alarms.
record CountPace(long tookNanos) {
  private static final long SHORTEST = Duration.ofMillis(500).toNanos();
  private static final long UNWATCHED = Duration.ofMinutes(1).toNanos();
  private static final int RESTS = 19;
  private static final int RESTS_BEFORE_A_NEW_WATCH = 2;

  /// @param isWatched whether anybody watches
  /// @param isNew whether the watch began after the last count
  long restNanos(boolean isWatched, boolean isNew) {
    if (isWatched && isNew) {
      return RESTS_BEFORE_A_NEW_WATCH * tookNanos;
    }
    return Math.max(RESTS * tookNanos, isWatched ? SHORTEST : UNWATCHED);
  }
}
