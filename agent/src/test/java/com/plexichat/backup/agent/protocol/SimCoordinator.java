package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.agent.planning.Assignment;
import com.plexichat.backup.agent.planning.PeerView;
import com.plexichat.backup.agent.planning.Placement;
import com.plexichat.backup.agent.protocol.LedgerChange.Reservation;
import com.plexichat.backup.agent.protocol.LedgerState.Copy;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The coordinator: answers sources, drives a [SimLedger] for every stripe, keeps the log, and
/// crashes.
final class SimCoordinator {
  private static final int EPOCH_BITS = 40;

  /// Sequences that no restart begins below: removals are not in the log.
  private static final long SEQUENCES_OF_A_LIFE = 1 << 20;

  private final Sim sim;
  final SplittableRandom random;
  final SimCatalogue catalogue;

  // Volatile.
  private boolean up = true;
  private int life;
  private long sequence;
  private final SortedMap<StripeId, SimLedger> ledgers = new TreeMap<>();
  private final Deque<Append> appends = new ArrayDeque<>();
  private long lastAppendAt;
  private long jump;
  private long startedAt;

  /// Removals that were sent and not answered.
  private final SortedMap<Operation, Removing> removals = new TreeMap<>();

  private final SimDesk desk;
  private final SimUpkeep upkeep;

  private record Append(SimCatalogue.Entry entry, Runnable then) {}

  private record Removing(Removal removal, Consumer<Removal.Done> then) {}

  SimCoordinator(Sim sim) {
    this.sim = sim;
    random = sim.random.split();
    catalogue = new SimCatalogue(new SimBackups(!sim.is(Mutant.PRUNE_UNDER_A_BACKUP)));
    desk = new SimDesk(sim, this);
    upkeep = new SimUpkeep(sim, this);
  }

  void start() {
    for (SimHolder machine : sim.machines.subList(0, sim.founders())) {
      catalogue.directory().put(machine.id(), PeerState.ACTIVE);
    }
    tick();
  }

  private void tick() {
    if (up) {
      for (SimHolder machine : sim.machines) {
        send(machine.id(), new Msg.Grant(catalogue.epoch));
      }
      removals
          .values()
          .forEach(one -> send(one.removal.target(), new Msg.RemovalOrder(one.removal)));
      upkeep.run();
    }
    sim.truth.look();
    sim.after(500, this::tick);
  }

  boolean isUp() {
    return up;
  }

  /// The process stops: a beginning of what was being appended may be in the log.
  void crash() {
    sim.trace(() -> "the coordinator crashes");
    up = false;
    life++;
    while (!appends.isEmpty() && random.nextBoolean()) {
      write(appends.remove().entry);
    }
    appends.clear();
    ledgers.clear();
    removals.clear();
    upkeep.forget();
  }

  /// The same coordinator again, or another one with a higher epoch.
  void restart(boolean takeover) {
    up = true;
    startedAt = sim.now;
    catalogue.epoch += takeover ? 1 : 0;
    if (sim.is(Mutant.SEQUENCE_FORGOTTEN)) {
      sequence = catalogue.sequence;
    } else {
      sequence = (sequence / SEQUENCES_OF_A_LIFE + 1) * SEQUENCES_OF_A_LIFE;
    }
  }

  void join(PeerId peer) {
    catalogue.directory().put(peer, PeerState.ACTIVE);
  }

  void revoke(PeerId peer) {
    catalogue.directory().put(peer, PeerState.REMOVED);
    sim.machine(peer).leave();
  }

  /// A machine came back with another identity.
  void replace(PeerId old, PeerId fresh) {
    catalogue.directory().put(old, PeerState.REMOVED);
    catalogue.directory().put(fresh, PeerState.ACTIVE);
  }

  void receive(Msg message) {
    if (!up) {
      return;
    }
    switch (message) {
      case Msg.Open open -> desk.open(open);
      case Msg.AskReserve ask -> reserve(ask);
      case Msg.Commit commit -> ledger(commit.facts()).committing(commit);
      case Msg.Fold fold -> desk.fold(fold);
      case Msg.Close close -> desk.close(close);
      case Msg.Locate locate -> desk.locate(locate);
      case Msg.Answer answer -> repaired(answer);
      case Msg.Proof proof -> proof(proof);
      case Msg.RemovalDone(var done) -> {
        Removing removing = removals.get(done.operation());
        boolean isDeletion = done.kind() == Removal.Kind.DELETE;
        if (removing != null
            && (!isDeletion || done.done().containsAll(removing.removal.shards()))) {
          removals.remove(done.operation());
          removing.then.accept(done);
        }
      }
      default -> throw new IllegalStateException("not for a coordinator: " + message);
    }
  }

  private void reserve(Msg.AskReserve ask) {
    catalogue.know(ask.facts());
    SimLedger ledger = ledger(ask.facts());
    Assignment placed = Placement.place(ledger.view(), peers(), ask.avoid(), random.nextLong());
    SortedMap<PeerId, List<Integer>> byPeer = new TreeMap<>();
    for (Assignment.Assigned copy : placed.copies()) {
      byPeer.computeIfAbsent(copy.peer(), _ -> new ArrayList<>()).add(copy.index());
    }
    ledger.reserve(ask, byPeer);
  }

  private void repaired(Msg.Answer answer) {
    Receipt receipt = answer.receipt();
    StripeFacts facts = catalogue.facts(answer.order().stripe());
    if (facts == null) {
      return;
    }
    SimLedger ledger = ledger(facts);
    if (receipt == null) {
      ledger.trash().refused(answer.order(), answer.refusal());
      return;
    }
    ledger.step(new LedgerEvent.Received(receipt));
    ledger.count(receipt, sim.tally);
  }

