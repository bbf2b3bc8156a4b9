package com.plexichat.backup.agent.protocol;

import java.util.EnumMap;
import java.util.Map;

/// What the environment does to the cluster. Every stroke is one fault with a number of its own.
enum Fault {
  // By chance, in a thousand messages, writes or reads.
  LOST(140),
  DOUBLED(140),
  LATE(120),
  DISK_ERROR(70),
  SYNC_LIE(80),
  SLOW_LOG(150),
  // At a crash: what was not synced is gone, or there in part.
  UNSYNCED(-1),
  TORN(-1),
  // To the cluster, so many times in a run at most.
  CUT(10),
  CLOG(5),
  SWIZZLE(2),
  CRASH(16),
  CRASH_ALL(2),
  COORDINATOR_CRASH(4),
  TAKEOVER(3),
  SOURCE_CRASH(4),
  CLOCK_JUMP(8),
  DISK_FULL(8),
  DISK_LOST(2),
  DISKS_SWAPPED(2),
  ROT(60),
  LIAR(4),
  REVOKED(1),
  FORGED(80);

  private static final Map<Fault, Integer> NUMBERS = new EnumMap<>(Fault.class);

  static {
    for (Fault fault : values()) {
      NUMBERS.put(fault, NUMBERS.size());
    }
  }

  private final int most;

  Fault(int most) {
    this.most = most;
  }

  /// The highest rate of a seed, in a thousand or in times.
  int most() {
    return most;
  }

  /// Its place among all.
  int number() {
    return NUMBERS.getOrDefault(this, 0);
  }
}
