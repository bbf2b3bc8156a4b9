package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.agent.planning.IndexSet;
import com.plexichat.backup.agent.protocol.LedgerState.Copy;
import com.plexichat.backup.agent.protocol.SimCatalogue.Backup;
import com.plexichat.backup.agent.protocol.SimCatalogue.Entry;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What is really so, seen from outside, and what must never be so: see [Invariant].
final class SimTruth {
  private static final int PUTS_KEPT = 64;
  private static final int LOOKS_FOR_ALL = 10;

  private final Sim sim;
  private final SortedMap<StripeId, Stripe> stripes = new TreeMap<>();
  private final SortedMap<PeerId, Long> granted = new TreeMap<>();
  private final SortedMap<Backup, List<Long>> backups = new TreeMap<>();
  private final List<Msg.Put> puts = new ArrayList<>();
  private long lastSequence;
  private int looks;
  private final SimPruneTruth pruned;

  private enum Upload {
    UNDER_WAY,
    ACKNOWLEDGED,
    ABANDONED
  }

  private record Stripe(StripeFacts facts, Upload upload) {}

  SimTruth(Sim sim) {
    this.sim = sim;
    pruned = new SimPruneTruth(sim);
  }

  private Stripe stripe(StripeId id) {
    Stripe known = stripes.get(id);
    if (known == null) {
      throw new IllegalStateException("nobody sealed " + id);
    }
    return known;
  }

  void sealed(StripeFacts facts) {
    stripes.put(facts.stripe(), new Stripe(facts, Upload.UNDER_WAY));
  }

  void abandoned(StripeFacts facts) {
    stripes.put(facts.stripe(), new Stripe(facts, Upload.ABANDONED));
  }

  /// From now on the stripe must not be lost.
  void acknowledged(StripeFacts facts) {
    stripes.put(facts.stripe(), new Stripe(facts, Upload.ACKNOWLEDGED));
    sim.tally.acknowledged++;
    checkKept(facts);
  }

  List<ShardSpec> shards(StripeId id) {
    return stripe(id).facts.shards();
  }

  boolean isUnderWay(StripeId id) {
    return stripe(id).upload == Upload.UNDER_WAY;
  }

  /// What was promised to be kept, and was not replaced or pruned since.
  @Nullable StripeFacts acknowledged(StripeId id) {
    Stripe known = stripe(id);
    return known.upload == Upload.ACKNOWLEDGED
            && !sim.coordinator.catalogue.isFolded(id)
            && !sim.coordinator.catalogue.backups.isReleased(id)
        ? known.facts
        : null;
  }

  /// Whether its source was told that it is kept, whatever became of it since.
  boolean wasAcknowledged(StripeId id) {
    return stripe(id).upload == Upload.ACKNOWLEDGED;
  }

  /// Whether the stripe is pruned, and can be brought back.
  boolean isRecoverable(StripeId id) {
    return wasAcknowledged(id) && sim.coordinator.catalogue.backups.isRecoverable(id);
  }

  /// Whether the stripe is promised to be kept, or may be soon.
  boolean matters(StripeId id) {
    return isUnderWay(id) || acknowledged(id) != null || isRecoverable(id);
  }

  void sent(Msg.Put put) {
    if (puts.size() == PUTS_KEPT) {
      puts.removeFirst();
    }
    puts.add(put);
  }

  /// Something that was sent before.
  Msg.@Nullable Put anyPut(SplittableRandom chance) {
    return puts.isEmpty() ? null : puts.get(chance.nextInt(puts.size()));
  }

  void granted(SimHolder holder, long epoch) {
    granted.merge(holder.id(), epoch, Math::max);
  }

  /// I12 and I5: a machine comes back with what it knew, and with a disk of its own.
  void started(SimHolder holder) {
    if (holder.disk().epoch < granted.getOrDefault(holder.id(), 0L)) {
      throw new Violation(
          Invariant.I12_MONOTONIC, holder.id() + " is back at epoch " + holder.disk().epoch);
    }
    for (SimDisk.File file : holder.disk().files.values()) {
      checkMayHold(holder, file.stripe, file.shard);
    }
  }

  /// I12: a sequence that may have been used is never used again.
  void used(long sequence) {
    if (sequence <= lastSequence) {
      throw new Violation(
          Invariant.I12_MONOTONIC, "sequence %d after %d".formatted(sequence, lastSequence));
    }
    lastSequence = sequence;
  }

  /// A holder begins to take bytes.
  void accepted(SimHolder holder, Order order, ShardSpec shard) {
    checkNamed(holder, order);
    checkMayHold(holder, order.stripe(), shard);
    checkSeparation(holder, order.stripe(), IndexSet.of(shard.index()));
  }

  void stored(SimHolder holder, StripeId id, ShardSpec shard) {
    checkMayHold(holder, id, shard);
    checkSeparation(holder, id, IndexSet.of(shard.index()));
  }

