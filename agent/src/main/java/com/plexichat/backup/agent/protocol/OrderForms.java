package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.agent.protocol.LedgerChange.Reservation;
import com.plexichat.backup.agent.protocol.LedgerChange.Reserved;
import com.plexichat.backup.agent.protocol.LedgerEffect.SendOrder;
import com.plexichat.backup.agent.protocol.LedgerEvent.Drop;
import java.util.ArrayList;
import java.util.List;

/// Writes out the orders for one stripe.
record OrderForms(String cluster, long epoch, StripeFacts facts) {

  List<LedgerEffect> of(Reserved change, long logIndex, long expiresMs) {
    List<LedgerEffect> orders = new ArrayList<>();
    for (Reservation reservation : change.reservations()) {
      orders.add(order(reservation, logIndex, expiresMs));
    }
    return orders;
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
        List.of(facts.shards().get(drop.index()).shard()));
  }
}
