package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import java.util.List;

/// What never changes about a stripe.
///
/// @param copies of each data shard; parity shards are kept once
/// @param shards in order of index, k + m of them
/// @param sourceOwner owner of the machine whose data it is
public record StripeFacts(
    StripeId stripe,
    int k,
    int m,
    int copies,
    List<ShardSpec> shards,
    PeerId source,
    String sourceOwner) {
  public StripeFacts {
    shards = List.copyOf(shards);
    if (shards.size() != k + m) {
      throw new IllegalArgumentException("%d+%d shards, %d named".formatted(k, m, shards.size()));
    }
  }

  /// Copies that shard `index` should have.
  public int wanted(int index) {
    return index < k ? copies : 1;
  }
}
