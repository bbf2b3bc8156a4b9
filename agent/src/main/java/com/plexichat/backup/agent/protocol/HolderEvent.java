package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.shared.model.ShardId;

/// What happens to a holder.
public sealed interface HolderEvent {

  /// Somebody wants to send a shard. `nowMs` is the holder's own clock.
  record Offered(Order order, ShardId shard, long nowMs) implements HolderEvent {}

  /// All bytes are in a temporary file, and they are the named shard's.
  record Written(Operation operation, ShardId shard) implements HolderEvent {}

  /// No space was reserved, or the bytes broke off or are not the shard's.
  record WriteFailed(Operation operation, ShardId shard, Refusal why) implements HolderEvent {}

  /// The file is durable under its final name, and so is the order's sequence.
  record Synced(Operation operation, ShardId shard) implements HolderEvent {}

  record SyncFailed(Operation operation, ShardId shard) implements HolderEvent {}

  /// A stored copy was read again; `whole` when it lies in the store and every byte is right.
  record Verified(Operation operation, ShardId shard, boolean whole) implements HolderEvent {}

  /// A verified grant of the root for a coordinator of this epoch.
  record Granted(long epoch) implements HolderEvent {}

  record RemovalOrdered(Removal removal) implements HolderEvent {}

  /// All effects of a removal are durable.
  record RemovalSynced(Operation operation) implements HolderEvent {}

  record RemovalFailed(Operation operation) implements HolderEvent {}
}
