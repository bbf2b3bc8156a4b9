package com.plexichat.backup.agent.jobs;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Bytes a second of one phase, smoothed over about ten seconds so that an ETA does not jump.
final class RateMeter {
  private static final Duration LEAST = Duration.ofMillis(500);
  private static final double SMOOTHING_SECONDS = 10;

  private final InstantSource time;
  private String phase = "";
  private Instant since = Instant.EPOCH;
  private long bytes;
  private double rate;

  RateMeter(InstantSource time) {
    this.time = time;
  }

  double rate(String currentPhase, long bytesDone) {
    Instant now = time.instant();
    if (!currentPhase.equals(phase) || bytesDone < bytes) {
      phase = currentPhase;
      since = now;
      bytes = bytesDone;
      rate = 0;
      return 0;
    }
    Duration passed = Duration.between(since, now);
    if (passed.compareTo(LEAST) >= 0) {
      double seconds = passed.toNanos() / 1e9;
      double fresh = (bytesDone - bytes) / seconds;
      double weight = rate == 0 ? 1 : Math.min(1, seconds / SMOOTHING_SECONDS);
      rate += (fresh - rate) * weight;
      since = now;
      bytes = bytesDone;
    }
    return rate;
  }
}
