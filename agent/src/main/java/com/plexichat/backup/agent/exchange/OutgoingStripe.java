package com.plexichat.backup.agent.exchange;

import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import java.util.List;

/// A sealed stripe on its way to its holders. The files are not changed from here on.
public record OutgoingStripe(
    StripeId stripe, int k, int m, int keyEpoch, List<OutgoingShard> shards) {
  public OutgoingStripe {
    shards = List.copyOf(shards);
  }

  /// One of its shards: the name, the index in the stripe, and the whole file.
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  public record OutgoingShard(ShardId shard, int index, byte[] file) {}

  /// Bytes of all files.
  public long bytes() {
    return shards.stream().mapToLong(one -> one.file().length).sum();
  }
}
