package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.agent.protocol.LedgerChange.Reservation;
import com.plexichat.backup.agent.protocol.LedgerChange.Reserved;
import com.plexichat.backup.agent.protocol.LedgerEffect.SendOrder;
import com.plexichat.backup.agent.protocol.LedgerEvent.Drop;
import com.plexichat.backup.agent.protocol.LedgerState.Copy;
import com.plexichat.backup.shared.model.CopyState;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Writes out the orders for one stripe.
record OrderForms(String cluster, long epoch, StripeFacts facts) {

  List<LedgerEffect> of(Reserved change, long logIndex, long expiresMs) {
    List<LedgerEffect> orders = new ArrayList<>();
    for (Reservation reservation : change.reservations()) {
      orders.add(order(reservation, logIndex, expiresMs));
    }
    return orders;
  }

  /// What is reserved and not acknowledged, once more.
  List<LedgerEffect> again(LedgerState state, long logIndex, long expiresMs) {
    SortedMap<Operation, List<Copy>> open = new TreeMap<>();
    for (Copy copy : state.copies()) {
      if (copy.state() == CopyState.PENDING) {
        open.computeIfAbsent(copy.operation(), _ -> new ArrayList<>()).add(copy);
      }
    }
    List<LedgerEffect> effects = new ArrayList<>();
    for (List<Copy> copies : open.values()) {
      Copy first = copies.getFirst();
      List<Integer> indexes = copies.stream().map(Copy::index).toList();
      Reservation reservation =
          new Reservation(
              first.operation(), first.sequence(), first.peer(), first.owner(), indexes);
      effects.add(order(reservation, logIndex, expiresMs));
    }
    return effects;
  }

  SendOrder order(Reservation reservation, long logIndex, long expiresMs) {
    return new SendOrder(
        new Order(
            cluster,
            epoch,
            logIndex,
            reservation.operation(),
            reservation.peer(),
            facts.source(),
            facts.stripe(),
            reservation.indexes().stream().map(facts.shards()::get).toList(),
            expiresMs,
            reservation.sequence()));
  }

  Removal removal(Drop drop) {
    return new Removal(
        cluster,
        epoch,
        drop.operation(),
        drop.peer(),
        drop.sequence(),
        Removal.Kind.DELETE,
        List.of(facts.shards().get(drop.index()).shard()),
        false);
  }
}
