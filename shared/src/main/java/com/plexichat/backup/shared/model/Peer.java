package com.plexichat.backup.shared.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A machine that keeps copies, as the coordinator sees it.
///
/// @param endpoint host:port
/// @param capacity bytes offered
/// @param used bytes of sealed shards held
/// @param shards copies held
/// @param latency last measured round trip from the coordinator; empty: unknown
/// @param lastSeen empty: never
/// @param trouble why it stores nothing although it runs, in one sentence; empty: it stores
public record Peer(
    PeerId id,
    String name,
    PeerState state,
    String endpoint,
    String owner,
    String region,
    String site,
    ByteSize capacity,
    ByteSize used,
    long shards,
    boolean coordinator,
    Optional<Duration> latency,
    Optional<Instant> lastSeen,
    String trouble) {
  /// Whether it runs and stores nothing.
  public boolean isInTrouble() {
    return !trouble.isEmpty() && state != PeerState.DOWN;
  }
}
