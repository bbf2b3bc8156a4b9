package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.agent.planning.RepairPlanner;
import com.plexichat.backup.agent.planning.Shape;
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
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/// What the coordinator does by itself: challenges, repairs, moves, and clears what orders left.
final class SimUpkeep {
  private static final long LEFT_OVER = 12_000;
  private static final long PROOFS_IN_TIME = 4_000;

  private final Sim sim;
  private final SimCoordinator coordinator;

  SimUpkeep(Sim sim, SimCoordinator coordinator) {
    this.sim = sim;
    this.coordinator = coordinator;
  }

  void run() {
    for (StripeId stripe : List.copyOf(coordinator.facts.keySet())) {
      forgetLostPeers(stripe);
      giveUp(stripe);
      if (!sim.source.isDone(stripe)) {
        continue;
      }
      clear(stripe);
      if (coordinator.acknowledged.contains(stripe)) {
        challenge(stripe);
        repair(stripe);
        move(stripe);
        dropRedundant(stripe);
      }
    }
  }

  StripeView view(StripeId stripe) {
    StripeFacts facts = facts(stripe);
    LedgerState state = coordinator.state(stripe);
    List<List<HeldCopy>> held = new ArrayList<>();
    for (int index = 0; index < facts.k() + facts.m(); index++) {
      held.add(
          state.copies(index).stream()
              .map(copy -> new HeldCopy(copy.peer(), copy.state()))
              .toList());
    }
    return new StripeView(
        stripe,
        new Shape(facts.k(), facts.m(), facts.copies(), 0),
        Collections.nCopies(facts.k() + facts.m(), 100L),
        facts.sourceOwner(),
        held,
        state.mayHold());
  }

  private StripeFacts facts(StripeId stripe) {
    StripeFacts facts = coordinator.facts.get(stripe);
    if (facts == null) {
      throw new IllegalStateException("no such stripe: " + stripe);
    }
    return facts;
  }

  private boolean isGone(PeerId peer) {
    return coordinator.directory.get(peer) == PeerState.REMOVED;
  }

  private void forgetLostPeers(StripeId stripe) {
    for (Copy copy : coordinator.state(stripe).copies()) {
      if (isGone(copy.peer()) && copy.state() == CopyState.OK) {
        coordinator.step(
            stripe,
            new LedgerEvent.CopyLost(
                copy.peer(),
                copy.index(),
                copy.operation(),
                CopyState.MISSING,
                "the peer was removed"));
      }
    }
  }

  private void giveUp(StripeId stripe) {
    for (int index = 0; index < facts(stripe).shards().size(); index++) {
      Long since = coordinator.dropping.get(SimCoordinator.key(stripe, index));
      if (since != null && sim.now - since > PROOFS_IN_TIME) {
        coordinator.step(stripe, new LedgerEvent.GiveUp(index));
      }
    }
  }

  /// May-hold of what is not a copy any more, or never became one.
  private void clear(StripeId stripe) {
    for (Copy copy : coordinator.state(stripe).copies()) {
      long since = coordinator.ordered.computeIfAbsent(copy.operation(), _ -> sim.now);
      boolean isLeftOver =
          (copy.state() == CopyState.PENDING && sim.now - since > LEFT_OVER)
              || copy.state() == CopyState.MISSING
              || copy.state() == CopyState.CORRUPT
              || copy.state() == CopyState.TRASHED;
      if (isLeftOver
          && !coordinator.isDeleted(stripe, copy)
          && !isHopeless(stripe, copy)
          && !coordinator.isDropping(stripe, copy.index())) {
        coordinator.drop(stripe, copy.peer(), copy.index());
      }
    }
  }

  /// The peer is gone, or has nothing while another peer of its owner has the shard or was lost
  /// with it.
  boolean isHopeless(StripeId stripe, Copy copy) {
    return isGone(copy.peer())
        || (copy.state() == CopyState.MISSING
            && coordinator.state(stripe).copies(copy.index()).stream()
                .filter(other -> other.owner().equals(copy.owner()))
                .anyMatch(other -> other.state() == CopyState.OK || isGone(other.peer())));
  }

  private void challenge(StripeId stripe) {
    for (Copy copy : coordinator.state(stripe).copies()) {
      if (copy.state() == CopyState.OK && sim.random.nextInt(sim.isHealed() ? 3 : 20) == 0) {
        coordinator.challenge(stripe, copy);
      }
    }
  }

  private void repair(StripeId stripe) {
    boolean isBusy =
        coordinator.state(stripe).copies().stream()
            .anyMatch(copy -> copy.state() == CopyState.PENDING && !isGone(copy.peer()));
    if (isBusy) {
      return;
    }
    StripeView view = view(stripe);
    if (sim.mutant == Mutant.SEPARATION_FORGOTTEN_BY_REPAIR) {
      view = onlyKnownCopies(view);
    }
    for (Action action :
        RepairPlanner.plan(List.of(view), coordinator.peers(), sim.random.nextLong())
            .plan()
            .actions()) {
      switch (action) {
        case Action.Copy copy -> coordinator.order(stripe, copy, copy.to(), copy.index());
        case Action.Rebuild rebuild ->
            coordinator.order(stripe, rebuild, rebuild.to(), rebuild.index());
      }
    }
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
  private void move(StripeId stripe) {
    if (sim.isHealed() || sim.random.nextInt(4) > 0) {
      return;
    }
    int index = sim.random.nextInt(facts(stripe).shards().size());
    List<Copy> copies =
        coordinator.state(stripe).copies(index).stream()
            .filter(copy -> copy.state() == CopyState.OK && !isGone(copy.peer()))
            .toList();
    PeerId to = sim.machines.get(sim.random.nextInt(Sim.MACHINES)).id();
    if (copies.isEmpty()
        || coordinator.directory.get(to) != PeerState.ACTIVE
        || coordinator.state(stripe).copy(to, index) != null) {
      return;
    }
    Action.Copy copy =
        new Action.Copy(stripe, index, copies.getFirst().peer(), to, Reason.UNDER_TARGET);
    coordinator.order(stripe, copy, to, index);
  }

  private void dropRedundant(StripeId stripe) {
    for (int index = 0; index < facts(stripe).shards().size(); index++) {
      List<Copy> copies =
          coordinator.state(stripe).copies(index).stream()
              .filter(copy -> copy.state() == CopyState.OK && !isGone(copy.peer()))
              .toList();
      TreeSet<String> owners = new TreeSet<>();
      copies.forEach(copy -> owners.add(copy.owner()));
      if (owners.size() > facts(stripe).wanted(index) && !coordinator.isDropping(stripe, index)) {
        Copy copy = copies.get(sim.random.nextInt(copies.size()));
        coordinator.drop(stripe, copy.peer(), index);
      }
    }
  }
}
