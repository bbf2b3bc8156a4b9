package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.agent.protocol.LedgerState.Copy;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerState;
import com.plexichat.backup.shared.model.StripeId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Keeps the environment inside what is promised to be survived.
///
/// It never takes the last copy of a shard that counts, nor one that everything else is about to be
/// deleted for, apart from one shard of a stripe whose others are safe and rebuild it; copies at a
/// liar, on a disk that lied, and at peers that left are not safe, nor those that were bad and were
/// written again under the same order: what is late may tell that they are bad still. For good it
/// takes [#LOST_FOR_GOOD] machines: may-hold of a lost machine stays with its owner, and somebody
/// must be left who may hold a shard.
final class FaultAtlas {
  private static final int LOST_FOR_GOOD = 2;

  private final Sim sim;
  private int lostForGood;
  private boolean hadLiars;

  /// Shards whose last copy the environment took, with enough others left to rebuild them.
  private final SortedMap<StripeId, SortedSet<Integer>> excused = new TreeMap<>();

  FaultAtlas(Sim sim) {
    this.sim = sim;
  }

  /// Whether one more machine may go for good.
  boolean mayLoseMachine() {
    return lostForGood < LOST_FOR_GOOD;
  }

  void lostMachine() {
    lostForGood++;
  }

  void liar() {
    hadLiars = true;
  }

  boolean hadLiars() {
    return hadLiars;
  }

  boolean isExcused(StripeId stripe, int index) {
    SortedSet<Integer> indexes = excused.get(stripe);
    return indexes != null && indexes.contains(index);
  }

  /// A shard that was taken is there again.
  void isBack(StripeId stripe, int index) {
    SortedSet<Integer> indexes = excused.get(stripe);
    if (indexes != null) {
      indexes.remove(index);
    }
  }

  /// Whether these files may go away from a machine; from then on they are excused.
  boolean mayTake(SimHolder from, Collection<SimDisk.File> files) {
    if (from.hasOthersDisk()) {
      return false;
    }
    SortedMap<StripeId, Integer> last = new TreeMap<>();
    for (SimDisk.File file : files) {
      if (sim.truth.matters(file.stripe) && !isSafe(file.stripe, file.shard, from)) {
        last.merge(file.stripe, 1, Integer::sum);
      }
    }
    for (Map.Entry<StripeId, Integer> entry : last.entrySet()) {
      if (entry.getValue() > 1 || !isRebuildable(entry.getKey(), from)) {
        return false;
      }
    }
    for (SimDisk.File file : files) {
      if (last.containsKey(file.stripe) && !isSafe(file.stripe, file.shard, from)) {
        excused.computeIfAbsent(file.stripe, _ -> new TreeSet<>()).add(file.shard.index());
      }
    }
    return true;
  }

  /// Whether nothing depends on what these files are.
  boolean areSpare(SimHolder at, Collection<SimDisk.File> files) {
    for (SimDisk.File file : files) {
      if (sim.truth.matters(file.stripe) && !isSafe(file.stripe, file.shard, at)) {
        return false;
      }
    }
    return true;
  }

  /// Whether no upload that is under way counts on the machine.
  boolean isFreeOfUploads(SimHolder machine) {
    for (StripeFacts facts : sim.coordinator.catalogue.facts()) {
      if (sim.truth.isUnderWay(facts.stripe())
          && sim.coordinator.catalogue.state(facts.stripe()).copies().stream()
              .anyMatch(copy -> copy.peer().equals(machine.id()))) {
        return false;
      }
    }
    return true;
  }

  /// An acknowledged stripe that has all but one shard elsewhere, and parity.
  private boolean isRebuildable(StripeId stripe, SimHolder without) {
    StripeFacts facts = sim.truth.acknowledged(stripe);
    if (facts == null || facts.m() == 0) {
      return false;
    }
    long others = facts.shards().stream().filter(shard -> isSafe(stripe, shard, without)).count();
    return others == facts.shards().size() - 1;
  }

  /// Whether another machine has a copy that counts and that nobody is about to delete.
  private boolean isSafe(StripeId stripe, ShardSpec shard, SimHolder without) {
    if (sim.coordinator.isDropping(stripe, shard.index())) {
      return false;
    }
    boolean isOnItsWay = sim.coordinator.upkeep().prunes().isOnItsWay(stripe);
    boolean mayLieInTrash = sim.truth.isRecoverable(stripe) && !isOnItsWay;
    List<Copy> copies = sim.coordinator.catalogue.state(stripe).copies(shard.index());
    for (Copy copy : copies) {
      SimHolder machine = sim.machine(copy.peer());
      if (machine != without
          && (!isOnItsWay || sim.coordinator.isBack(stripe, copy))
          && (copy.state() == CopyState.OK
              || (mayLieInTrash && sim.coordinator.isKeptInTrash(stripe, copy)))
          && machine.id().equals(copy.peer())
          && !machine.hasOthersDisk()
          && sim.coordinator.catalogue.peer(copy.peer()) == PeerState.ACTIVE
          && !machine.isLiar()) {
        SimDisk.File file = machine.disk().file(shard.shard());
        boolean isGood = file != null && (mayLieInTrash ? file.isRight() : file.isWhole());
        if (file != null && isGood && !file.isLie && !file.isDoubtful) {
          return true;
        }
      }
    }
    return false;
  }
}
