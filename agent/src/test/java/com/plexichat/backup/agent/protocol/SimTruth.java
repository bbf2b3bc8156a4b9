package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.agent.planning.IndexSet;
import com.plexichat.backup.agent.planning.Repair;
import com.plexichat.backup.agent.planning.RepairPlanner;
import com.plexichat.backup.agent.protocol.LedgerState.Copy;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What is really so, seen from outside, and what must never be so.
final class SimTruth {
  private final Sim sim;
  private final SortedMap<StripeId, StripeFacts> acknowledged = new TreeMap<>();
  private final SortedMap<PeerId, Long> granted = new TreeMap<>();

  /// Shards whose last copy the environment took, with enough others left to rebuild them.
  private final SortedSet<String> excused = new TreeSet<>();

  int receipts;
  int removals;
  int rebuilds;

  /// Something that must never be.
  static final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Violation(String what) {
      super(what);
    }
  }

  SimTruth(Sim sim) {
    this.sim = sim;
  }

  int acknowledgedStripes() {
    return acknowledged.size();
  }

  void granted(PeerId peer, long epoch) {
    granted.merge(peer, epoch, Math::max);
  }

  /// A holder begins to take bytes.
  void accepted(SimHolder holder, Order order, ShardSpec shard) {
    checkMayHold(holder, order, shard);
    checkSeparation(holder, order.stripe(), shard);
  }

  void stored(SimHolder holder, Order order, ShardSpec shard) {
    checkMayHold(holder, order, shard);
    checkSeparation(holder, order.stripe(), shard);
  }

  /// No owner holds k distinct shards, in any state.
  private void checkSeparation(SimHolder holder, StripeId stripe, ShardSpec more) {
    IndexSet held = IndexSet.of(more.index());
    for (SimHolder machine : sim.machines) {
      if (machine.owner().equals(holder.owner())) {
        for (SimDisk.File file : machine.disk().files.values()) {
          held = file.stripe.equals(stripe) ? held.with(file.shard.index()) : held;
        }
      }
    }
    if (held.size() >= more.k()) {
      throw new Violation("separation: " + holder.owner() + " holds " + held);
    }
  }

  /// What is held is in the log as may-hold.
  private void checkMayHold(SimHolder holder, Order order, ShardSpec shard) {
    LedgerState state = sim.coordinator.logged.get(order.stripe());
    if (state == null || state.copy(holder.id(), shard.index()) == null) {
      throw new Violation(
          "may-hold: %s takes shard %d of %s, and the log does not know"
              .formatted(holder.id(), shard.index(), order.stripe()));
    }
  }

  /// A holder gives its word.
  void receipted(SimHolder holder, Order order, ShardSpec shard) {
    receipts++;
    if (order.epoch() < granted.getOrDefault(holder.id(), 0L)) {
      throw new Violation("fence: an order of epoch " + order.epoch() + " was performed");
    }
    if (!holder.disk().isWhole(shard.shard())) {
      throw new Violation("receipt: " + holder.id() + " has not got shard " + shard.index());
    }
  }

  void acknowledged(StripeFacts facts) {
    acknowledged.put(facts.stripe(), facts);
    checkKept(facts);
  }

  void logged(StripeId stripe, LedgerChange change) {
    if (change instanceof LedgerChange.Committed(_, var peer, var indexes) && sim.exists(peer)) {
      SimDisk disk = sim.machines.get(sim.address(peer)).disk();
      for (SimDisk.File file : disk.files.values()) {
        if (file.stripe.equals(stripe) && indexes.contains(file.shard.index()) && file.whole) {
          excused.remove(key(stripe, file.shard.index()));
        }
      }
    }
    if (change instanceof LedgerChange.Cleared(var owner, var indexes, _)) {
      removals++;
      for (SimHolder machine : sim.machines) {
        for (SimDisk.File file : machine.disk().files.values()) {
          if (machine.owner().equals(owner)
              && file.stripe.equals(stripe)
              && indexes.contains(file.shard.index())) {
            throw new Violation("may-hold cleared, and " + machine.id() + " has it");
          }
        }
      }
    }
  }

  void checkEverythingKept() {
    acknowledged.values().forEach(this::checkKept);
  }

  /// Every shard of an acknowledged stripe is somewhere, unless the environment took the last one.
  private void checkKept(StripeFacts facts) {
    for (ShardSpec shard : facts.shards()) {
      boolean isKept =
          sim.machines.stream().anyMatch(machine -> machine.disk().isWhole(shard.shard()));
      if (!isKept && !excused.contains(key(facts.stripe(), shard.index()))) {
        throw new Violation("lost: shard " + shard.index() + " of " + facts.stripe());
      }
    }
  }

  /// Whether the environment may take these files away from a machine: what is acknowledged stays,
  /// apart from one shard of a stripe that the others can rebuild.
  boolean mayTake(SimHolder from, List<SimDisk.File> files) {
    SortedMap<StripeId, Integer> last = new TreeMap<>();
    for (SimDisk.File file : files) {
      if (!isSafe(file.stripe, file.shard, from)) {
        last.merge(file.stripe, 1, Integer::sum);
      }
    }
    for (Map.Entry<StripeId, Integer> entry : last.entrySet()) {
      StripeFacts facts = acknowledged.get(entry.getKey());
      if (facts == null || entry.getValue() > 1) {
        return false;
      }
      long others =
          facts.shards().stream().filter(shard -> isSafe(facts.stripe(), shard, from)).count();
      if (others < facts.shards().size() - 1 || facts.m() == 0) {
        return false;
      }
    }
    for (SimDisk.File file : files) {
      if (!isSafe(file.stripe, file.shard, from)) {
        excused.add(key(file.stripe, file.shard.index()));
        rebuilds++;
      }
    }
    return true;
  }

  /// Whether another machine has a copy that counts and that nobody is about to delete.
  private boolean isSafe(StripeId stripe, ShardSpec shard, SimHolder without) {
    LedgerState state = sim.coordinator.logged.get(stripe);
    if (state == null || sim.coordinator.isDropping(stripe, shard.index())) {
      return false;
    }
    for (SimHolder machine : sim.machines) {
      Copy copy = state.copy(machine.id(), shard.index());
      if (machine != without
          && copy != null
          && copy.state() == CopyState.OK
          && machine.disk().isWhole(shard.shard())) {
        return true;
      }
    }
    return false;
  }

  private static String key(StripeId stripe, int index) {
    return SimCoordinator.key(stripe, index);
  }

  /// Long after the last fault: everything is as it should be.
  void checkEnd() {
    if (!sim.source.isDone()) {
      throw new Violation("liveness: an upload never ended");
    }
    for (StripeFacts facts : acknowledged.values()) {
      checkKept(facts);
      LedgerState state = sim.coordinator.logged.get(facts.stripe());
      if (state == null) {
        throw new Violation("acknowledged, and not in the log");
      }
      for (Copy copy : state.copies()) {
        boolean isThere =
            sim.exists(copy.peer())
                && sim.machines
                    .get(sim.address(copy.peer()))
                    .disk()
                    .isWhole(facts.shards().get(copy.index()).shard());
        if (copy.state() == CopyState.OK && !isThere) {
          throw new Violation("the log counts a copy that is not there: " + copy);
        }
        if (copy.state() != CopyState.OK && !sim.coordinator.isHopeless(facts.stripe(), copy)) {
          throw new Violation("liveness: never cleared: " + copy);
        }
      }
      Repair repair =
          RepairPlanner.plan(
              List.of(sim.coordinator.view(facts.stripe())), sim.coordinator.peers(), 0);
      if (!repair.plan().actions().isEmpty() || !repair.lost().isEmpty()) {
        throw new Violation("liveness: never repaired: " + repair);
      }
    }
  }
}
