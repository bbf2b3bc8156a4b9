package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One stripe's shards and who holds them, as the coordinator knows.
record StripeCopies(StripeId stripe, int k, int m, int keyEpoch, List<Shard> shards) {
  StripeCopies {
    shards = List.copyOf(shards);
  }

  /// One shard.
  ///
  /// @param good holders whose copy counts
  /// @param doubtful holders whose copy was missing, wrong or on its way when last heard of: asked
  ///   when nothing else is left
  record Shard(ShardId id, int index, List<PeerId> good, List<PeerId> doubtful) {
    Shard {
      good = List.copyOf(good);
      doubtful = List.copyOf(doubtful);
    }

    boolean isHeld() {
      return !good.isEmpty();
    }
  }

  @Nullable Shard shard(int index) {
    for (Shard shard : shards) {
      if (shard.index() == index) {
        return shard;
      }
    }
    return null;
  }

  /// Whether enough shards have a copy that counts.
  boolean isRestorable() {
    return held() >= k;
  }

  int held() {
    return (int) shards.stream().filter(Shard::isHeld).count();
  }
}
