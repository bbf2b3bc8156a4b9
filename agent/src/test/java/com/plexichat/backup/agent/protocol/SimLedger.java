package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.agent.planning.Shape;
import com.plexichat.backup.agent.planning.StripeView;
import com.plexichat.backup.agent.planning.StripeView.HeldCopy;
import com.plexichat.backup.agent.protocol.LedgerChange.Reservation;
import com.plexichat.backup.agent.protocol.LedgerState.Copy;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.plan.Action;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The coordinator's work on one stripe: drives a [LedgerMachine] until the coordinator stops.
final class SimLedger {
  static final long ORDER_LIFE = 30_000;

  private final Sim sim;
  private final SimCoordinator coordinator;
  final StripeFacts facts;
  private final LedgerMachine machine;
  private Msg.@Nullable AskReserve ask;
  private @Nullable CommitCall commit;
  private final SortedMap<Operation, Action> actions = new TreeMap<>();

  /// When orders left, or were first seen.
  private final SortedMap<Operation, Long> ordered = new TreeMap<>();

  /// Drops that wait for proofs, by index; the machine has one at a time for each.
  private final SortedMap<Integer, Dropping> dropping = new TreeMap<>();

  /// Copies whose deletion was ordered and is not acknowledged, by index.
  private final SortedMap<Integer, SortedSet<PeerId>> leaving = new TreeMap<>();

  private final SimTrash trash;

  /// Changes on their way into the log.
  private int entering;

  /// When the newest proof of each copy was asked for, by index.
  private final SortedMap<Integer, SortedMap<PeerId, Long>> newest = new TreeMap<>();

  private record CommitCall(int call, List<Receipt> open, List<Receipt> disregarded) {}

  /// @param isCounted whether the copy counted, so that others must be proven first
  private record Dropping(long since, boolean isCounted, SortedSet<String> proven) {}

  SimLedger(Sim sim, SimCoordinator coordinator, StripeFacts facts) {
    this.sim = sim;
    this.coordinator = coordinator;
    this.facts = facts;
    trash = new SimTrash(sim, coordinator, this);
    LedgerState state = coordinator.catalogue.replay(facts.stripe(), sim.scenario.seed() % 2 == 0);
    machine = new LedgerMachine(Sim.CLUSTER, coordinator.catalogue.epoch, facts, state, rules(sim));
  }

  private static EnumSet<LedgerRule> rules(Sim sim) {
    EnumSet<LedgerRule> rules = EnumSet.allOf(LedgerRule.class);
    switch (sim.scenario.mutant()) {
      case SEPARATION_FORGOTTEN_BY_REPAIR -> rules.remove(LedgerRule.SEPARATION);
      case DELETE_WITHOUT_PROOF -> rules.remove(LedgerRule.PROOF_BEFORE_DELETE);
      case ORDER_BEFORE_LOG -> rules.remove(LedgerRule.LOG_FIRST);
      case MAY_HOLD_FORGOTTEN -> rules.remove(LedgerRule.HELD_UNTIL_DELETED);
      default -> {}
    }
    return rules;
  }

  LedgerState state() {
    return machine.state();
  }

  boolean isDeleted(Copy copy) {
    return machine.isDeleted(copy);
  }

  /// Whether all that it decided is in the log.
  boolean isWritten() {
    return entering == 0;
  }

  SimTrash trash() {
    return trash;
  }

  /// Whether it is being deleted for good.
  boolean isLeaving(Copy copy) {
    Dropping drop = dropping.get(copy.index());
    return drop != null
        || leaving.getOrDefault(copy.index(), new TreeSet<>()).contains(copy.peer());
  }

  boolean isDropping(int index) {
    return dropping.containsKey(index);
  }

  /// Since when an order is known to have left.
  long ordered(Operation operation) {
    return ordered.computeIfAbsent(operation, _ -> sim.now);
  }

