package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;

/// What a holder has on its disk, as its store's index in memory tells it: durable facts, read
/// without I/O.
///
/// The holder's machine keeps none of them itself, so that after a crash the disk alone says what
/// is there. A shard that the disk may hold must be told, whether it was acknowledged or not.
public interface Shelf {

  /// Where a shard's file lies.
  enum Place {
    NOWHERE,
    STORE,
    TRASH
  }

  Place place(ShardId shard);

  /// Sequence of the newest order that this copy was stored or proven for; −1 when none is known.
  long putAt(ShardId shard);

  /// Sequence of the newest removal of this shard (its tombstone); −1 when there is none.
  long removedAt(ShardId shard);

  /// Whether a shard may be deleted: its file is lost, or has lain in the trash for as long as this
  /// holder keeps what is removed, by its own time.
  boolean mayDelete(ShardId shard);

  /// Whether a shard rests in the trash before it is deleted even when two people let it go at
  /// once.
  default boolean isLocked(ShardId shard) {
    return false;
  }

  /// Distinct shards of a stripe in the store and in the trash.
  int distinct(StripeId stripe);
}