  /// Shards come to a machine's eyes without a mask.
  void shown(SimHolder holder, StripeId id, IndexSet shards) {
    checkSeparation(holder, id, shards);
  }

  /// I2: a masked sum tells nothing to whoever does not know the mask; the target's owner knows it,
  /// and may take part last, when what it sees is the missing shard less its own.
  void passes(SimHolder holder, Msg.Contribute part) {
    String target = sim.machine(part.rebuild().order().target()).owner();
    boolean isLast = part.hop() + 1 == part.rebuild().chain().size();
    if (part.masked() && holder.owner().equals(target) && part.hop() > 0 && !isLast) {
      throw new Violation(Invariant.I2_SEPARATION, target + " sees a sum that it can unmask");
    }
  }

  private void checkNamed(SimHolder holder, Order order) {
    if (!order.cluster().equals(Sim.CLUSTER) || !order.target().equals(holder.id())) {
      throw new Violation(
          Invariant.I6_RECEIPT,
          "%s performs an order for %s of %s"
              .formatted(holder.id(), order.target(), order.cluster()));
    }
  }

  private void checkSeparation(SimHolder holder, StripeId id, IndexSet more) {
    StripeFacts facts = stripe(id).facts;
    IndexSet held = more;
    for (SimHolder machine : sim.machines) {
      if (diskOwner(machine).equals(holder.owner())) {
        for (SimDisk.File file : machine.disk().of(id)) {
          held = held.with(file.shard.index());
        }
      }
    }
    if (held.size() >= facts.k() || holder.owner().equals(facts.sourceOwner())) {
      throw new Violation(
          Invariant.I2_SEPARATION, holder.owner() + " has or sees " + held + " of " + id);
    }
  }

  /// A disk in another machine stays its owner's.
  private String diskOwner(SimHolder machine) {
    return sim.machine(machine.disk().identity).owner();
  }

  private void checkMayHold(SimHolder holder, StripeId id, ShardSpec shard) {
    if (sim.coordinator.catalogue.state(id).copy(holder.id(), shard.index()) == null) {
      throw new Violation(
          Invariant.I5_MAY_HOLD,
          "%s has shard %d of %s, and the log does not know"
              .formatted(holder.id(), shard.index(), id));
    }
  }

  /// A holder gives its word.
  void receipted(SimHolder holder, Order order, ShardSpec shard) {
    sim.tally.receipts++;
    if (order.epoch() < granted.getOrDefault(holder.id(), 0L)) {
      throw new Violation(
          Invariant.I11_SINGLE_WRITER, "an order of epoch " + order.epoch() + " was performed");
    }
    checkNamed(holder, order);
    if (!holder.disk().isWhole(shard.shard())) {
      throw new Violation(
          Invariant.I6_RECEIPT, holder.id() + " has not got shard " + shard.index());
    }
  }

  /// I4: a copy counts as proven when its bytes were at hand, not when somebody says so.
  void believed(Msg.Proof proof) {
    Msg.Challenge challenge = proof.challenge();
    if (proof.leaf() != SimReads.leaf(challenge.shard().shard().d(), challenge.asked())) {
      throw new Violation(Invariant.I4_DELETION, proof.peer() + " claims, and is believed");
    }
  }

  /// I7: what honest holders rebuild is the shard.
  void rebuilt(ShardSpec shard, long bytes) {
    if (!SimVault.isNamed(shard, bytes) && !sim.atlas.hadLiars()) {
      throw new Violation(Invariant.I7_RESTORE, "a rebuild gives other bytes than " + shard);
    }
  }

  /// A file was deleted.
  void gone(SimDisk.File file) {
    StripeFacts facts = acknowledged(file.stripe);
    if (facts != null) {
      checkKept(facts, file.shard);
    } else if (isRecoverable(file.stripe)) {
      pruned.checkRecoverable(file.stripe, file.shard);
    }
  }

  void trashed(SimDisk.File file) {
    pruned.trashed(file);
  }

  /// From time to time: nothing acknowledged is lost.
  void look() {
    if (looks++ % LOOKS_FOR_ALL == 0) {
      for (Stripe stripe : stripes.values()) {
        StripeFacts facts = acknowledged(stripe.facts.stripe());
        if (facts != null) {
          checkKept(facts);
        } else if (isRecoverable(stripe.facts.stripe())) {
          pruned.checkRecoverable(stripe.facts);
        }
      }
    }
  }

  private void checkKept(StripeFacts facts) {
    facts.shards().forEach(shard -> checkKept(facts, shard));
  }

  /// I1: the shard is whole somewhere, unless the environment took the last one.
  private void checkKept(StripeFacts facts, ShardSpec shard) {
    if (!isKept(facts.stripe(), shard)) {
      throw new Violation(
          Invariant.I1_DURABILITY, "shard %d of %s".formatted(shard.index(), facts.stripe()));
    }
  }

