package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.shared.model.ShardId;

/// A shard as orders and receipts name it.
///
/// @param length of the whole shard file in bytes
public record ShardSpec(ShardId shard, int index, int k, int m, long length) {
  public ShardSpec {
    if (k < 2 || m < 0 || index < 0 || index >= k + m || length < 0) {
      throw new IllegalArgumentException(
          "not a shard: index %d of %d+%d, %d bytes".formatted(index, k, m, length));
    }
  }
}