  StripeView view() {
    List<List<HeldCopy>> held = new ArrayList<>();
    for (int index = 0; index < facts.shards().size(); index++) {
      List<HeldCopy> copies = new ArrayList<>();
      state().copies(index).forEach(copy -> copies.add(new HeldCopy(copy.peer(), copy.state())));
      held.add(copies);
    }
    return new StripeView(
        facts.stripe(),
        new Shape(facts.k(), facts.m(), facts.copies(), 0),
        Collections.nCopies(facts.shards().size(), 100L),
        facts.sourceOwner(),
        held,
        state().mayHold());
  }

  /// An upload asks for holders.
  void reserve(Msg.AskReserve asked, SortedMap<PeerId, List<Integer>> placed) {
    ask = asked;
    List<Reservation> reservations = new ArrayList<>();
    placed.forEach((peer, indexes) -> reservations.add(coordinator.reservation(peer, indexes)));
    if (reservations.isEmpty()) {
      answerReserve(List.of());
    } else {
      step(new LedgerEvent.Reserve(reservations, coordinator.clock() + ORDER_LIFE, false));
    }
  }

  private void answerReserve(List<Order> fresh) {
    Msg.AskReserve asked = ask;
    ask = null;
    if (asked == null) {
      return;
    }
    SortedMap<Operation, Order> orders = new TreeMap<>();
    fresh.forEach(order -> orders.put(order.operation(), order));
    long head = coordinator.catalogue.length();
    for (LedgerEffect effect :
        machine.step(new LedgerEvent.Again(head, coordinator.clock() + ORDER_LIFE))) {
      if (effect instanceof LedgerEffect.SendOrder(var order)) {
        orders.putIfAbsent(order.operation(), order);
        ordered.putIfAbsent(order.operation(), sim.now);
      }
    }
    coordinator.answer(
        facts.source(), new Msg.ReserveAnswer(List.copyOf(orders.values()), asked.call()));
  }

  /// Makes the copy of a repair or a move.
  void order(Action action, PeerId to, int index) {
    Reservation reservation = coordinator.reservation(to, List.of(index));
    actions.put(reservation.operation(), action);
    step(new LedgerEvent.Reserve(List.of(reservation), coordinator.clock() + ORDER_LIFE, true));
  }

  void drop(Copy copy, boolean isCounted) {
    dropping.put(copy.index(), new Dropping(sim.now, isCounted, new TreeSet<>()));
    long sequence = coordinator.nextSequence();
    step(
        new LedgerEvent.Drop(
            copy.peer(), copy.index(), coordinator.operation(), sequence, "not needed here"));
  }

  /// Forgets drops whose proofs did not come.
  void giveUp(long patience) {
    for (int index : List.copyOf(dropping.keySet())) {
      Dropping drop = dropping.get(index);
      if (drop != null && sim.now - drop.since > patience) {
        step(new LedgerEvent.GiveUp(index));
      }
    }
  }

  void committing(Msg.Commit message) {
    commit = new CommitCall(message.call(), new ArrayList<>(message.receipts()), new ArrayList<>());
    message.receipts().forEach(receipt -> step(new LedgerEvent.Received(receipt)));
    answerCommit();
  }

  private void settled(Receipt receipt, boolean disregarded) {
    CommitCall call = commit;
    if (call != null && call.open.remove(receipt)) {
      if (disregarded) {
        call.disregarded.add(receipt);
      }
      answerCommit();
    }
  }

  private void answerCommit() {
    CommitCall call = commit;
    if (call != null && call.open.isEmpty()) {
      commit = null;
      coordinator.answer(
          facts.source(), new Msg.CommitAnswer(List.copyOf(call.disregarded), call.call));
    }
  }

  void challenge(Copy copy) {
    ShardSpec shard = facts.shards().get(copy.index());
    coordinator.send(
        copy.peer(), new Msg.Challenge(facts.stripe(), shard, copy.operation(), sim.now));
  }

  /// Whether nothing better was heard of the copy since that was asked.
  boolean isNews(Copy copy, long asked) {
    SortedMap<PeerId, Long> proofs = newest.getOrDefault(copy.index(), new TreeMap<>());
    return asked >= proofs.getOrDefault(copy.peer(), 0L);
  }

