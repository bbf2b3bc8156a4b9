package com.plexichat.backup.agent.planning;

import com.plexichat.backup.shared.model.Tier;

/// How a stripe is made and how often it is kept.
///
/// @param k data shards
/// @param m parity shards, kept once each
/// @param copies of each data shard
/// @param maxCopiesPerRegion most copies of one shard in one region; 0 means copies − 1, and at
///   least 1
public record Shape(int k, int m, int copies, int maxCopiesPerRegion) {
  public Shape {
    if (k < 2 || m < 0 || k + m > 255 || copies < 1 || maxCopiesPerRegion < 0) {
      throw new IllegalArgumentException(
          "not a stripe's shape: " + k + "+" + m + " ×" + copies + ", " + maxCopiesPerRegion);
    }
  }

  public static Shape of(Tier tier) {
    return new Shape(
        tier.dataShards(), tier.parityShards(), tier.copies(), tier.maxCopiesPerRegion());
  }

  /// k + m.
  public int shards() {
    return k + m;
  }

  /// Copies that shard `index` should have.
  public int wanted(int index) {
    return index < k ? copies : 1;
  }

  /// k·R + m.
  public int wantedInAll() {
    return k * copies + m;
  }

  /// Most copies of one shard in one region, where there is more than one region.
  public int regionLimit() {
    return maxCopiesPerRegion > 0 ? maxCopiesPerRegion : Math.max(1, copies - 1);
  }

  /// Most distinct shards of a stripe that one owner may hold.
  public int ownerLimit() {
    return k - 1;
  }
}
