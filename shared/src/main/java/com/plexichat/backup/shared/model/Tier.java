package com.plexichat.backup.shared.model;

import java.util.List;

/// Retention, copies and parity as one object.
///
/// @param days how long a backup is kept
/// @param copies copies of each data shard; parity shards are kept once
/// @param dataShards k of a stripe
/// @param parityShards m of a stripe
/// @param maxCopiesPerRegion most copies of one shard in one region; 0 means copies − 1
public record Tier(
    String name, int days, int copies, int dataShards, int parityShards, int maxCopiesPerRegion) {
  public static final Tier BRONZE = new Tier("bronze", 90, 2, 8, 2, 0);
  public static final Tier SILVER = new Tier("silver", 365, 3, 8, 2, 0);
  public static final Tier GOLD = new Tier("gold", 1095, 5, 8, 0, 0);
  public static final Tier CRITICAL = new Tier("critical", 2555, 7, 8, 0, 0);
  public static final List<Tier> DEFAULTS = List.of(BRONZE, SILVER, GOLD, CRITICAL);

  public Tier {
    if (days < 1
        || copies < 1
        || dataShards < 2
        || parityShards < 0
        || dataShards + parityShards > 255) {
      throw new IllegalArgumentException("not a tier: " + name);
    }
  }

  /// Owners beside the source's that a full set of copies takes: ⌈(k·R + m)/(k − 1)⌉, because no
  /// owner may hold k distinct shards of a stripe.
  public int ownersNeeded() {
    return Math.ceilDiv(dataShards * copies + parityShards, dataShards - 1);
  }

  /// Owners beside the source's below which a backup cannot be made at all: one copy of everything
  /// must fit.
  public int ownersLeast() {
    return Math.ceilDiv(dataShards + parityShards, dataShards - 1);
  }
}