  /// A verified proof: asked for after the drop that waits for it, or it is only news of the copy.
  void proven(Copy copy, long asked) {
    newest.computeIfAbsent(copy.index(), _ -> new TreeMap<>()).merge(copy.peer(), asked, Math::max);
    Dropping drop = dropping.get(copy.index());
    if (drop == null || asked < drop.since) {
      return;
    }
    drop.proven.add(copy.owner());
    step(new LedgerEvent.Proven(copy.peer(), copy.index(), copy.operation(), true));
  }

  void step(LedgerEvent event) {
    List<Order> orders = new ArrayList<>();
    for (LedgerEffect effect : machine.step(event)) {
      perform(effect, orders);
    }
    if (!orders.isEmpty()) {
      answerReserve(orders);
    }
  }

  private void perform(LedgerEffect effect, List<Order> orders) {
    switch (effect) {
      case LedgerEffect.Append(var change) -> {
        entering++;
        coordinator.append(
            new SimCatalogue.Entry.Changed(facts.stripe(), change),
            () -> {
              entering--;
              step(new LedgerEvent.Appended(coordinator.catalogue.length()));
            });
      }
      case LedgerEffect.SendOrder(var order) -> {
        ordered.put(order.operation(), sim.now);
        if (!send(order)) {
          orders.add(order);
        }
      }
      case LedgerEffect.Confirm(var receipt) -> settled(receipt, false);
      case LedgerEffect.Disregard(var receipt) -> settled(receipt, true);
      case LedgerEffect.Challenge(_, var copies) -> copies.forEach(this::challenge);
      case LedgerEffect.SendRemoval(var removal) -> {
        int index = index(removal);
        Dropping drop = dropping.remove(index);
        if (drop != null && drop.isCounted && drop.proven.size() < facts.wanted(index)) {
          throw new Violation(
              Invariant.I4_DELETION,
              "a copy that counts goes after %s proofs: %s".formatted(drop.proven, removal));
        }
        leaving.computeIfAbsent(index, _ -> new TreeSet<>()).add(removal.target());
        coordinator.remove(
            removal,
            done -> {
              leaving.getOrDefault(index, new TreeSet<>()).remove(removal.target());
              step(new LedgerEvent.Removed(done));
            });
      }
      case LedgerEffect.Reject(var rejected, _) -> {
        switch (rejected) {
          case LedgerEvent.Drop drop -> dropping.remove(drop.index());
          case LedgerEvent.Reserve reserve -> trash.rejected(reserve);
          default -> {}
        }
      }
    }
  }

  private int index(Removal removal) {
    for (ShardSpec shard : facts.shards()) {
      if (removal.shards().contains(shard.shard())) {
        return shard.index();
      }
    }
    throw new IllegalStateException("a removal of another stripe");
  }

  /// A repair's order goes to whoever copies or rebuilds; false: it is an upload's.
  private boolean send(Order order) {
    Action action = actions.get(order.operation());
    ShardSpec shard = order.shards().getFirst();
    if (trash.isOrdered(order.operation())) {
      List<Order> chain = List.of(order);
      coordinator.send(
          order.target(), new Msg.Put(shard, SimReads.NOTHING, chain, Sim.COORDINATOR));
      return true;
    }
    if (action == null) {
      return false;
    }
    switch (action) {
      case Action.Copy copy -> coordinator.send(copy.from(), new Msg.CopyOrder(order, shard));
      case Action.Rebuild rebuild ->
          coordinator.send(rebuild.to(), new Msg.RebuildOrder(order, shard, targetFirst(rebuild)));
    }
    return true;
  }

  private static List<Action.Part> targetFirst(Action.Rebuild action) {
    List<Action.Part> parts = new ArrayList<>(action.parts());
    for (Action.Part part : action.parts()) {
      if (part.peer().equals(action.to())) {
        parts.remove(part);
        parts.addFirst(part);
      }
    }
    return parts;
  }

  /// What became of a repair's copy, for the figures.
  void count(Receipt receipt, Tally tally) {
    switch (actions.get(receipt.operation())) {
      case Action.Copy _ -> tally.copied++;
      case Action.Rebuild _ -> tally.rebuilt++;
      case null -> {}
    }
    actions.remove(receipt.operation());
  }
}
