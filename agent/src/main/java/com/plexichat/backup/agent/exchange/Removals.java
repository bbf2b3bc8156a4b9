package com.plexichat.backup.agent.exchange;

import com.plexichat.backup.agent.protocol.HolderEffect;
import com.plexichat.backup.agent.protocol.HolderEvent;
import com.plexichat.backup.agent.protocol.HolderMachine;
import com.plexichat.backup.agent.protocol.Operation;
import com.plexichat.backup.agent.protocol.Refusal;
import com.plexichat.backup.agent.protocol.Removal;
import com.plexichat.backup.agent.storage.ShardStore;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.ShardId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Drives the holder's machine through removals: into the trash, back, and away.
///
/// The store makes its tombstones and its moves durable together, so that a tombstone of its own is
/// written only for shards that are not here.
final class Removals {
  private final Self self;
  private final HolderMachine machine;
  private final ShardStore store;

  Removals(Self self, HolderMachine machine, ShardStore store) {
    this.self = self;
    this.machine = machine;
    this.store = store;
  }

  /// Performs a removal; returns when it is durable. Fails with FENCED, ORDER_REFUSED or
  /// DISK_FAILED.
  Removal.Done remove(Removal removal) {
    Deque<HolderEffect> left = new ArrayDeque<>(step(new HolderEvent.RemovalOrdered(removal)));
    if (left.isEmpty()) {
      throw Orders.failure(self.name(), none(removal), Refusal.BUSY, machine.epoch());
    }
    @Nullable OperationFailed failure = null;
    while (!left.isEmpty()) {
      HolderEffect effect = left.remove();
      switch (effect) {
        case HolderEffect.SyncRemoval sync -> left.addAll(end(sync.operation(), failure));
        case HolderEffect.SendDone done -> {
          return done.done();
        }
        case HolderEffect.RefuseRemoval refuse -> throw refusal(removal, refuse, failure);
        default -> {
          try {
            perform(removal, effect);
          } catch (OperationFailed e) {
            failure = e;
          }
        }
      }
    }
    throw new IllegalStateException("the machine did not answer a removal");
  }

  private OperationFailed refusal(
      Removal removal, HolderEffect.RefuseRemoval refuse, @Nullable OperationFailed failure) {
    return failure != null
        ? failure
        : Orders.failure(self.name(), none(removal), refuse.why(), machine.epoch());
  }

  private List<HolderEffect> end(Operation operation, @Nullable OperationFailed failure) {
    return failure == null
        ? step(new HolderEvent.RemovalSynced(operation))
        : step(new HolderEvent.RemovalFailed(operation));
  }

  private void perform(Removal removal, HolderEffect effect) {
    switch (effect) {
      case HolderEffect.WriteTombstone tombstone ->
          store.entomb(tombstone.shards(), tombstone.sequence());
      case HolderEffect.MoveToTrash move -> store.trash(move.shards(), removal.sequence());
      case HolderEffect.BringBack back -> store.untrash(back.shards(), back.sequence());
      case HolderEffect.Delete delete -> store.delete(delete.shards(), removal.sequence());
      default -> throw new IllegalStateException("not an effect of a removal: " + effect);
    }
  }

  private List<HolderEffect> step(HolderEvent event) {
    synchronized (machine) {
      return machine.step(event);
    }
  }

  private ShardId none(Removal removal) {
    if (removal.shards().isEmpty()) {
      throw new OperationFailed(FailureCode.USAGE, "the order names no shard");
    }
    return removal.shards().getFirst();
  }
}
