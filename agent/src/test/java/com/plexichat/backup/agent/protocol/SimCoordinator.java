package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.agent.planning.Assignment;
import com.plexichat.backup.agent.planning.PeerView;
import com.plexichat.backup.agent.planning.Placement;
import com.plexichat.backup.agent.planning.StripeView;
import com.plexichat.backup.agent.protocol.LedgerChange.Reservation;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.plan.Action;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The coordinator: drives a [LedgerMachine] for every stripe, keeps the log, and crashes.
final class SimCoordinator {
  private static final long ORDER_LIFE = 30_000;
  private static final long SEQUENCES_PER_LIFE = 1_000_000;

  private final Sim sim;

  // Durable: the log and what stands for other parts of the catalogue.
  private final List<Append> log = new ArrayList<>();
  final SortedMap<StripeId, StripeFacts> facts = new TreeMap<>();
  final SortedMap<StripeId, LedgerState> logged = new TreeMap<>();
  final SortedSet<StripeId> acknowledged = new TreeSet<>();
  final SortedMap<PeerId, PeerState> directory = new TreeMap<>();
  private long epoch = 1;
  private long sequence;

  // Volatile.
  private boolean up = true;
  private int life;
  private SortedMap<StripeId, LedgerMachine> machines = new TreeMap<>();
  private final Deque<Append> appends = new ArrayDeque<>();
  private long lastAppendAt;
  private final SortedMap<StripeId, Msg.AskReserve> reserves = new TreeMap<>();
  private final SortedMap<StripeId, CommitCall> commits = new TreeMap<>();
  private final SortedMap<Operation, Action> actions = new TreeMap<>();
  final SortedMap<Operation, Removal> removals = new TreeMap<>();
  private final SortedMap<Operation, StripeId> removing = new TreeMap<>();
  final SortedMap<Operation, Long> ordered = new TreeMap<>();

  /// Since when a copy of (stripe, index) is being dropped.
  final SortedMap<String, Long> dropping = new TreeMap<>();

  private final SimUpkeep upkeep;

  private record Append(StripeId stripe, LedgerChange change) {}

  private record CommitCall(int call, List<Receipt> open, List<Receipt> disregarded) {}

  SimCoordinator(Sim sim) {
    this.sim = sim;
    upkeep = new SimUpkeep(sim, this);
  }

  void start() {
    for (SimHolder holder : sim.machines) {
      directory.put(holder.id(), PeerState.ACTIVE);
    }
    tick();
  }

  private void tick() {
    if (up) {
      for (int address = 0; address < Sim.MACHINES; address++) {
        sim.send(address, new Msg.Grant(epoch));
      }
      for (Removal removal : List.copyOf(removals.values())) {
        sim.send(sim.address(removal.target()), new Msg.RemovalOrder(removal));
      }
      upkeep.run();
    }
    sim.after(1_000, this::tick);
  }

  boolean isUp() {
    return up;
  }

  /// The process stops: a beginning of what was being appended may be in the log.
  void crash() {
    sim.trace(() -> "coordinator crashes");
    up = false;
    life++;
    while (!appends.isEmpty() && sim.random.nextBoolean()) {
      write(appends.remove());
    }
    appends.clear();
    machines = new TreeMap<>();
    reserves.clear();
    commits.clear();
    actions.clear();
    removals.clear();
    removing.clear();
    ordered.clear();
    dropping.clear();
  }

  /// The same coordinator again, or another one with a higher epoch.
  void restart(boolean takeover) {
    up = true;
    epoch += takeover ? 1 : 0;
    sequence = (sequence / SEQUENCES_PER_LIFE + 1) * SEQUENCES_PER_LIFE;
  }

  void receive(Msg message) {
    if (!up) {
      return;
    }
    switch (message) {
      case Msg.AskReserve ask -> reserve(ask);
      case Msg.Commit(var stripe, var receipts, var call) -> {
        CommitCall commit = new CommitCall(call, new ArrayList<>(receipts), new ArrayList<>());
        commits.put(stripe, commit);
        receipts.forEach(receipt -> step(stripe, new LedgerEvent.Received(receipt)));
        answer(stripe);
      }
      case Msg.Answer(var order, _, var receipt, _) -> {
        if (receipt != null) {
          step(order.stripe(), new LedgerEvent.Received(receipt));
        }
      }
      case Msg.Proof proof -> proof(proof);
      case Msg.RemovalDone(var done) -> {
        removals.remove(done.operation());
        StripeId stripe = removing.remove(done.operation());
        if (stripe != null) {
          step(stripe, new LedgerEvent.Removed(done));
        }
      }
      default -> throw new IllegalStateException("not for a coordinator: " + message);
    }
  }

