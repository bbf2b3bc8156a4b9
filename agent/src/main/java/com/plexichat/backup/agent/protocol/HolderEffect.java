package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.shared.model.ShardId;
import java.util.List;

/// What a holder's driver does, in the order given. Whoever waits for an answer to (operation,
/// shard) gets the next SendReceipt or Refuse for it, however many ask.
public sealed interface HolderEffect {

  /// Sets space aside; when there is none, the driver leaves out the Write after it and reports
  /// WriteFailed(NO_SPACE).
  record Reserve(Operation operation, ShardSpec shard) implements HolderEffect {}

  /// Gives back what Reserve set aside.
  record Release(Operation operation, ShardSpec shard) implements HolderEffect {}

  /// Receives the bytes into a temporary file and checks them against the name → Written or
  /// WriteFailed.
  record Write(Order order, ShardSpec shard) implements HolderEffect {}

  /// Makes durable, in this order, the sequence for this shard ([Shelf#putAt]), the file, its final
  /// name and the folder → Synced or SyncFailed.
  record Sync(Order order, ShardSpec shard) implements HolderEffect {}

  /// Moves a shard from the trash back to the store → no event of its own: Verify follows.
  record Untrash(Operation operation, ShardSpec shard) implements HolderEffect {}

  /// Makes the sequence durable and reads the stored copy again → Verified.
  record Verify(Order order, ShardSpec shard) implements HolderEffect {}

  /// Removes what a failed or overtaken order stored where nothing lay before. What is temporary
  /// the driver removes by itself, whatever lay there.
  record Discard(Operation operation, ShardSpec shard) implements HolderEffect {}

  record SendReceipt(Receipt receipt) implements HolderEffect {}

  record Refuse(Operation operation, ShardId shard, Refusal why) implements HolderEffect {}

  /// Makes the epoch durable before anything else is done.
  record RememberEpoch(long epoch) implements HolderEffect {}

  /// Makes [Shelf#removedAt] durable for these shards before they are touched.
  record WriteTombstone(List<ShardId> shards, long sequence) implements HolderEffect {}

  record MoveToTrash(Operation operation, List<ShardId> shards) implements HolderEffect {}

  /// Brings shards back from the trash and makes `sequence` their [Shelf#putAt].
  record BringBack(Operation operation, List<ShardId> shards, long sequence)
      implements HolderEffect {}

  /// Deletes shards wherever they lie, store or trash.
  record Delete(Operation operation, List<ShardId> shards) implements HolderEffect {}

  /// Reports RemovalSynced once all effects of the operation before this one are durable, else
  /// RemovalFailed.
  record SyncRemoval(Operation operation) implements HolderEffect {}

  record SendDone(Removal.Done done) implements HolderEffect {}

  record RefuseRemoval(Operation operation, Refusal why) implements HolderEffect {}
}
