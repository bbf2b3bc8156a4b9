package com.plexichat.backup.shared.model;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.LongStream;

/// How fast one agent may send shards, in bytes a second; 0: no bound.
///
/// @param rate to all peers together, outside of `hours`
/// @param peerRate to one peer
/// @param restoreRate to readers, beside the others
public record TransferLimits(long rate, long peerRate, long restoreRate, TransferHours hours) {
  public static final TransferLimits NONE = new TransferLimits(0, 0, 0, TransferHours.NONE);

  /// At the sender and those who pass it on.
  private static final long UNDER_WAY = 512L << 20;

  /// To all peers together, at this moment.
  public long rateAt(Instant now) {
    return hours.at(now).orElse(rate);
  }

  /// Whether sending is never bounded.
  public boolean isFree() {
    return slowest() == 0;
  }

  /// How much longer than usual an answer may take where everybody keeps to these: what may be
  /// under way before it, at the slowest of them.
  public Duration slack() {
    long slowest = slowest();
    return slowest == 0 ? Duration.ZERO : Duration.ofSeconds(Math.ceilDiv(UNDER_WAY, slowest));
  }

  /// The least of all bounds, whatever the hour; 0: there is none.
  public long slowest() {
    return LongStream.concat(
            LongStream.of(rate, peerRate, restoreRate),
            hours.slots().stream().mapToLong(TransferHours.Slot::rate))
        .filter(one -> one > 0)
        .min()
        .orElse(0);
  }
}
