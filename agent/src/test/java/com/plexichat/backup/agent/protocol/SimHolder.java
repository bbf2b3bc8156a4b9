package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.plan.Action.Part;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A machine that holds shards: drives a [HolderMachine] on a [SimDisk], and crashes.
final class SimHolder {
  private final Sim sim;
  private final int address;
  private final String owner;
  private final long skew;
  private PeerId id;
  private SimDisk disk = new SimDisk();
  private HolderMachine machine;
  private boolean up = true;

  /// Counts up with every stop, so that what was scheduled before comes to nothing.
  private int life;

  private boolean isFull;
  private final SortedMap<String, List<Msg.Put>> waiting = new TreeMap<>();
  private final SortedMap<Operation, Rebuild> rebuilds = new TreeMap<>();

  /// Effects of removals that wait for their sync.
  private final SortedMap<Operation, List<Runnable>> removals = new TreeMap<>();

  private List<Runnable> tombstones = new ArrayList<>();

  private record Rebuild(Order order, ShardSpec shard, List<PeerId> missing) {}

  SimHolder(Sim sim, int address, String owner) {
    this.sim = sim;
    this.address = address;
    this.owner = owner;
    skew = sim.random.nextInt(10_000) - 5_000L;
    id = sim.newIdentity(address, owner);
    machine = newMachine();
  }

  private HolderMachine newMachine() {
    EnumSet<OrderRule> rules = EnumSet.allOf(OrderRule.class);
    switch (sim.mutant) {
      case NO_TOMBSTONE -> rules.remove(OrderRule.NOT_REMOVED);
      case ANY_TARGET -> rules.remove(OrderRule.TARGET);
      case NO_FENCE -> rules.remove(OrderRule.NOT_FENCED);
      default -> {}
    }
    return new HolderMachine(Sim.CLUSTER, id, disk.epoch, disk, rules);
  }

  PeerId id() {
    return id;
  }

  String owner() {
    return owner;
  }

  SimDisk disk() {
    return disk;
  }

  boolean isUp() {
    return up;
  }

  /// The process stops; what was not synced may be lost.
  void crash() {
    sim.trace(() -> address + " crashes: " + id);
    up = false;
    life++;
    waiting.clear();
    rebuilds.clear();
    removals.clear();
    tombstones = new ArrayList<>();
    disk.crash(sim.random);
    sim.truth.checkEverythingKept();
  }

  void restart() {
    if (!up) {
      up = true;
      machine = newMachine();
    }
  }

  /// The disk dies with the identity on it; the machine comes back as another peer.
  void loseDisk() {
    crash();
    disk = new SimDisk();
    id = sim.newIdentity(address, owner);
    sim.trace(() -> address + " lost its disk and is now " + id);
  }

  void receive(Msg message) {
    if (!up) {
      return;
    }
    switch (message) {
      case Msg.Put put -> put(put);
      case Msg.Grant(var epoch) -> {
        sim.truth.granted(id, epoch);
        step(new HolderEvent.Granted(epoch));
      }
      case Msg.CopyOrder(var order, var shard) -> copy(order, shard);
      case Msg.RebuildOrder rebuild -> rebuild(rebuild);
      case Msg.Ask ask -> {
        boolean whole = ask.part().indexes().stream().allMatch(index -> hasWhole(ask, index));
        sim.send(ask.from(), new Msg.Contributed(ask.rebuild(), id, whole));
      }
      case Msg.Contributed(var operation, var peer, var whole) ->
          contributed(operation, peer, whole);
      case Msg.Challenge challenge ->
          sim.send(Sim.COORDINATOR, new Msg.Proof(id, challenge, state(challenge.shard().shard())));
      case Msg.RemovalOrder(var removal) -> step(new HolderEvent.RemovalOrdered(removal));
      default -> throw new IllegalStateException("not for a holder: " + message);
    }
  }

  private boolean hasWhole(Msg.Ask ask, int index) {
    return disk.files.values().stream()
        .anyMatch(file ->
            file.stripe.equals(ask.stripe())
                && file.shard.index() == index
                && file.whole
                && !file.trashed);
  }

  private CopyState state(ShardId shard) {
    return switch (disk.place(shard)) {
      case STORE -> disk.isWhole(shard) ? CopyState.OK : CopyState.CORRUPT;
      case TRASH, NOWHERE -> CopyState.MISSING;
    };
  }

