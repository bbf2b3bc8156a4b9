package com.plexichat.backup.agent.transport;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// Lets so many through a minute for each key: a bucket that fills evenly.
///
/// It remembers a bounded number of keys and forgets the ones it saw longest ago.
final class RateLimit<K> {
  private static final int KEYS = 4096;
  private static final double MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

  private final int perMinute;
  private final InstantSource clock;
  private final Map<K, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<K, Bucket> eldest) {
          return size() > KEYS;
        }
      };

  private record Bucket(double left, Instant at) {}

  RateLimit(int perMinute, InstantSource clock) {
    this.perMinute = perMinute;
    this.clock = clock;
  }

  /// Whether one more may pass now; if so, it counts.
  synchronized boolean admits(K key) {
    Instant now = clock.instant();
    Bucket before = buckets.getOrDefault(key, new Bucket(perMinute, now));
    double gained =
        Math.max(0, Duration.between(before.at, now).toNanos()) * perMinute / MINUTE_NANOS;
    double left = Math.min(perMinute, before.left + gained);
    boolean isAdmitted = left >= 1;
    buckets.put(key, new Bucket(isAdmitted ? left - 1 : left, now));
    return isAdmitted;
  }
}
