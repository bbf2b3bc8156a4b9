package com.plexichat.backup.agent.storage;

import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the store holds, in memory: by name in order, and by stripe.
///
/// Reading by name takes no lock; everything else is short and takes this object's own.
final class ShardIndex {
  private final ConcurrentSkipListMap<ShardId, StoredShard> byName = new ConcurrentSkipListMap<>();
  private final Map<StripeId, List<ShardId>> byStripe = new HashMap<>();
  private long bytes;
  private long trashed;
  private long trashedBytes;
  private long missing;

  @Nullable StoredShard find(ShardId shard) {
    return byName.get(shard);
  }

  synchronized void put(StoredShard shard) {
    StoredShard before = byName.put(shard.shard(), shard);
    if (before == null) {
      byStripe.merge(
          shard.stripe(),
          List.of(shard.shard()),
          (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
    } else {
      count(before, -1);
    }
    count(shard, 1);
  }

  synchronized void remove(ShardId shard) {
    StoredShard before = byName.remove(shard);
    if (before == null) {
      return;
    }
    count(before, -1);
    byStripe.computeIfPresent(
        before.stripe(),
        (stripe, held) -> {
          List<ShardId> left = held.stream().filter(one -> !one.equals(shard)).toList();
          return left.isEmpty() ? null : left;
        });
  }

  private void count(StoredShard shard, int sign) {
    switch (shard.state()) {
      case HELD -> bytes += (long) sign * shard.length();
      case TRASHED -> {
        bytes += (long) sign * shard.length();
        trashedBytes += (long) sign * shard.length();
        trashed += sign;
      }
      case MISSING -> missing += sign;
    }
  }

  synchronized List<ShardId> ofStripe(StripeId stripe) {
    return byStripe.getOrDefault(stripe, List.of());
  }

  /// Up to `limit` shards in the order of their names, after one of them or from the first.
  List<StoredShard> page(@Nullable ShardId after, int limit) {
    var tail = after == null ? byName : byName.tailMap(after, false);
    return tail.values().stream().limit(limit).toList();
  }

  synchronized long bytes() {
    return bytes;
  }

  synchronized StoreFigures figures(long reserved, long capacity, long free) {
    long all = byName.size();
    return new StoreFigures(
        all - trashed - missing, trashed, missing, bytes, trashedBytes, reserved, capacity, free);
  }
}