  /// A liar's word is not taken: what it answers must be made of the bytes that the name is of.
  private void proof(Msg.Proof proof) {
    Msg.Challenge challenge = proof.challenge();
    ShardSpec shard = challenge.shard();
    SimLedger ledger = ledger(facts(challenge.stripe()));
    Copy copy = ledger.state().copy(proof.peer(), shard.index());
    if (copy == null
        || !(isOfThisLife(challenge, copy) || sim.is(Mutant.LATE_NEWS_BELIEVED))
        || !catalogue.peer(proof.peer()).counts()) {
      return;
    }
    boolean isProven = proof.leaf() == SimReads.leaf(shard.shard().d(), challenge.asked());
    CopyState state =
        proof.state() != CopyState.OK || isProven || sim.is(Mutant.CLAIMS_TRUSTED)
            ? proof.state()
            : CopyState.CORRUPT;
    if (state == CopyState.OK) {
      sim.truth.believed(proof);
      ledger.proven(copy, challenge.asked());
    } else if (ledger.isNews(copy, challenge.asked()) || sim.is(Mutant.LATE_NEWS_BELIEVED)) {
      ledger.step(
          new LedgerEvent.CopyLost(
              copy.peer(), copy.index(), copy.operation(), state, "challenged"));
    }
  }

  /// Whether it was asked since this coordinator started, about this copy: an answer does not
  /// outlive whoever asked.
  private boolean isOfThisLife(Msg.Challenge challenge, Copy copy) {
    return challenge.asked() >= startedAt && copy.operation().equals(challenge.copy());
  }

  void send(PeerId peer, Msg message) {
    sim.net.send(Sim.COORDINATOR, sim.machine(peer).address, message);
  }

  /// To the source of a stripe.
  void answer(PeerId source, Msg message) {
    for (SimSource one : sim.sources) {
      if (one.id().equals(source)) {
        sim.net.send(Sim.COORDINATOR, one.node(), message);
      }
    }
  }

  /// Sends a removal until it is answered.
  void remove(Removal removal, Consumer<Removal.Done> then) {
    removals.put(removal.operation(), new Removing(removal, then));
    send(removal.target(), new Msg.RemovalOrder(removal));
  }

  /// Whoever did not bring to the trash what it was to is not asked any more.
  void giveUpTrash() {
    removals.values().removeIf(one -> one.removal.kind() == Removal.Kind.TRASH);
    ledgers.values().forEach(ledger -> ledger.trash().giveUp());
  }

  Reservation reservation(PeerId peer, List<Integer> indexes) {
    return new Reservation(operation(), nextSequence(), peer, sim.machine(peer).owner(), indexes);
  }

  /// Its own clock, by which orders expire.
  long clock() {
    return sim.now + jump;
  }

  void jump(long by) {
    jump = by;
  }

  Operation operation() {
    return new Operation(random.nextLong(), random.nextLong());
  }

  long nextSequence() {
    long begins = (catalogue.epoch - 1) << EPOCH_BITS;
    sequence = Math.max(sequence, Math.max(catalogue.sequence, begins)) + 1;
    sim.truth.used(sequence);
    return sequence;
  }

  /// Whether a copy of the shard is on its way to be deleted.
  boolean isDropping(StripeId stripe, int index) {
    SimLedger ledger = ledgers.get(stripe);
    return ledger != null && ledger.isDropping(index);
  }

  /// Whether a copy was brought back, and counts again.
  boolean isBack(StripeId stripe, Copy copy) {
    SimLedger ledger = ledgers.get(stripe);
    return ledger != null && ledger.trash().isBack(copy);
  }

  /// Whether a copy came to the trash by a prune, and nobody ordered its deletion.
  boolean isKeptInTrash(StripeId stripe, Copy copy) {
    SimLedger ledger = ledgers.get(stripe);
    return ledger != null
        && copy.state() == CopyState.TRASHED
        && ledger.trash().isSwept(copy)
        && !ledger.isLeaving(copy);
  }

  List<PeerView> peers() {
    List<PeerView> peers = new ArrayList<>();
    catalogue.directory().forEach((id, state) -> peers.add(sim.view(id, state)));
    return peers;
  }

  StripeFacts facts(StripeId stripe) {
    StripeFacts known = catalogue.facts(stripe);
    if (known == null) {
      throw new IllegalStateException("no such stripe: " + stripe);
    }
    return known;
  }

  SimLedger ledger(StripeFacts facts) {
    return ledgers.computeIfAbsent(facts.stripe(), _ -> new SimLedger(sim, this, facts));
  }

  SimDesk desk() {
    return desk;
  }

  SimUpkeep upkeep() {
    return upkeep;
  }

  /// Writes to the log in order; then what waits for it happens, unless the coordinator stopped.
  void append(SimCatalogue.Entry entry, Runnable then) {
    appends.add(new Append(entry, then));
    int begun = life;
    int most = sim.strikes(Fault.SLOW_LOG, Sim.COORDINATOR) ? 2_000 : 20;
    lastAppendAt = Math.max(lastAppendAt, sim.now + 1 + random.nextInt(most));
    sim.after(
        lastAppendAt - sim.now,
        () -> {
          if (life == begun) {
            Append next = appends.remove();
            write(next.entry);
            next.then.run();
          }
        });
  }

  private void write(SimCatalogue.Entry entry) {
    sim.trace(() -> "log " + entry);
    sim.truth.logging(entry);
    catalogue.write(entry);
    sim.note(catalogue.length(), entry.getClass().getSimpleName().hashCode());
    sim.truth.logged(entry);
  }
}