  private void put(Msg.Put put) {
    Order order = put.chain().getFirst();
    waiting.computeIfAbsent(key(order.operation(), put.shard()), _ -> new ArrayList<>()).add(put);
    step(new HolderEvent.Offered(order, put.shard().shard(), sim.now + skew));
  }

  private static String key(Operation operation, ShardSpec shard) {
    return operation.hex() + shard.index();
  }

  /// A repair: sends the own copy to another peer, if it is right.
  private void copy(Order order, ShardSpec shard) {
    if (state(shard.shard()) == CopyState.OK) {
      sim.send(
          sim.address(order.target()), new Msg.Put(shard, List.of(order), true, Sim.COORDINATOR));
    }
  }

  private void rebuild(Msg.RebuildOrder order) {
    List<PeerId> missing = new ArrayList<>(order.parts().stream().map(Part::peer).toList());
    rebuilds.put(order.order().operation(), new Rebuild(order.order(), order.shard(), missing));
    for (Part part : order.parts()) {
      sim.send(
          sim.address(part.peer()),
          new Msg.Ask(order.order().operation(), order.order().stripe(), part, address));
    }
  }

  private void contributed(Operation operation, PeerId peer, boolean whole) {
    Rebuild rebuild = rebuilds.get(operation);
    if (rebuild == null || !whole) {
      return;
    }
    rebuild.missing.remove(peer);
    if (rebuild.missing.isEmpty()) {
      rebuilds.remove(operation);
      put(new Msg.Put(rebuild.shard, List.of(rebuild.order), true, Sim.COORDINATOR));
    }
  }

  private void step(HolderEvent event) {
    for (HolderEffect effect : machine.step(event)) {
      perform(effect);
    }
  }

  private void later(long delay, Runnable act) {
    int then = life;
    sim.after(
        delay,
        () -> {
          if (life == then) {
            act.run();
          }
        });
  }

  private void perform(HolderEffect effect) {
    sim.trace(() -> address + " " + effect);
    switch (effect) {
      case HolderEffect.Reserve _ -> isFull = sim.fault(10);
      case HolderEffect.Release _ -> {}
      case HolderEffect.Write(var order, var shard) -> write(order, shard);
      case HolderEffect.Sync(var order, var shard) -> sync(order, shard);
      case HolderEffect.Untrash(_, var shard) -> untrash(shard.shard());
      case HolderEffect.Verify(var order, var shard) -> verify(order, shard);
      case HolderEffect.Discard(_, var shard) -> disk.files.remove(shard.shard());
      case HolderEffect.SendReceipt(var receipt) -> receipt(receipt);
      case HolderEffect.Refuse(var operation, var shard, var why) -> refuse(operation, shard, why);
      case HolderEffect.RememberEpoch(var epoch) -> disk.epoch = epoch;
      case HolderEffect.WriteTombstone(var shards, var sequence) ->
          tombstones.add(() -> shards.forEach(shard -> disk.tombstones.put(shard, sequence)));
      case HolderEffect.MoveToTrash(var operation, var shards) ->
          removal(operation, () -> shards.forEach(shard -> trash(shard, true)));
      case HolderEffect.BringBack(var operation, var shards, _) ->
          removal(operation, () -> shards.forEach(shard -> trash(shard, false)));
      case HolderEffect.Delete(var operation, var shards) ->
          removal(operation, () -> shards.forEach(this::delete));
      case HolderEffect.SyncRemoval(var operation) -> syncRemoval(operation);
      case HolderEffect.SendDone(var done) -> sim.send(Sim.COORDINATOR, new Msg.RemovalDone(done));
      case HolderEffect.RefuseRemoval _ -> {}
    }
  }

  private void write(Order order, ShardSpec shard) {
    if (isFull || sim.fault(10)) {
      Refusal why = isFull ? Refusal.NO_SPACE : Refusal.BROKEN_OFF;
      later(5, () -> step(new HolderEvent.WriteFailed(order.operation(), shard.shard(), why)));
      return;
    }
    sim.truth.accepted(this, order, shard);
    later(sim.delay(20), () -> step(new HolderEvent.Written(order.operation(), shard.shard())));
  }