  /// Whether a shard is whole in a store, or the environment took the last one.
  boolean isKept(StripeId stripe, ShardSpec shard) {
    if (sim.atlas.isExcused(stripe, shard.index())) {
      return true;
    }
    for (SimHolder machine : sim.machines) {
      if (machine.disk().isWhole(shard.shard())) {
        return true;
      }
    }
    return false;
  }

  /// I4: before a fold takes the place of others it is there.
  void logging(Entry entry) {
    pruned.logging(entry);
    if (entry instanceof Entry.Folded(var into, var replaced)) {
      for (ShardSpec shard : shards(into)) {
        if (!isKept(into, shard)) {
          throw new Violation(
              Invariant.I4_DELETION,
              "%s give way to %s, which is not there".formatted(replaced, into));
        }
      }
      sim.tally.folds++;
    }
  }

  void logged(Entry entry) {
    if (!(entry instanceof Entry.Changed(var id, var change))) {
      return;
    }
    if (change instanceof LedgerChange.Committed(_, var peer, var indexes) && sim.exists(peer)) {
      for (SimDisk.File file : sim.machine(peer).disk().of(id)) {
        if (indexes.contains(file.shard.index()) && file.isWhole() && !file.isLie) {
          sim.atlas.isBack(id, file.shard.index());
        }
      }
    }
    if (change instanceof LedgerChange.Cleared(var owner, var indexes, _)) {
      sim.tally.removals++;
      checkCleared(id, owner, indexes);
    }
  }

  /// I5: who is said to hold nothing holds nothing.
  private void checkCleared(StripeId id, String owner, List<Integer> indexes) {
    for (SimHolder machine : sim.machines) {
      if (diskOwner(machine).equals(owner)) {
        for (SimDisk.File file : machine.disk().of(id)) {
          if (indexes.contains(file.shard.index())) {
            throw new Violation(
                Invariant.I5_MAY_HOLD, machine.id() + " has what was cleared, of " + id);
          }
        }
      }
    }
  }

  void backedUp(Backup backup, List<Long> chunks) {
    backups.put(backup, List.copyOf(chunks));
  }

  /// I7: all that was backed up is there.
  void restored(Backup backup, List<Long> found) {
    List<Long> wanted = backups.get(backup);
    if (wanted == null || !new HashSet<>(found).containsAll(wanted)) {
      throw new Violation(Invariant.I7_RESTORE, backup + " is not what was backed up");
    }
  }

  /// I3: what has not come right yet; empty when all has.
  @Nullable Violation open() {
    for (SimSource source : sim.sources) {
      if (!source.isDone()) {
        return new Violation(Invariant.I3_LIVENESS, "a backup never ended");
      }
    }
    String away = sim.coordinator.upkeep().prunes().open();
    if (!away.isEmpty()) {
      return new Violation(Invariant.I3_LIVENESS, away);
    }
    for (Stripe stripe : stripes.values()) {
      String what = open(stripe);
      if (!what.isEmpty()) {
        return new Violation(Invariant.I3_LIVENESS, stripe.facts.stripe() + " " + what);
      }
    }
    for (SimSource source : sim.sources) {
      if (source.notRestored() > 0) {
        return new Violation(Invariant.I7_RESTORE, "a backup cannot be restored");
      }
    }
    return null;
  }

  private String open(Stripe stripe) {
    StripeId id = stripe.facts.stripe();
    if (stripe.upload == Upload.UNDER_WAY) {
      return "is still on its way";
    }
    if (stripe.upload == Upload.ABANDONED) {
      return "";
    }
    SimLedger ledger = sim.coordinator.ledger(stripe.facts);
    for (Copy copy : ledger.state().copies()) {
      boolean isThere =
          sim.exists(copy.peer())
              && sim.machine(copy.peer()).disk().isWhole(shards(id).get(copy.index()).shard());
      boolean isMember = sim.coordinator.catalogue.peer(copy.peer()).counts();
      if (sim.coordinator.catalogue.isFolded(id)) {
        if (copy.state() == CopyState.OK && isMember) {
          return "was folded and lies there still: " + copy;
        }
      } else if (copy.state() == CopyState.OK && acknowledged(id) == null) {
        if (isMember) {
          return "was pruned and lies there still: " + copy;
        }
      } else if (copy.state() == CopyState.OK && !isThere) {
        return "is counted and is not there: " + copy;
      } else if (copy.state() != CopyState.OK
          && !sim.coordinator.upkeep().isHopeless(ledger, copy)) {
        return "was never cleared: " + copy;
      }
    }
    String repair = acknowledged(id) == null ? "" : sim.coordinator.upkeep().toBeRepaired(ledger);
    return repair.isEmpty() ? "" : "was never repaired: " + repair;
  }
}
