package com.plexichat.backup.agent.ledger;

import com.plexichat.backup.agent.catalogue.CopyRow;
import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.agent.protocol.LedgerChange;
import com.plexichat.backup.agent.protocol.LedgerChange.Reservation;
import com.plexichat.backup.agent.protocol.LedgerState;
import com.plexichat.backup.agent.protocol.Operation;
import com.plexichat.backup.shared.model.CopyState;
import java.util.List;

/// A stripe's ledger made anew from what the catalogue says.
///
/// Orders that were open when the coordinator stopped are not known any more by their token: their
/// copies may be held, and count as missing until they are ordered again.
final class KnownStripes {
  private static final Operation FORGOTTEN = new Operation(0, 0);

  private KnownStripes() {}

  static LedgerState state(StripeRow stripe) {
    LedgerState state = new LedgerState();
    for (ShardRow shard : stripe.shards()) {
      List<Integer> index = List.of(shard.index());
      for (CopyRow copy : shard.copies()) {
        state.apply(
            new LedgerChange.Reserved(
                List.of(new Reservation(FORGOTTEN, 0, copy.peer(), copy.owner(), index)), false));
        if (copy.state() == CopyState.OK) {
          state.apply(new LedgerChange.Committed(FORGOTTEN, copy.peer(), index));
        } else {
          CopyState known = copy.state() == CopyState.PENDING ? CopyState.MISSING : copy.state();
          state.apply(new LedgerChange.CopyChanged(copy.peer(), shard.index(), known, ""));
        }
      }
    }
    return state;
  }
}
