package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.agent.protocol.LedgerChange.Cleared;
import com.plexichat.backup.agent.protocol.LedgerChange.Committed;
import com.plexichat.backup.agent.protocol.LedgerChange.CopyChanged;
import com.plexichat.backup.agent.protocol.LedgerChange.Reservation;
import com.plexichat.backup.agent.protocol.LedgerChange.Reserved;
import com.plexichat.backup.agent.protocol.LedgerEffect.Append;
import com.plexichat.backup.agent.protocol.LedgerEffect.Challenge;
import com.plexichat.backup.agent.protocol.LedgerEffect.Confirm;
import com.plexichat.backup.agent.protocol.LedgerEffect.Disregard;
import com.plexichat.backup.agent.protocol.LedgerEffect.Reject;
import com.plexichat.backup.agent.protocol.LedgerEffect.SendRemoval;
import com.plexichat.backup.agent.protocol.LedgerEvent.Again;
import com.plexichat.backup.agent.protocol.LedgerEvent.AppendFailed;
import com.plexichat.backup.agent.protocol.LedgerEvent.Appended;
import com.plexichat.backup.agent.protocol.LedgerEvent.CopyLost;
import com.plexichat.backup.agent.protocol.LedgerEvent.Drop;
import com.plexichat.backup.agent.protocol.LedgerEvent.GiveUp;
import com.plexichat.backup.agent.protocol.LedgerEvent.Proven;
import com.plexichat.backup.agent.protocol.LedgerEvent.Received;
import com.plexichat.backup.agent.protocol.LedgerEvent.Removed;
import com.plexichat.backup.agent.protocol.LedgerEvent.Reserve;
import com.plexichat.backup.agent.protocol.LedgerState.Copy;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What the coordinator decides about one stripe's copies.
///
/// ```
///            Reserve, in the log            receipt, in the log
///  (nothing) ──────────────────→ PENDING ───────────────────────→ OK
///                                   │                    CopyLost │ ↑ Reserve + receipt
///                                   │                             ↓ │
///              CopyLost (TRASHED)   │              MISSING · CORRUPT · STALE (→ OK when proven)
///                                   │ Drop          Drop │    Drop │ (OK: after proofs of others)
///                                   ↓                    ↓         ↓
///                                TRASHED, in the log → removal sent → Done of the same operation
///                                                             → may-hold cleared → (nothing)
/// ```
///
/// Nothing leaves before the log has it. May-hold grows with every reservation and shrinks only by
/// the acknowledgement of a deletion that this machine is waiting for; after a restart it waits for
/// none, and whoever wants it cleared drops again. It is made anew from [LedgerState] when it is
/// needed; only one may live for a stripe at a time. Not thread-safe.
public final class LedgerMachine {
  private final OrderForms orders;
  private final long epoch;
  private final StripeFacts facts;
  private final LedgerState state;
  private final Set<LedgerRule> rules;
  private final Deque<Pending> pending = new ArrayDeque<>();

  /// Drops that wait for proofs, by index: two copies of a shard never vouch for each other.
  private final SortedMap<Integer, Dropping> dropping = new TreeMap<>();

  /// Drops that are going into the log or have left, by operation.
  private final SortedMap<Operation, Drop> removing = new TreeMap<>();

  /// Peers that acknowledged a deletion while another peer of their owner may still hold the shard.
  private final SortedSet<String> gone = new TreeSet<>();

  /// A change on its way into the log, and what follows when it is there.
  private record Pending(LedgerChange change, long expiresMs, @Nullable Receipt receipt) {}

  private static final class Dropping {
    final Drop drop;
    final SortedSet<String> provenOwners = new TreeSet<>();

    Dropping(Drop drop) {
      this.drop = drop;
    }
  }

  /// @param epoch this coordinator's
  public LedgerMachine(String cluster, long epoch, StripeFacts facts, LedgerState state) {
    this(cluster, epoch, facts, state, EnumSet.allOf(LedgerRule.class));
  }

