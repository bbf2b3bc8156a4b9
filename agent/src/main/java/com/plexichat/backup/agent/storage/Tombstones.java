package com.plexichat.backup.agent.storage;

import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/// For each removed shard the number of the highest order that removed it.
final class Tombstones {
  private final Map<ShardId, Long> removed = new ConcurrentHashMap<>();

  void add(ShardId shard, long sequence) {
    removed.merge(shard, sequence, Math::max);
  }

  OptionalLong find(ShardId shard) {
    Long sequence = removed.get(shard);
    return sequence == null ? OptionalLong.empty() : OptionalLong.of(sequence);
  }

  /// A place holder for a shard that is removed before it ever came.
  static StoredShard unknown(ShardId shard) {
    return new StoredShard(shard, new StripeId(0, 0), 0, 0, ShardState.MISSING, 0);
  }
}
