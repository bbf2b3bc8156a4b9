package com.plexichat.backup.agent.content;

import com.plexichat.backup.shared.model.StripeId;

/// Where a reader gets sealed shards from: a disk, or peers. Called from several threads.
///
/// What is returned is not trusted: a wrong byte is found by the reader. A source that can rebuild
/// a lost shard from parity does so here. What cannot be had is OperationFailed.
public interface ShardSource {
  /// The whole file of a data shard.
  byte[] file(StripeId stripe, int index);

  /// The first 256 bytes of a data shard.
  byte[] header(StripeId stripe, int index);
}
