package com.plexichat.backup.agent.catalogue;

import java.util.List;

/// Tells which stripes are alike, for whoever counts them by kind: the catalogue knows where copies
/// lie, and not what that is worth.
public interface StripeSorter {
  /// Number of the kind of a stripe, from 0; as few as may be.
  ///
  /// @param k data shards
  /// @param copies that its tier asks of each
  /// @param holders of each shard, numbers of the peers whose copies count
  int kind(int k, int copies, List<int[]> holders);
}
