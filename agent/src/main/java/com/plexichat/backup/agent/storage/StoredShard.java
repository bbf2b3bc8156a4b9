package com.plexichat.backup.agent.storage;

import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;

/// One shard that this agent answers for: its place in its stripe, its length in bytes with the
/// header, and the number of the order that last moved it (0: not known any more).
public record StoredShard(
    ShardId shard, StripeId stripe, int index, int length, ShardState state, long sequence) {
  StoredShard with(ShardState newState, long newSequence) {
    return new StoredShard(shard, stripe, index, length, newState, newSequence);
  }
}
