package com.plexichat.backup.agent.exchange;

import com.plexichat.backup.agent.protocol.Shelf;
import com.plexichat.backup.agent.storage.ShardState;
import com.plexichat.backup.agent.storage.ShardStore;
import com.plexichat.backup.agent.storage.StoredShard;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;

/// The store as the holder's machine sees it.
///
/// A shard whose file is missing is told as stored: it counts for its stripe, and is proven before
/// it is relied on, which finds that it must be written again.
record StoreShelf(ShardStore store) implements Shelf {
  @Override
  public Place place(ShardId shard) {
    return store
        .find(shard)
        .map(one -> one.state() == ShardState.TRASHED ? Place.TRASH : Place.STORE)
        .orElse(Place.NOWHERE);
  }

  @Override
  public long putAt(ShardId shard) {
    return store.find(shard).map(StoredShard::sequence).orElse(-1L);
  }

  @Override
  public long removedAt(ShardId shard) {
    long tombstone = store.tombstone(shard).orElse(-1L);
    long trashed =
        store
            .find(shard)
            .filter(one -> one.state() == ShardState.TRASHED)
            .map(StoredShard::sequence)
            .orElse(-1L);
    return Math.max(tombstone, trashed);
  }

  @Override
  public boolean mayDelete(ShardId shard) {
    return store.mayDelete(shard);
  }

  @Override
  public boolean isLocked(ShardId shard) {
    return store.isLocked(shard);
  }

  @Override
  public int distinct(StripeId stripe) {
    return store.stripeCount(stripe);
  }
}
