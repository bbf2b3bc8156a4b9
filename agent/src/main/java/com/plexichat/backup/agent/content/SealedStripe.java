package com.plexichat.backup.agent.content;

import com.plexichat.backup.shared.model.StripeId;
import java.util.List;

/// A stripe's k + m sealed shards in order.
///
/// @param epoch of the vault key that it is sealed under
/// @param capacity plaintext bytes of each data shard
public record SealedStripe(
    StripeId stripe, int k, int m, int epoch, int capacity, List<SealedShard> shards) {
  public SealedStripe {
    shards = List.copyOf(shards);
  }
}
