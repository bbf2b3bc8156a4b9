package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.shared.model.ShardId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A holder's removals on their way to its disk: the tombstone first, then what it is for, and at a
/// crash all of it, the tombstone alone, or nothing.
final class SimRemovals {
  private final Sim sim;
  private final SimHolder holder;

  /// Changes that wait for their sync.
  private final SortedMap<Operation, List<Runnable>> changes = new TreeMap<>();

  /// Tombstones for the change that comes next.
  private List<Runnable> tombstones = new ArrayList<>();

  SimRemovals(Sim sim, SimHolder holder) {
    this.sim = sim;
    this.holder = holder;
  }

  /// What is only in memory is gone.
  void clear() {
    changes.clear();
    tombstones.clear();
  }

  void perform(HolderEffect.WriteTombstone tombstone) {
    SimDisk disk = holder.disk();
    tombstones.add(() ->
        tombstone.shards().forEach(shard -> disk.tombstones.put(shard, tombstone.sequence())));
  }

  void delete(Operation operation, List<ShardId> shards) {
    for (ShardId shard : shards) {
      if (!holder.disk().hasRested(shard)) {
        throw new Violation(
            Invariant.I8_REST, "%s deletes %s too early".formatted(holder.address, shard));
      }
    }
    change(operation, () -> shards.forEach(holder::delete));
  }

  void trash(Operation operation, List<ShardId> shards) {
    change(operation, () -> shards.forEach(this::trash));
  }

  private void trash(ShardId shard) {
    holder.disk().trash(shard, true);
    SimDisk.File file = holder.disk().file(shard);
    if (file != null) {
      sim.truth.trashed(file);
    }
  }

  void bringBack(Operation operation, List<ShardId> shards, long sequence) {
    change(operation, () -> shards.forEach(shard -> holder.disk().bringBack(shard, sequence)));
  }

  private void change(Operation operation, Runnable change) {
    List<Runnable> all = changes.computeIfAbsent(operation, _ -> new ArrayList<>());
    all.addAll(tombstones);
    all.add(change);
    tombstones = new ArrayList<>();
  }

  void sync(Operation operation) {
    List<Runnable> all = changes.remove(operation);
    if (all == null) {
      throw new IllegalStateException("nothing to sync");
    }
    boolean isEarly = sim.is(Mutant.DELETED_BEFORE_SYNC);
    if (isEarly) {
      acknowledgeEarly(operation, all);
    }
    SimDisk disk = holder.disk();
    SimDisk.Unsynced change =
        new SimDisk.Unsynced(() -> all.forEach(Runnable::run), () -> all.getFirst().run());
    disk.unsynced.add(change);
    holder.later(
        isEarly ? 2_000 : 20,
        () -> {
          disk.unsynced.remove(change);
          if (sim.strikes(Fault.DISK_ERROR, holder.address)) {
            all.getFirst().run();
            holder.step(new HolderEvent.RemovalFailed(operation));
            return;
          }
          all.forEach(Runnable::run);
          holder.step(new HolderEvent.RemovalSynced(operation));
        });
  }

  /// The machine is told that it is durable, and the files are still there.
  private void acknowledgeEarly(Operation operation, List<Runnable> all) {
    SimDisk disk = holder.disk();
    List<SimDisk.File> before = List.copyOf(disk.files.values());
    all.forEach(Runnable::run);
    holder.step(new HolderEvent.RemovalSynced(operation));
    before.forEach(file -> disk.files.putIfAbsent(file.shard.shard(), file));
  }
}
