package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// A machine that holds shards: drives a [HolderMachine] on a [SimDisk], crashes, and lies.
final class SimHolder {
  private final Sim sim;
  final int address;
  private final String owner;
  private final SplittableRandom random;
  private final SimReads reads;
  private final SimRebuilds rebuilds;
  private final SimRemovals removals;
  private long skew;
  private long jump;
  private PeerId id;
  private SimDisk disk;
  private HolderMachine machine;
  private boolean up;
  private boolean isMember;
  private boolean isFull;
  private Lie lie = Lie.NONE;

  /// Counts up with every stop, so that what was scheduled before comes to nothing.
  private int life;

  /// Who waits for an answer.
  private final SortedMap<Operation, List<Msg.Put>> waiting = new TreeMap<>();

  /// Bytes that are being written; one order at a time for each shard.
  private final SortedMap<ShardId, Long> arriving = new TreeMap<>();

  SimHolder(Sim sim, int address, String owner) {
    this.sim = sim;
    this.address = address;
    this.owner = owner;
    random = sim.random.split();
    reads = new SimReads(sim, this);
    rebuilds = new SimRebuilds(sim, this);
    removals = new SimRemovals(sim, this);
    skew = random.nextInt(10_000) - 5_000L;
    id = sim.newIdentity(this, random);
    disk = sim.newDisk(id);
    machine = newMachine();
    up = address < sim.founders();
    isMember = up;
  }