  LedgerMachine(
      String cluster, long epoch, StripeFacts facts, LedgerState state, Set<LedgerRule> rules) {
    orders = new OrderForms(cluster, epoch, facts);
    this.epoch = epoch;
    this.facts = facts;
    this.state = state;
    this.rules = EnumSet.copyOf(rules);
  }

  public StripeFacts facts() {
    return facts;
  }

  /// What the log says: changed only by Appended.
  public LedgerState state() {
    return state;
  }

  /// Whether no change is on its way into the log and no removal is under way.
  public boolean isIdle() {
    return pending.isEmpty() && dropping.isEmpty() && removing.isEmpty();
  }

  /// Whether the peer acknowledged that it deleted this copy, and only another peer of its owner
  /// keeps may-hold from being cleared: dropping it again changes nothing.
  public boolean isDeleted(Copy copy) {
    return gone.contains(goneKey(copy));
  }

  private static String goneKey(Copy copy) {
    return copy.index() + " " + copy.peer().hex() + " " + copy.operation().hex();
  }

  public List<LedgerEffect> step(LedgerEvent event) {
    return switch (event) {
      case Reserve reserve -> reserve(reserve);
      case Again(var logIndex, var expiresMs) -> orders.again(state, logIndex, expiresMs);
      case Appended(var logIndex) -> appended(logIndex);
      case AppendFailed _ -> appendFailed();
      case Received(var receipt) -> received(receipt);
      case CopyLost lost -> lost(lost);
      case Drop drop -> drop(drop);
      case GiveUp(var index) -> giveUp(index);
      case Proven proven -> proven(proven);
      case Removed(var done) -> removed(done);
    };
  }

  private List<LedgerEffect> reserve(Reserve reserve) {
    String problem =
        new ReservationCheck(facts, state, rules)
            .problem(reserve.reservations(), onTheirWay(), this::isDropping);
    if (!problem.isEmpty()) {
      return List.of(new Reject(reserve, problem));
    }
    Reserved change = new Reserved(reserve.reservations(), reserve.isRepair());
    List<LedgerEffect> effects = new ArrayList<>();
    effects.add(append(change, reserve.expiresMs(), null));
    if (!rules.contains(LedgerRule.LOG_FIRST)) {
      effects.addAll(orders.of(change, 0, reserve.expiresMs()));
    }
    return effects;
  }

  /// Reservations that are not in the log yet.
  private List<Reservation> onTheirWay() {
    List<Reservation> all = new ArrayList<>();
    for (Pending one : pending) {
      if (one.change instanceof Reserved(var reservations, _)) {
        all.addAll(reservations);
      }
    }
    return all;
  }

  private Append append(LedgerChange change, long expiresMs, @Nullable Receipt receipt) {
    pending.add(new Pending(change, expiresMs, receipt));
    return new Append(change);
  }

  private List<LedgerEffect> appended(long logIndex) {
    Pending done = pending.poll();
    if (done == null) {
      throw new IllegalStateException("nothing was to be appended");
    }
    state.apply(done.change);
    return switch (done.change) {
      case Reserved change ->
          rules.contains(LedgerRule.LOG_FIRST)
              ? orders.of(change, logIndex, done.expiresMs)
              : List.of();
      case Committed _ -> done.receipt == null ? List.of() : List.of(new Confirm(done.receipt));
      case CopyChanged changed -> ordered(changed);
      case Cleared _ -> List.of();
    };
  }

  private List<LedgerEffect> appendFailed() {
    Pending failed = pending.poll();
    if (failed != null && failed.change instanceof CopyChanged(var peer, var index, _, _)) {
      removing.values().removeIf(drop -> drop.peer().equals(peer) && drop.index() == index);
    }
    return List.of();
  }

