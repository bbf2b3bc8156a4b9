package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.agent.protocol.SimCatalogue.Backup;
import com.plexichat.backup.agent.protocol.SimCatalogue.Entry;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.StripeId;

/// What is really so of backups that are pruned, and must be: until one is swept, all that it needs
/// is whole in a store or in a trash; when it comes back it is all in stores; and nothing goes to
/// the trash that something needs.
final class SimPruneTruth {
  private final Sim sim;

  SimPruneTruth(Sim sim) {
    this.sim = sim;
  }

  private SimBackups backups() {
    return sim.coordinator.catalogue.backups;
  }

  /// A file came to the trash, by whatever order.
  void trashed(SimDisk.File file) {
    StripeFacts facts = sim.truth.acknowledged(file.stripe);
    if (facts != null && !sim.truth.isKept(file.stripe, file.shard)) {
      throw new Violation(
          Invariant.I4_DELETION,
          "shard %d of %s, which is needed, goes to the trash"
              .formatted(file.shard.index(), file.stripe));
    }
  }

  /// I1: a pruned backup can be brought back until it is swept.
  void checkRecoverable(StripeFacts facts) {
    facts.shards().forEach(shard -> checkRecoverable(facts.stripe(), shard));
  }

  void checkRecoverable(StripeId stripe, ShardSpec shard) {
    if (!isAnywhere(shard) && !sim.atlas.isExcused(stripe, shard.index())) {
      throw new Violation(
          Invariant.I1_DURABILITY,
          "shard %d of %s, which can be brought back".formatted(shard.index(), stripe));
    }
  }

  /// In a store or in a trash.
  private boolean isAnywhere(ShardSpec shard) {
    for (SimHolder machine : sim.machines) {
      SimDisk.File file = machine.disk().file(shard.shard());
      if (file != null && file.isRight()) {
        return true;
      }
    }
    return false;
  }

  void logging(Entry entry) {
    switch (entry) {
      case Entry.Pruned(var backup, _) -> sim.tally.prunes += backups().mayBePruned(backup) ? 1 : 0;
      case Entry.Swept(var backup) -> sim.tally.sweeps += backups().isPruned(backup) ? 1 : 0;
      case Entry.BroughtBack(var backup) -> comingBack(backup);
      case Entry.Closed(var backup, var stripes) when backups().isRunning(backup) ->
          stripes.forEach(this::checkCountedOn);
      case Entry.Changed(var id, LedgerChange.CopyChanged(var peer, var index, var state, _))
          when state == CopyState.OK && sim.exists(peer) -> {
        ShardSpec shard = sim.truth.shards(id).get(index);
        if (!sim.machine(peer).disk().isWhole(shard.shard())) {
          throw new Violation(
              Invariant.I6_RECEIPT, "%s has not got shard %d, which counts".formatted(peer, index));
        }
      }
      default -> {}
    }
  }

  /// I7, I1: a backup closes on what was acknowledged, and is there still.
  private void checkCountedOn(StripeId stripe) {
    StripeId id = sim.coordinator.catalogue.current(stripe);
    if (!sim.truth.wasAcknowledged(id)) {
      throw new Violation(
          Invariant.I7_RESTORE, "a backup counts on %s, which was never kept".formatted(id));
    }
    for (ShardSpec shard : sim.truth.shards(id)) {
      if (!sim.truth.isKept(id, shard)) {
        throw new Violation(
            Invariant.I1_DURABILITY,
            "shard %d of %s, which a backup counts on".formatted(shard.index(), id));
      }
    }
  }

  /// I7: what comes back can be restored.
  private void comingBack(Backup backup) {
    if (!backups().isPruned(backup)) {
      return;
    }
    for (StripeId id : backups().stripes(backup)) {
      for (ShardSpec shard : sim.truth.shards(id)) {
        if (!sim.truth.isKept(id, shard)) {
          throw new Violation(
              Invariant.I7_RESTORE,
              "%s is back without shard %d of %s".formatted(backup, shard.index(), id));
        }
      }
    }
    sim.tally.rollbacks++;
    sim.sources.get(backup.source()).isBack(backup.number());
  }
}