  private HolderMachine newMachine() {
    EnumSet<OrderRule> rules = EnumSet.allOf(OrderRule.class);
    switch (sim.scenario.mutant()) {
      case NO_TOMBSTONE -> rules.remove(OrderRule.NOT_REMOVED);
      case ANY_TARGET -> rules.remove(OrderRule.TARGET);
      case ANY_CLUSTER -> rules.remove(OrderRule.CLUSTER);
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

  /// Whether it belongs to the cluster.
  boolean isMember() {
    return isMember;
  }

  boolean isLiar() {
    return lie != Lie.NONE;
  }

  Lie lie() {
    return lie;
  }

  void lie(Lie what) {
    lie = what;
    sim.atlas.liar();
  }

  /// The machine's clock is off by so much more.
  void jump(long by) {
    jump = by;
  }

  void fill(boolean full) {
    isFull = full;
  }

  void join() {
    if (!isMember) {
      isMember = true;
      up = true;
      sim.coordinator.join(id);
    }
  }

  /// From now on it is honest, has space and runs, unless it was put out.
  void heal() {
    lie = Lie.NONE;
    isFull = false;
    jump = 0;
    skew = 0;
    restart();
  }

  /// It does not belong to the cluster any more.
  void leave() {
    isMember = false;
  }

  /// The process stops; what was not synced may be lost.
  void crash() {
    sim.trace(() -> address + " crashes: " + id);
    up = false;
    life++;
    waiting.clear();
    arriving.clear();
    removals.clear();
    rebuilds.clear();
    loseUnsynced();
  }

  private void loseUnsynced() {
    List<SimDisk.Unsynced> changes = List.copyOf(disk.unsynced);
    disk.unsynced.clear();
    for (SimDisk.Unsynced change : changes) {
      int chance = Weather.below(3, sim.draw(Fault.UNSYNCED, address));
      sim.draw(Fault.TORN, address);
      if (chance == 0 && sim.inject(Fault.UNSYNCED, address)) {
        continue;
      }
      if (chance == 1 && sim.inject(Fault.TORN, address)) {
        change.tear().run();
      } else {
        change.keep().run();
      }
    }
    for (Iterator<SimDisk.File> all = disk.files.values().iterator(); all.hasNext(); ) {
      SimDisk.File file = all.next();
      boolean isLost = file.isLie && sim.draw(Fault.UNSYNCED, address) < 0;
      file.isLie = false;
      if (isLost && sim.atlas.mayTake(this, List.of(file)) && sim.inject(Fault.UNSYNCED, address)) {
        all.remove();
      }
    }
  }

  void restart() {
    if (up || !isMember || (hasOthersDisk() && !sim.is(Mutant.ANY_DISK))) {
      return;
    }
    up = true;
    disk.epoch = sim.is(Mutant.EPOCH_FORGOTTEN) ? 0 : disk.epoch;
    machine = newMachine();
    sim.truth.started(this);
  }

  boolean hasOthersDisk() {
    return !disk.identity.equals(id);
  }

  void swapDisks(SimHolder other) {
    for (SimHolder one : List.of(this, other)) {
      if (one.up) {
        one.crash();
      }
    }
    SimDisk mine = disk;
    disk = other.disk;
    other.disk = mine;
    restart();
    other.restart();
  }

  /// The disk dies with the identity on it; the machine comes back as another peer.
  void loseDisk() {
    crash();
    id = sim.newIdentity(this, random);
    disk = sim.newDisk(id);
  }

  void receive(Msg message) {
    if (!up) {
      return;
    }
    switch (message) {
      case Msg.Put put -> put(put);
      case Msg.Grant(var epoch) -> {
        sim.truth.granted(this, epoch);
        step(new HolderEvent.Granted(epoch));
      }
      case Msg.RemovalOrder(var removal) -> step(new HolderEvent.RemovalOrdered(removal));
      case Msg.RebuildOrder order -> rebuilds.begin(order);
      case Msg.Contribute part -> rebuilds.contribute(part);
      case Msg.Sum sum -> rebuilds.sum(sum);
      case Msg.CopyOrder order -> reads.copy(order);
      case Msg.Challenge challenge -> reads.prove(challenge);
      case Msg.Get get -> reads.get(get);
      default -> throw new IllegalStateException("not for a holder: " + message);
    }
  }

  void put(Msg.Put put) {
    Order order = put.chain().getFirst();
    waiting.computeIfAbsent(order.operation(), _ -> new ArrayList<>()).add(put);
    step(new HolderEvent.Offered(order, put.shard().shard(), sim.now + skew + jump));
  }

  void step(HolderEvent event) {
    for (HolderEffect effect : machine.step(event)) {
      perform(effect);
    }
  }

  /// Does it soon, unless the process stops before.
  void later(int most, Runnable act) {
    int then = life;
    sim.after(
        1 + random.nextInt(most),
        () -> {
          if (life == then) {
            act.run();
          }
        });
  }

  private void perform(HolderEffect effect) {
    sim.trace(() -> address + " " + effect);
    switch (effect) {
      case HolderEffect.Reserve _, HolderEffect.Release _ -> {}
      case HolderEffect.Write(var order, var shard) -> write(order, shard);
      case HolderEffect.Sync(var order, var shard) -> sync(order, shard);
      case HolderEffect.Untrash(_, var shard) -> disk.trash(shard.shard(), false);
      case HolderEffect.Verify(var order, var shard) -> verify(order, shard);
      case HolderEffect.Discard(_, var shard) -> {
        if (!sim.strikes(Fault.DISK_ERROR, address)) {
          delete(shard.shard());
        }
      }
      case HolderEffect.SendReceipt(var receipt) -> receipt(receipt);
      case HolderEffect.Refuse(var operation, var shard, var why) -> refuse(operation, shard, why);
      case HolderEffect.RememberEpoch(var epoch) -> disk.epoch = epoch;
      case HolderEffect.WriteTombstone tombstone -> removals.perform(tombstone);
      case HolderEffect.MoveToTrash(var operation, var shards) -> removals.trash(operation, shards);
      case HolderEffect.BringBack(var operation, var shards, var sequence) ->
          removals.bringBack(operation, shards, sequence);
      case HolderEffect.Delete(var operation, var shards) -> removals.delete(operation, shards);
      case HolderEffect.SyncRemoval(var operation) -> removals.sync(operation);
      case HolderEffect.SendDone(var done) ->
          sim.net.send(address, Sim.COORDINATOR, new Msg.RemovalDone(done));
      case HolderEffect.RefuseRemoval _ -> {}
    }
  }

  private void write(Order order, ShardSpec shard) {
    List<Msg.Put> from =
        waiting.getOrDefault(order.operation(), List.of()).stream()
            .filter(put -> put.shard().equals(shard))
            .toList();
    if (isFull || from.isEmpty()) {
      failed(order, shard, isFull ? Refusal.NO_SPACE : Refusal.BROKEN_OFF);
      return;
    }
    sim.truth.accepted(this, order, shard);
    arriving.put(shard.shard(), from.getFirst().bytes());
    later(20, () -> step(new HolderEvent.Written(order.operation(), shard.shard())));
  }

  private void failed(Order order, ShardSpec shard, Refusal why) {
    later(5, () -> step(new HolderEvent.WriteFailed(order.operation(), shard.shard(), why)));
  }

  private void sync(Order order, ShardSpec shard) {
    long bytes = arriving.getOrDefault(shard.shard(), SimReads.NOTHING);
    if (!SimVault.isNamed(shard, bytes) && !sim.is(Mutant.BYTES_UNCHECKED)) {
      failed(order, shard, Refusal.WRONG_BYTES);
      return;
    }
    SimDisk.Unsynced change =
        new SimDisk.Unsynced(() -> store(order, shard, bytes), () -> tear(order, shard, ~bytes));
    disk.unsynced.add(change);
    boolean isEarly = sim.is(Mutant.RECEIPT_BEFORE_SYNC);
    if (isEarly) {
      step(new HolderEvent.Synced(order.operation(), shard.shard()));
    }
    later(
        isEarly ? 500 : 20,
        () -> {
          disk.unsynced.remove(change);
          if (sim.strikes(Fault.DISK_ERROR, address)) {
            boolean isHidden = sim.is(Mutant.RECEIPT_AFTER_ERROR);
            step(
                isHidden
                    ? new HolderEvent.Synced(order.operation(), shard.shard())
                    : new HolderEvent.SyncFailed(order.operation(), shard.shard()));
            return;
          }
          store(order, shard, bytes).isLie = sim.strikes(Fault.SYNC_LIE, address);
          step(new HolderEvent.Synced(order.operation(), shard.shard()));
        });
  }

  private SimDisk.File store(Order order, ShardSpec shard, long bytes) {
    SimDisk.File file = disk.store(order.stripe(), shard, bytes, order.sequence());
    sim.truth.stored(this, order.stripe(), shard);
    return file;
  }

  /// A part under the final name; a file that was there before is replaced as a whole or not.
  private void tear(Order order, ShardSpec shard, long bytes) {
    if (disk.file(shard.shard()) == null) {
      store(order, shard, bytes);
    }
  }

  private void verify(Order order, ShardSpec shard) {
    SimDisk.File file = disk.file(shard.shard());
    if (file != null) {
      file.putAt = Math.max(file.putAt, order.sequence());
    }
    later(
        10,
        () -> {
          boolean whole = disk.isWhole(shard.shard()) && !sim.strikes(Fault.DISK_ERROR, address);
          step(new HolderEvent.Verified(order.operation(), shard.shard(), whole));
        });
  }

  void delete(ShardId shard) {
    SimDisk.File file = disk.files.remove(shard);
    if (file != null) {
      sim.truth.gone(file);
    }
  }

  private void receipt(Receipt receipt) {
    ShardSpec shard = receipt.shards().getFirst();
    for (Msg.Put put : answered(receipt.operation(), shard.shard())) {
      Order order = put.chain().getFirst();
      sim.truth.receipted(this, order, shard);
      sim.net.send(address, put.answerTo(), new Msg.Answer(order, shard, receipt, Refusal.BUSY));
      List<Order> rest = put.chain().subList(1, put.chain().size());
      if (!rest.isEmpty()) {
        int next = sim.machine(rest.getFirst().target()).address;
        long bytes = reads.told(shard, shard.shard().d());
        sim.net.send(address, next, new Msg.Put(shard, bytes, rest, put.answerTo()));
      }
    }
  }

  /// Takes out who waited for this answer.
  private List<Msg.Put> answered(Operation operation, ShardId shard) {
    List<Msg.Put> puts = waiting.getOrDefault(operation, new ArrayList<>());
    List<Msg.Put> asked = puts.stream().filter(put -> put.shard().shard().equals(shard)).toList();
    puts.removeAll(asked);
    if (puts.isEmpty()) {
      waiting.remove(operation);
    }
    return asked;
  }

  private void refuse(Operation operation, ShardId shard, Refusal why) {
    for (Msg.Put put : answered(operation, shard)) {
      Order order = put.chain().getFirst();
      sim.net.send(address, put.answerTo(), new Msg.Answer(order, put.shard(), null, why));
      for (Order next : put.chain().subList(1, put.chain().size())) {
        sim.net.send(
            address, put.answerTo(), new Msg.Answer(next, put.shard(), null, Refusal.NOT_TRIED));
      }
    }
  }
}