  private List<LedgerEffect> received(Receipt receipt) {
    List<Integer> fresh = new ArrayList<>();
    if (receipt.epoch() > epoch) {
      return List.of(new Disregard(receipt));
    }
    for (ShardSpec shard : receipt.shards()) {
      Copy copy =
          shard.index() < facts.shards().size() ? state.copy(receipt.peer(), shard.index()) : null;
      if (copy == null
          || !copy.operation().equals(receipt.operation())
          || copy.state() == CopyState.TRASHED
          || !facts.shards().get(shard.index()).equals(shard)
          || isDropping(receipt.peer(), shard.index())) {
        return List.of(new Disregard(receipt));
      }
      if (!copy.acknowledged()) {
        fresh.add(shard.index());
      }
    }
    if (fresh.isEmpty()) {
      return List.of(new Confirm(receipt));
    }
    return List.of(append(new Committed(receipt.operation(), receipt.peer(), fresh), 0, receipt));
  }

  private List<LedgerEffect> lost(CopyLost lost) {
    Copy copy = state.copy(lost.peer(), lost.index());
    if (copy == null
        || copy.state() == lost.state()
        || !copy.operation().equals(lost.operation())
        || !mayBecome(copy, lost.state())) {
      return List.of();
    }
    List<LedgerEffect> effects = new ArrayList<>();
    Dropping removal = dropping.get(lost.index());
    if (removal != null && !removal.drop.peer().equals(lost.peer())) {
      dropping.remove(lost.index());
      effects.add(new Reject(removal.drop, "another copy was lost meanwhile"));
    }
    effects.add(
        append(new CopyChanged(lost.peer(), lost.index(), lost.state(), lost.why()), 0, null));
    return effects;
  }

  /// What counts may become anything; what does not may be found in the trash.
  private boolean mayBecome(Copy copy, CopyState state) {
    boolean isFree = !isChanging(copy) && !isDropping(copy.peer(), copy.index());
    return copy.state().isCounted() || (state == CopyState.TRASHED && isFree);
  }

  private List<LedgerEffect> drop(Drop drop) {
    Copy copy = state.copy(drop.peer(), drop.index());
    if (copy == null) {
      return List.of(new Reject(drop, "there is no such copy"));
    }
    if (isChanging(copy)) {
      return List.of(new Reject(drop, "a change of the copy is on its way into the log"));
    }
    if (dropping.containsKey(drop.index()) || isDropping(drop.peer(), drop.index())) {
      return List.of(new Reject(drop, "a copy of the shard is being removed"));
    }
    if (drop.sequence() <= copy.sequence()) {
      throw new IllegalArgumentException("a removal's sequence follows that of the order");
    }
    if (!copy.state().isCounted() || !rules.contains(LedgerRule.PROOF_BEFORE_DELETE)) {
      return List.of(trashed(drop));
    }
    List<Copy> others = others(copy);
    if (others.stream().map(Copy::owner).distinct().count() < facts.wanted(drop.index())) {
      return List.of(new Reject(drop, "the copy is not redundant"));
    }
    dropping.put(drop.index(), new Dropping(drop));
    return List.of(new Challenge(drop.index(), others));
  }

  private boolean isChanging(Copy copy) {
    return pending.stream()
        .anyMatch(one ->
            switch (one.change) {
              case Reserved _ -> false;
              case Committed(_, var peer, var indexes) ->
                  peer.equals(copy.peer()) && indexes.contains(copy.index());
              case CopyChanged(var peer, var index, _, _) ->
                  peer.equals(copy.peer()) && index == copy.index();
              case Cleared(var owner, var indexes, _) ->
                  owner.equals(copy.owner()) && indexes.contains(copy.index());
            });
  }

  private List<LedgerEffect> giveUp(int index) {
    Dropping removal = dropping.remove(index);
    return removal == null
        ? List.of()
        : List.of(new Reject(removal.drop, "the proofs of other copies did not come"));
  }

