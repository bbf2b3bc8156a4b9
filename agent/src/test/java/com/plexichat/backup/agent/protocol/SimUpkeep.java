package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.agent.planning.Repair;
import com.plexichat.backup.agent.planning.RepairPlanner;
import com.plexichat.backup.agent.planning.StripeView;
import com.plexichat.backup.agent.planning.StripeView.HeldCopy;
import com.plexichat.backup.agent.protocol.LedgerState.Copy;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.plan.Action;
import com.plexichat.backup.shared.plan.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What the coordinator does by itself: challenges, repairs, moves, clears what orders left, and
/// brings to the trash what folds left.
final class SimUpkeep {
  private static final long LEFT_OVER = 12_000;
  private static final long PROOFS_IN_TIME = 4_000;

  private final Sim sim;
  private final SimCoordinator coordinator;
  private final SimPrunes prunes;

  SimUpkeep(Sim sim, SimCoordinator coordinator) {
    this.sim = sim;
    this.coordinator = coordinator;
    prunes = new SimPrunes(sim, coordinator);
  }

  /// The coordinator stops.
  void forget() {
    prunes.forget();
  }

  SimPrunes prunes() {
    return prunes;
  }

  void run() {
    prunes.run();
    for (StripeFacts facts : List.copyOf(coordinator.catalogue.facts())) {
      StripeId stripe = facts.stripe();
      if (sim.truth.isUnderWay(stripe)) {
        continue;
      }
      SimLedger ledger = coordinator.ledger(facts);
      if (coordinator.catalogue.isFolded(stripe)) {
        sweep(ledger);
        continue;
      }
      List<Copy> copies = ledger.state().copies();
      forgetLostPeers(ledger, copies);
      ledger.giveUp(PROOFS_IN_TIME);
      if (prunes.isDead(stripe)) {
        prunes.run(ledger);
        continue;
      }
      if (sim.truth.acknowledged(stripe) != null) {
        challenge(ledger, copies);
        repair(ledger);
        move(ledger);
        dropRedundant(ledger);
      }
      clear(ledger, ledger.state().copies());
    }
  }

  private boolean isGone(PeerId peer) {
    return coordinator.catalogue.peer(peer) == PeerState.REMOVED;
  }

  private void forgetLostPeers(SimLedger ledger, List<Copy> copies) {
    for (Copy copy : copies) {
      if (isGone(copy.peer()) && copy.state() == CopyState.OK) {
        ledger.step(
            new LedgerEvent.CopyLost(
                copy.peer(),
                copy.index(),
                copy.operation(),
                CopyState.MISSING,
                "the peer was removed"));
      }
    }
  }

  /// May-hold of what is not a copy any more, or never became one.
  void clear(SimLedger ledger, List<Copy> copies) {
    for (Copy copy : copies) {
      boolean isLeftOver =
          switch (copy.state()) {
            case PENDING -> sim.now - ledger.ordered(copy.operation()) > LEFT_OVER;
            case MISSING, CORRUPT, TRASHED -> true;
            case OK, STALE, QUARANTINED -> false;
          };
      if (isLeftOver
          && !ledger.isDropping(copy.index())
          && !ledger.isDeleted(copy)
          && !isHopeless(ledger, copy)) {
        ledger.drop(copy, false);
      }
    }
  }

  /// The peer is gone, or has nothing while another peer of its owner has the shard or was lost
  /// with it.
  boolean isHopeless(SimLedger ledger, Copy copy) {
    return isGone(copy.peer())
        || (copy.state() == CopyState.MISSING
            && ledger.state().copies(copy.index()).stream()
                .filter(other -> other.owner().equals(copy.owner()))
                .anyMatch(other -> other.state() == CopyState.OK || isGone(other.peer())));
  }

  private void challenge(SimLedger ledger, List<Copy> copies) {
    for (Copy copy : copies) {
      if (copy.state() == CopyState.OK && coordinator.random.nextInt(8) == 0) {
        ledger.challenge(copy);
      }
    }
  }

  /// Whether a shard has fewer owners that count than its tier asks.
  private boolean isShort(SimLedger ledger) {
    for (ShardSpec shard : ledger.facts.shards()) {
      if (owners(ledger, shard.index()).size() < ledger.facts.wanted(shard.index())) {
        return true;
      }
    }
    return false;
  }

