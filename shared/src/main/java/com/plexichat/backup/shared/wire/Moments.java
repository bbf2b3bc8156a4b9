package com.plexichat.backup.shared.wire;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Times on the wire: milliseconds, with 0 or −1 where there is none.
final class Moments {
  private Moments() {}

  /// A point in time; empty for 0 and below.
  static Optional<Instant> known(long millis) {
    return millis > 0 ? Optional.of(Instant.ofEpochMilli(millis)) : Optional.empty();
  }

  /// A length of time; empty below 0, because a moment too short to measure is known.
  static Optional<Duration> measured(long millis) {
    return millis >= 0 ? Optional.of(Duration.ofMillis(millis)) : Optional.empty();
  }
}