  private void proof(Msg.Proof proof) {
    StripeId stripe = proof.challenge().stripe();
    int index = proof.challenge().shard().index();
    Operation copy = proof.challenge().copy();
    if (proof.state() != CopyState.OK) {
      step(
          stripe, new LedgerEvent.CopyLost(proof.peer(), index, copy, proof.state(), "challenged"));
    } else if (proof.challenge().asked()
        >= dropping.getOrDefault(key(stripe, index), Long.MAX_VALUE)) {
      step(stripe, new LedgerEvent.Proven(proof.peer(), index, copy, true));
    }
  }

  private void reserve(Msg.AskReserve ask) {
    StripeId stripe = ask.facts().stripe();
    facts.put(stripe, ask.facts());
    reserves.put(stripe, ask);
    Assignment placed =
        Placement.place(upkeep.view(stripe), peers(), ask.avoid(), sim.random.nextLong());
    SortedMap<PeerId, List<Integer>> byPeer = new TreeMap<>();
    for (Assignment.Assigned copy : placed.copies()) {
      byPeer.computeIfAbsent(copy.peer(), _ -> new ArrayList<>()).add(copy.index());
    }
    List<Reservation> reservations = new ArrayList<>();
    byPeer.forEach((peer, indexes) -> reservations.add(reservation(peer, indexes)));
    if (reservations.isEmpty()) {
      answerReserve(stripe, List.of());
    } else {
      step(stripe, new LedgerEvent.Reserve(reservations, sim.now + ORDER_LIFE, false));
    }
  }

  private void answerReserve(StripeId stripe, List<Order> fresh) {
    Msg.AskReserve ask = reserves.remove(stripe);
    if (ask == null) {
      return;
    }
    SortedMap<Operation, Order> orders = new TreeMap<>();
    fresh.forEach(order -> orders.put(order.operation(), order));
    for (LedgerEffect effect :
        machine(stripe).step(new LedgerEvent.Again(log.size(), sim.now + ORDER_LIFE))) {
      if (effect instanceof LedgerEffect.SendOrder(var order)) {
        orders.putIfAbsent(order.operation(), order);
        ordered.putIfAbsent(order.operation(), sim.now);
      }
    }
    sim.send(
        Sim.SOURCE, new Msg.ReserveAnswer(stripe, List.copyOf(orders.values()), "", ask.call()));
  }

  Reservation reservation(PeerId peer, List<Integer> indexes) {
    return new Reservation(sim.operation(), ++sequence, peer, sim.owner(peer), indexes);
  }

  /// Makes the copies of a repair or a move.
  void order(StripeId stripe, Action action, PeerId to, int index) {
    Reservation reservation = reservation(to, List.of(index));
    actions.put(reservation.operation(), action);
    step(stripe, new LedgerEvent.Reserve(List.of(reservation), sim.now + ORDER_LIFE, true));
  }

  void drop(StripeId stripe, PeerId peer, int index) {
    dropping.put(key(stripe, index), sim.now);
    step(stripe, new LedgerEvent.Drop(peer, index, sim.operation(), ++sequence, "not needed here"));
  }

  void acknowledged(StripeId stripe) {
    acknowledged.add(stripe);
  }

  /// Whether a copy of the shard is on its way to be deleted.
  boolean isDropping(StripeId stripe, int index) {
    return dropping.containsKey(key(stripe, index));
  }

  static String key(StripeId stripe, int index) {
    return stripe.hex() + " " + index;
  }

  List<PeerView> peers() {
    List<PeerView> peers = new ArrayList<>();
    directory.forEach((id, state) -> peers.add(sim.view(id, state)));
    return peers;
  }

  StripeView view(StripeId stripe) {
    return upkeep.view(stripe);
  }

  boolean isDeleted(StripeId stripe, LedgerState.Copy copy) {
    return machine(stripe).isDeleted(copy);
  }

  boolean isHopeless(StripeId stripe, LedgerState.Copy copy) {
    return upkeep.isHopeless(stripe, copy);
  }

  LedgerState state(StripeId stripe) {
    return machine(stripe).state();
  }

  private LedgerMachine machine(StripeId stripe) {
    StripeFacts known = facts.get(stripe);
    if (known == null) {
      throw new IllegalStateException("no such stripe: " + stripe);
    }
    return machines.computeIfAbsent(
        stripe,
        _ -> {
          EnumSet<LedgerRule> rules = EnumSet.allOf(LedgerRule.class);
          switch (sim.mutant) {
            case SEPARATION_FORGOTTEN_BY_REPAIR -> rules.remove(LedgerRule.SEPARATION);
            case DELETE_WITHOUT_PROOF -> rules.remove(LedgerRule.PROOF_BEFORE_DELETE);
            case ORDER_BEFORE_LOG -> rules.remove(LedgerRule.LOG_FIRST);
            default -> {}
          }
          return new LedgerMachine(Sim.CLUSTER, epoch, known, replay(stripe), rules);
        });
  }