  private SortedSet<String> owners(SimLedger ledger, int index) {
    SortedSet<String> owners = new TreeSet<>();
    for (Copy copy : ledger.state().copies(index)) {
      if (copy.state() == CopyState.OK && !isGone(copy.peer())) {
        owners.add(copy.owner());
      }
    }
    return owners;
  }

  private void repair(SimLedger ledger) {
    if (!isShort(ledger)
        || ledger.state().copies().stream()
            .anyMatch(copy -> copy.state() == CopyState.PENDING && !isGone(copy.peer()))) {
      return;
    }
    StripeView view = ledger.view();
    if (sim.is(Mutant.SEPARATION_FORGOTTEN_BY_REPAIR)) {
      view = onlyKnownCopies(view);
    }
    for (Action action : plan(view)) {
      switch (action) {
        case Action.Copy copy -> ledger.order(copy, copy.to(), copy.index());
        case Action.Rebuild rebuild -> ledger.order(rebuild, rebuild.to(), rebuild.index());
      }
    }
  }

  /// Where copies go is decided anew, or as it was decided before: then a copy is often made anew
  /// where it was.
  private List<Action> plan(StripeView view) {
    long seed = coordinator.random.nextBoolean() ? 0 : coordinator.random.nextLong();
    return RepairPlanner.plan(List.of(view), coordinator.peers(), seed).plan().actions();
  }

  /// What repair would do, or cannot do and must; empty when there is nothing.
  String toBeRepaired(SimLedger ledger) {
    if (!isShort(ledger)) {
      return "";
    }
    Repair repair = RepairPlanner.plan(List.of(ledger.view()), coordinator.peers(), 0);
    boolean isDone = repair.plan().actions().isEmpty() && repair.lost().isEmpty();
    return isDone ? "" : repair + " of " + ledger.state().copies();
  }

  private static StripeView onlyKnownCopies(StripeView view) {
    List<List<HeldCopy>> held = new ArrayList<>();
    for (List<HeldCopy> copies : view.held()) {
      held.add(copies.stream().filter(copy -> copy.state() == CopyState.OK).toList());
    }
    return new StripeView(
        view.id(), view.shape(), view.lengths(), view.sourceOwner(), held, new TreeMap<>());
  }

  /// One more copy somewhere, so that another one becomes redundant.
  private void move(SimLedger ledger) {
    if (sim.isHealed() || coordinator.random.nextInt(8) > 0) {
      return;
    }
    StripeFacts facts = ledger.facts;
    int index = coordinator.random.nextInt(facts.shards().size());
    PeerId to = sim.machines.get(coordinator.random.nextInt(Sim.MACHINES)).id();
    if (coordinator.catalogue.peer(to) != PeerState.ACTIVE
        || ledger.state().copy(to, index) != null) {
      return;
    }
    for (Copy copy : ledger.state().copies(index)) {
      if (copy.state() == CopyState.OK && !isGone(copy.peer())) {
        ledger.order(
            new Action.Copy(facts.stripe(), index, copy.peer(), to, Reason.UNDER_TARGET),
            to,
            index);
        return;
      }
    }
  }

  private void dropRedundant(SimLedger ledger) {
    for (ShardSpec shard : ledger.facts.shards()) {
      int index = shard.index();
      if (!ledger.isDropping(index) && owners(ledger, index).size() > ledger.facts.wanted(index)) {
        List<Copy> copies =
            ledger.state().copies(index).stream()
                .filter(copy -> copy.state() == CopyState.OK && !isGone(copy.peer()))
                .toList();
        ledger.drop(copies.get(coordinator.random.nextInt(copies.size())), true);
      }
    }
  }

  /// Copies of a stripe that was folded go to the trash, as long as the one in its place is as
  /// safe.
  private void sweep(SimLedger ledger) {
    StripeFacts facts = ledger.facts;
    StripeFacts into = coordinator.facts(coordinator.catalogue.current(facts.stripe()));
    int copies = Math.min(into.copies(), coordinator.catalogue.least(facts));
    boolean isSafe = coordinator.catalogue.has(into, copies);
    for (Copy copy : ledger.state().copies()) {
      boolean isOrdered = ledger.trash().isSwept(copy);
      if (copy.state() == CopyState.OK && isSafe && !isOrdered && !isGone(copy.peer())) {
        ledger.trash().sweep(copy, "folded");
      }
    }
  }
}
