package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.agent.protocol.LedgerChange.CopyChanged;
import com.plexichat.backup.agent.protocol.LedgerChange.Reservation;
import com.plexichat.backup.agent.protocol.LedgerState.Copy;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// One stripe's copies on their way into their holders' trash and back, until the coordinator
/// stops.
///
/// A copy that came back is ordered anew at the same peer, who finds it in its store and gives a
/// fresh receipt: only by that it counts again.
final class SimTrash {
  /// An order that was not answered by then is given anew.
  private static final long PATIENCE = 2_000;

  /// So often a holder may say that a copy is not what it should be: its disk may fail for a
  /// moment.
  private static final int TRIES = 6;

  private final Sim sim;
  private final SimCoordinator coordinator;
  private final SimLedger ledger;

  /// What was asked for, by copy: after a restart all orders of the log may look alike.
  private final Set<Asked> swept = new HashSet<>();

  private final Set<Asked> restored = new HashSet<>();
  private final Set<Asked> absent = new HashSet<>();

  /// Orders of copies that came back: where, and when the newest of each left.
  private final Map<Operation, Place> ordered = new HashMap<>();

  private final Map<Place, Long> orderedAt = new HashMap<>();
  private final Map<Place, Integer> refusals = new HashMap<>();

  private record Asked(int index, PeerId peer, Operation operation) {
    static Asked of(Copy copy) {
      return new Asked(copy.index(), copy.peer(), copy.operation());
    }
  }

  private record Place(int index, PeerId peer) {
    static Place of(Copy copy) {
      return new Place(copy.index(), copy.peer());
    }
  }

  SimTrash(Sim sim, SimCoordinator coordinator, SimLedger ledger) {
    this.sim = sim;
    this.coordinator = coordinator;
    this.ledger = ledger;
  }

  /// Whether a copy was ordered into the trash.
  boolean isSwept(Copy copy) {
    return swept.contains(Asked.of(copy));
  }

  /// Nobody is asked any more; whoever was may still do it.
  void giveUp() {
    swept.removeIf(asked -> {
      Copy copy = ledger.state().copy(asked.peer, asked.index);
      return copy != null && copy.state() == CopyState.OK;
    });
  }

  /// Orders a copy into its holder's trash: what the peer says is written then.
  void sweep(Copy copy, String why) {
    swept.add(Asked.of(copy));
    ask(
        copy,
        Removal.Kind.TRASH,
        isThere ->
            ledger.step(
                new LedgerEvent.CopyLost(
                    copy.peer(),
                    copy.index(),
                    copy.operation(),
                    isThere ? CopyState.TRASHED : CopyState.MISSING,
                    why)));
  }

  /// Asks until it is answered whether the shard is where it should be.
  private void ask(Copy copy, Removal.Kind kind, Consumer<Boolean> then) {
    ShardSpec shard = ledger.facts.shards().get(copy.index());
    Removal removal =
        new Removal(
            Sim.CLUSTER,
            coordinator.catalogue.epoch,
            coordinator.operation(),
            copy.peer(),
            coordinator.nextSequence(),
            kind,
            List.of(shard.shard()),
            false);
    coordinator.remove(removal, done -> then.accept(done.done().contains(shard.shard())));
  }

  /// One more step of a copy's way back, if there is any.
  void bringBack(Copy copy) {
    if (!mayComeBack(copy)) {
      return;
    }
    boolean isOrdered = copy.state() == CopyState.PENDING;
    if (!isOrdered && restored.add(Asked.of(copy))) {
      ask(copy, Removal.Kind.RESTORE, isThere -> restored(copy, isThere));
    } else if (isOrdered
        && ledger.isWritten()
        && sim.now - orderedAt.getOrDefault(Place.of(copy), -PATIENCE) >= PATIENCE) {
      order(copy);
    }
  }

  /// Whether a copy is still to come back. One that counts may lie in the trash all the same, when
  /// the answer of its holder was lost; one that was looked for while it went there is believed
  /// missing.
  boolean mayComeBack(Copy copy) {
    return switch (copy.state()) {
          case OK -> !isBack(copy);
          case TRASHED, MISSING, PENDING -> true;
          case STALE, CORRUPT, QUARANTINED -> false;
        }
        && !absent.contains(Asked.of(copy))
        && refusals.getOrDefault(Place.of(copy), 0) < TRIES
        && !ledger.isLeaving(copy);
  }

  /// Whether a copy counts by an order that no order into the trash can follow late.
  boolean isBack(Copy copy) {
    return copy.state() == CopyState.OK && ordered.containsKey(copy.operation());
  }

  private void restored(Copy copy, boolean isThere) {
    if (!isThere) {
      absent.add(Asked.of(copy));
    } else if (sim.is(Mutant.BACK_BEFORE_PROOF)) {
      ordered.put(copy.operation(), Place.of(copy));
      swept.clear();
      CopyChanged counts = new CopyChanged(copy.peer(), copy.index(), CopyState.OK, "it is back");
      coordinator.append(
          new SimCatalogue.Entry.Changed(ledger.facts.stripe(), counts),
          () -> ledger.state().apply(counts));
    } else if (coordinator.upkeep().prunes().isReturning(ledger.facts.stripe())) {
      order(copy);
    }
  }

  private void order(Copy copy) {
    Reservation again = coordinator.reservation(copy.peer(), List.of(copy.index()));
    ordered.put(again.operation(), Place.of(copy));
    orderedAt.put(Place.of(copy), sim.now);
    ledger.step(
        new LedgerEvent.Reserve(List.of(again), coordinator.clock() + SimLedger.ORDER_LIFE, true));
  }

  /// The ledger does not order a copy anew: another peer of its owner has one that counts, or it is
  /// being deleted.
  void rejected(LedgerEvent.Reserve reserve) {
    for (Reservation reservation : reserve.reservations()) {
      Place place = ordered.remove(reservation.operation());
      if (place != null) {
        refusals.merge(place, 1, Integer::sum);
        // After a restart the ledger knows them by other operations than the log.
        coordinator.catalogue.state(ledger.facts.stripe()).copies(place.index).stream()
            .filter(copy -> copy.peer().equals(place.peer) && copy.state() != CopyState.PENDING)
            .forEach(copy -> absent.add(Asked.of(copy)));
      }
    }
  }

  /// Whether the order is of a copy that came back: it goes to its holder without bytes.
  boolean isOrdered(Operation operation) {
    return ordered.containsKey(operation);
  }

  /// The holder does not take the order: again, unless it has said often that the bytes are wrong.
  void refused(Order order, Refusal why) {
    Place place = ordered.get(order.operation());
    if (place != null && (why == Refusal.WRONG_BYTES || why == Refusal.NO_SPACE)) {
      refusals.merge(place, 1, Integer::sum);
    }
  }
}