  private void sync(Order order, ShardSpec shard) {
    SimDisk.Unsynced change =
        new SimDisk.Unsynced(() -> store(order, shard, true), () -> store(order, shard, false));
    disk.unsynced.add(change);
    if (sim.mutant == Mutant.RECEIPT_BEFORE_SYNC) {
      step(new HolderEvent.Synced(order.operation(), shard.shard()));
    }
    later(
        sim.delay(sim.mutant == Mutant.RECEIPT_BEFORE_SYNC ? 500 : 20),
        () -> {
          disk.unsynced.remove(change);
          if (sim.fault(5)) {
            step(new HolderEvent.SyncFailed(order.operation(), shard.shard()));
            return;
          }
          store(order, shard, true);
          step(new HolderEvent.Synced(order.operation(), shard.shard()));
        });
  }

  private void store(Order order, ShardSpec shard, boolean whole) {
    disk.store(order.stripe(), shard, order.sequence(), whole);
    sim.truth.stored(this, order, shard);
  }

  private void untrash(ShardId shard) {
    trash(shard, false);
  }

  private void verify(Order order, ShardSpec shard) {
    SimDisk.File file = disk.file(shard.shard());
    if (file != null) {
      file.putAt = Math.max(file.putAt, order.sequence());
    }
    later(
        sim.delay(10),
        () ->
            step(
                new HolderEvent.Verified(
                    order.operation(), shard.shard(), disk.isWhole(shard.shard()))));
  }

  private void trash(ShardId shard, boolean trashed) {
    SimDisk.File file = disk.file(shard);
    if (file != null) {
      file.trashed = trashed;
    }
  }

  private void delete(ShardId shard) {
    disk.files.remove(shard);
  }

  private void removal(Operation operation, Runnable change) {
    List<Runnable> changes = removals.computeIfAbsent(operation, _ -> new ArrayList<>());
    changes.addAll(tombstones);
    changes.add(change);
    tombstones = new ArrayList<>();
  }

  private void syncRemoval(Operation operation) {
    List<Runnable> changes = removals.remove(operation);
    if (changes == null) {
      throw new IllegalStateException("nothing to sync");
    }
    SimDisk.Unsynced all =
        new SimDisk.Unsynced(() -> changes.forEach(Runnable::run), () -> changes.getFirst().run());
    disk.unsynced.add(all);
    later(
        sim.delay(20),
        () -> {
          disk.unsynced.remove(all);
          if (sim.fault(10)) {
            changes.getFirst().run();
            step(new HolderEvent.RemovalFailed(operation));
            return;
          }
          changes.forEach(Runnable::run);
          sim.truth.checkEverythingKept();
          step(new HolderEvent.RemovalSynced(operation));
        });
  }

  private void receipt(Receipt receipt) {
    ShardSpec shard = receipt.shards().getFirst();
    List<Msg.Put> puts = waiting.remove(key(receipt.operation(), shard));
    if (puts == null) {
      throw new IllegalStateException("a receipt that nobody waits for");
    }
    for (Msg.Put put : puts) {
      Order order = put.chain().getFirst();
      sim.truth.receipted(this, order, shard);
      sim.send(put.answerTo(), new Msg.Answer(order, shard, receipt, Refusal.BUSY));
      List<Order> rest = put.chain().subList(1, put.chain().size());
      if (!rest.isEmpty()) {
        sim.send(
            sim.address(rest.getFirst().target()), new Msg.Put(shard, rest, true, put.answerTo()));
      }
    }
  }

  private void refuse(Operation operation, ShardId shard, Refusal why) {
    for (Map.Entry<String, List<Msg.Put>> entry : new TreeMap<>(waiting).entrySet()) {
      for (Msg.Put put : List.copyOf(entry.getValue())) {
        Order order = put.chain().getFirst();
        if (order.operation().equals(operation) && put.shard().shard().equals(shard)) {
          waiting.remove(entry.getKey());
          sim.send(put.answerTo(), new Msg.Answer(order, put.shard(), null, why));
          for (Order next : put.chain().subList(1, put.chain().size())) {
            sim.send(put.answerTo(), new Msg.Answer(next, put.shard(), null, Refusal.NOT_TRIED));
          }
        }
      }
    }
  }
}
