package com.plexichat.backup.agent.cli;

import java.time.Duration;

/// How fast an agent notices that another one is gone.
///
/// @param heartbeat between two signs of life
/// @param suspect silence after which a peer is SUSPECT
/// @param down silence after which a peer is DOWN, and its copies are repaired elsewhere
public record Timing(Duration heartbeat, Duration suspect, Duration down) {
  /// For machines that are restarted now and then without being lost.
  public static final Timing USUAL =
      new Timing(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(15));

  /// For clusters on one machine, where a person waits for the outcome.
  public static final Timing LOCAL =
      new Timing(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(10));

  public Timing {
    if (!heartbeat.isPositive()
        || heartbeat.compareTo(suspect) >= 0
        || suspect.compareTo(down) >= 0) {
      throw new IllegalArgumentException("not heartbeat < suspect < down");
    }
  }
}
