package com.plexichat.backup.agent.transport;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Decides who sends next under a rate for all and a rate for each peer. It has no clock, no thread
/// and no lock: the times come from who asks.
///
/// Each rate is a bucket that fills evenly and holds a tenth of a second. A sender passes when no
/// bucket is in debt, and its bytes may leave one in debt: so large pieces pass too, and what
/// passed in any time is the rate times that time and one piece at most. Who waits shares by weight
/// (start-time fair queueing, Goyal et al. 1996): each cause has its place in a common virtual
/// time, and within a cause who came first goes first, unless the peer's own bucket is in debt.
final class SendQueue {
  private static final double SECOND = 1e9;
  private static final double BURST_SECONDS = 0.1;

  /// One who waits.
  static final class Waiting {
    private final String peer;
    private final long bytes;
    private final double start;
    private boolean isThrough;

    private Waiting(String peer, long bytes, double start) {
      this.peer = peer;
      this.bytes = bytes;
      this.start = start;
    }

    boolean isThrough() {
      return isThrough;
    }
  }

  private static final class Bucket {
    private double rate;
    private double left;
    private long at;

    Bucket(double rate, long now) {
      this.rate = rate;
      this.at = now;
    }

    void rate(double other, long now) {
      fill(now);
      rate = other;
      left = rate == 0 ? 0 : left;
      fill(now);
    }

    /// Nanoseconds until it is out of debt.
    long debt(long now) {
      fill(now);
      return rate == 0 || left >= 0 ? 0 : Math.max(1, (long) Math.ceil(-left / rate * SECOND));
    }

    void take(long bytes) {
      left -= rate == 0 ? 0 : bytes;
    }

    private void fill(long now) {
      if (rate > 0) {
        left = Math.min(rate * BURST_SECONDS, left + (now - at) * rate / SECOND);
      }
      at = now;
    }
  }

  private final Bucket all;
  private final Map<String, Bucket> peers = new HashMap<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private final Map<SendGate.Cause, Double> ends = new EnumMap<>(SendGate.Cause.class);
  private double virtual;
  private long peerRate;

  SendQueue(long now) {
    all = new Bucket(0, now);
  }

  /// Sets the rates, in bytes a second; 0: no bound.
  void rates(long rate, long ofPeer, long now) {
    if (rate != (long) all.rate) {
      all.rate((double) rate, now);
    }
    if (ofPeer != peerRate) {
      peerRate = ofPeer;
      peers.values().forEach(bucket -> bucket.rate((double) ofPeer, now));
    }
  }

  /// Waits from now on.
  Waiting join(String peer, SendGate.Cause cause, long bytes) {
    double start = Math.max(virtual, ends.getOrDefault(cause, 0.0));
    ends.put(cause, start + (double) bytes / cause.weight());
    Waiting one = new Waiting(peer, bytes, start);
    waiting.add(one);
    return one;
  }

  /// Waits no longer.
  void leave(Waiting one) {
    waiting.remove(one);
  }

  /// Lets through whoever may pass now.
  ///
  /// @return nanoseconds until the next one may pass; Long.MAX_VALUE when nobody waits
  long pass(long now) {
    for (Waiting next = next(now); next != null; next = next(now)) {
      all.take(next.bytes);
      bucket(next.peer, now).take(next.bytes);
      virtual = Math.max(virtual, next.start);
      next.isThrough = true;
      waiting.remove(next);
    }
    long soonest = Long.MAX_VALUE;
    for (Waiting one : waiting) {
      soonest = Math.min(soonest, Math.max(all.debt(now), bucket(one.peer, now).debt(now)));
    }
    return soonest;
  }

  private @Nullable Waiting next(long now) {
    if (all.debt(now) > 0) {
      return null;
    }
    Waiting best = null;
    for (Waiting one : waiting) {
      if ((best == null || one.start < best.start) && bucket(one.peer, now).debt(now) == 0) {
        best = one;
      }
    }
    return best;
  }

  private Bucket bucket(String peer, long now) {
    return peers.computeIfAbsent(peer, _ -> new Bucket((double) peerRate, now));
  }
}
