package com.plexichat.backup.shared.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A shard and where its copies lie.
///
/// @param tier that counts for it; empty: no live backup needs it
public record Shard(
    ShardId id,
    long number,
    StripeId stripe,
    int index,
    boolean parity,
    ByteSize size,
    String tier,
    List<Copy> copies) {
  public Shard {
    copies = List.copyOf(copies);
  }

  /// Where one copy lies.
  ///
  /// @param proven empty: never
  public record Copy(PeerId peer, CopyState state, Optional<Instant> proven) {}
}
