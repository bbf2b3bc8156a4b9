package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.shared.model.CopyState;
import java.util.List;

/// A holder asked for what it has: by readers, by challenges, for copies. A liar answers otherwise.
final class SimReads {
  static final long NOTHING = -1;

  private final Sim sim;
  private final SimHolder holder;

  SimReads(Sim sim, SimHolder holder) {
    this.sim = sim;
    this.holder = holder;
  }

  void get(Msg.Get get) {
    long bytes = bytes(get.shard());
    if (!sim.strikes(Fault.DISK_ERROR, holder.address)) {
      sim.net.send(
          holder.address, get.from(), new Msg.Got(get.shard(), holder.id(), bytes, get.call()));
    }
  }

  /// What it says that its copy is made of.
  private long bytes(ShardSpec shard) {
    SimDisk.File file = holder.disk().file(shard.shard());
    return told(shard, file == null || file.trashed ? NOTHING : file.bytes);
  }

  /// The bytes as this machine tells them.
  long told(ShardSpec shard, long bytes) {
    return switch (holder.lie()) {
      case NONE, CLAIMS -> bytes;
      case WRONG -> bytes ^ 1;
      case OLD ->
          holder.disk().files.isEmpty()
              ? NOTHING
              : holder.disk().files.firstEntry().getValue().bytes;
      case SHORT -> bytes >> 8;
    };
  }

  void prove(Msg.Challenge challenge) {
    if (sim.strikes(Fault.DISK_ERROR, holder.address)) {
      return;
    }
    ShardSpec shard = challenge.shard();
    CopyState state =
        switch (holder.disk().place(shard.shard())) {
          case STORE -> holder.disk().isWhole(shard.shard()) ? CopyState.OK : CopyState.CORRUPT;
          case TRASH, NOWHERE -> CopyState.MISSING;
        };
    SimDisk.File file = holder.disk().file(shard.shard());
    long leaf = leaf(file == null ? NOTHING : file.bytes, challenge.asked());
    CopyState told = holder.lie() == Lie.CLAIMS ? CopyState.OK : state;
    sim.net.send(
        holder.address, Sim.COORDINATOR, new Msg.Proof(holder.id(), challenge, told, leaf));
  }

  /// What proves these bytes to whoever asked at that time, and only then.
  static long leaf(long bytes, long asked) {
    return (bytes * 0x9E3779B97F4A7C15L) ^ (asked * 0xBF58476D1CE4E5B9L);
  }

  /// A repair: sends the own copy to another peer, if it is right.
  void copy(Msg.CopyOrder copy) {
    Order order = copy.order();
    ShardSpec shard = copy.shard();
    if (holder.disk().isWhole(shard.shard()) && !sim.strikes(Fault.DISK_ERROR, holder.address)) {
      sim.net.send(
          holder.address,
          sim.machine(order.target()).address,
          new Msg.Put(shard, bytes(shard), List.of(order), Sim.COORDINATOR));
    }
  }
}