  private Append trashed(Drop drop) {
    dropping.remove(drop.index());
    removing.put(drop.operation(), drop);
    return append(
        new CopyChanged(drop.peer(), drop.index(), CopyState.TRASHED, drop.why()), 0, null);
  }

  private List<Copy> others(Copy copy) {
    return state.copies(copy.index()).stream()
        .filter(other -> other.state() == CopyState.OK && !other.owner().equals(copy.owner()))
        .filter(other -> !isDropping(other.peer(), other.index()) && !isChanging(other))
        .toList();
  }

  private List<LedgerEffect> proven(Proven proven) {
    Copy copy = state.copy(proven.peer(), proven.index());
    if (copy == null || !copy.operation().equals(proven.operation())) {
      return List.of();
    }
    if (copy.state() == CopyState.STALE && proven.whole() && !isChanging(copy)) {
      return List.of(
          append(new CopyChanged(copy.peer(), copy.index(), CopyState.OK, "proven"), 0, null));
    }
    Dropping removal = dropping.get(proven.index());
    if (removal == null) {
      return List.of();
    }
    if (!proven.whole()) {
      return lost(
          new CopyLost(
              proven.peer(),
              proven.index(),
              proven.operation(),
              CopyState.CORRUPT,
              "the proof failed"));
    }
    if (copy.state() == CopyState.OK
        && !isDropping(copy.peer(), copy.index())
        && !isChanging(copy)) {
      removal.provenOwners.add(copy.owner());
    }
    if (removal.provenOwners.size() < facts.wanted(proven.index())) {
      return List.of();
    }
    return List.of(trashed(removal.drop));
  }

  /// The removal is in the log: now its order may leave.
  private List<LedgerEffect> ordered(CopyChanged changed) {
    List<LedgerEffect> effects = new ArrayList<>();
    for (Drop drop : removing.values()) {
      if (changed.state() == CopyState.TRASHED
          && drop.peer().equals(changed.peer())
          && drop.index() == changed.index()) {
        effects.add(new SendRemoval(orders.removal(drop)));
        Copy copy = state.copy(drop.peer(), drop.index());
        if (copy != null && !rules.contains(LedgerRule.HELD_UNTIL_DELETED)) {
          effects.addAll(cleared(copy));
        }
      }
    }
    return effects;
  }

  private List<LedgerEffect> removed(Removal.Done done) {
    Drop drop = removing.get(done.operation());
    if (drop == null
        || !drop.peer().equals(done.peer())
        || done.kind() != Removal.Kind.DELETE
        || !done.done().contains(facts.shards().get(drop.index()).shard())) {
      return List.of();
    }
    removing.remove(done.operation());
    Copy copy = state.copy(drop.peer(), drop.index());
    return copy == null ? List.of() : cleared(copy);
  }

  /// May-hold is the owner's: it goes when no peer of the owner may have the shard; until then the
  /// copy alone is gone.
  private List<LedgerEffect> cleared(Copy copy) {
    gone.add(goneKey(copy));
    boolean isLast =
        state.copies(copy.index()).stream()
            .filter(other -> other.owner().equals(copy.owner()))
            .allMatch(other -> gone.contains(goneKey(other)));
    boolean isOrderedAgain =
        onTheirWay().stream()
            .anyMatch(
                more -> more.owner().equals(copy.owner()) && more.indexes().contains(copy.index()));
    if (!isLast || isOrderedAgain) {
      return List.of(
          append(
              new CopyChanged(
                  copy.peer(), copy.index(), CopyState.MISSING, "deletion acknowledged"),
              0,
              null));
    }
    return List.of(
        append(new Cleared(copy.owner(), List.of(copy.index()), "deletion acknowledged"), 0, null));
  }

  private boolean isDropping(PeerId peer, int index) {
    Dropping waiting = dropping.get(index);
    return (waiting != null && waiting.drop.peer().equals(peer))
        || removing.values().stream()
            .anyMatch(drop -> drop.peer().equals(peer) && drop.index() == index);
  }
}