  /// The state anew from the log, as after a restart.
  private LedgerState replay(StripeId stripe) {
    LedgerState state = new LedgerState();
    for (Append entry : log) {
      if (entry.stripe.equals(stripe)) {
        state.apply(entry.change);
      }
    }
    return state;
  }

  private void write(Append append) {
    log.add(append);
    sim.trace(() -> "log " + append);
    logged.computeIfAbsent(append.stripe, _ -> new LedgerState()).apply(append.change);
    sim.note(append.stripe.low(), append.change.getClass().getSimpleName().hashCode());
    sim.truth.logged(append.stripe, append.change);
  }

  void step(StripeId stripe, LedgerEvent event) {
    if (facts.containsKey(stripe)) {
      perform(stripe, machine(stripe).step(event));
    }
  }

  private void perform(StripeId stripe, List<LedgerEffect> effects) {
    List<Order> orders = new ArrayList<>();
    for (LedgerEffect effect : effects) {
      switch (effect) {
        case LedgerEffect.Append(var change) -> append(new Append(stripe, change));
        case LedgerEffect.SendOrder(var order) -> {
          ordered.put(order.operation(), sim.now);
          if (!send(order)) {
            orders.add(order);
          }
        }
        case LedgerEffect.Confirm(var receipt) -> settled(stripe, receipt, false);
        case LedgerEffect.Disregard(var receipt) -> settled(stripe, receipt, true);
        case LedgerEffect.Challenge(_, var copies) ->
            copies.forEach(copy -> challenge(stripe, copy));
        case LedgerEffect.SendRemoval(var removal) -> {
          removals.put(removal.operation(), removal);
          removing.put(removal.operation(), stripe);
          int index =
              machine(stripe).facts().shards().stream()
                  .filter(shard -> removal.shards().contains(shard.shard()))
                  .findFirst()
                  .orElseThrow()
                  .index();
          dropping.remove(key(stripe, index));
          sim.send(sim.address(removal.target()), new Msg.RemovalOrder(removal));
        }
        case LedgerEffect.Reject(var event, _) -> {
          if (event instanceof LedgerEvent.Drop drop) {
            dropping.remove(key(stripe, drop.index()));
          }
        }
      }
    }
    if (!orders.isEmpty()) {
      answerReserve(stripe, orders);
    }
  }

  void challenge(StripeId stripe, LedgerState.Copy copy) {
    ShardSpec shard = machine(stripe).facts().shards().get(copy.index());
    sim.send(sim.address(copy.peer()), new Msg.Challenge(stripe, shard, copy.operation(), sim.now));
  }

  /// A repair's order goes to whoever copies or rebuilds; false: it is an upload's.
  private boolean send(Order order) {
    Action action = actions.get(order.operation());
    if (action == null) {
      return false;
    }
    ShardSpec shard = order.shards().getFirst();
    switch (action) {
      case Action.Copy copy -> sim.send(sim.address(copy.from()), new Msg.CopyOrder(order, shard));
      case Action.Rebuild rebuild ->
          sim.send(sim.address(rebuild.to()), new Msg.RebuildOrder(order, shard, rebuild.parts()));
    }
    return true;
  }

  private void append(Append append) {
    appends.add(append);
    int then = life;
    lastAppendAt = Math.max(lastAppendAt, sim.now + sim.delay(sim.fault(100) ? 2_000 : 20));
    sim.after(
        lastAppendAt - sim.now,
        () -> {
          if (life == then) {
            Append next = appends.remove();
            write(next);
            step(next.stripe, new LedgerEvent.Appended(log.size()));
          }
        });
  }

  private void settled(StripeId stripe, Receipt receipt, boolean disregarded) {
    CommitCall commit = commits.get(stripe);
    if (commit != null && commit.open.remove(receipt)) {
      if (disregarded) {
        commit.disregarded.add(receipt);
      }
      answer(stripe);
    }
  }

  private void answer(StripeId stripe) {
    CommitCall commit = commits.get(stripe);
    if (commit != null && commit.open.isEmpty()) {
      commits.remove(stripe);
      sim.send(
          Sim.SOURCE, new Msg.CommitAnswer(stripe, List.copyOf(commit.disregarded), commit.call));
    }
  }
}
