package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import java.util.List;

/// What the coordinator's log says of one stripe, entry by entry. Each is a command of the log.
public sealed interface LedgerChange {

  /// May-hold, written before any order leaves: StripesReserved for a new stripe, CopiesReserved
  /// for a repair.
  record Reserved(List<Reservation> reservations, boolean isRepair) implements LedgerChange {
    public Reserved {
      reservations = List.copyOf(reservations);
    }
  }

  /// A receipt's word: StripesCommitted.
  record Committed(Operation operation, PeerId peer, List<Integer> indexes)
      implements LedgerChange {
    public Committed {
      indexes = List.copyOf(indexes);
    }
  }

  /// What became of a copy: CopiesChanged. TRASHED means that its removal may have been ordered.
  record CopyChanged(PeerId peer, int index, CopyState state, String why) implements LedgerChange {}

  /// An owner holds these no more, by its own acknowledgement: MayHoldCleared.
  record Cleared(String owner, List<Integer> indexes, String why) implements LedgerChange {
    public Cleared {
      indexes = List.copyOf(indexes);
    }
  }

  /// Shards that one peer is to hold, under one operation.
  ///
  /// @param sequence see [Order#sequence]
  record Reservation(
      Operation operation, long sequence, PeerId peer, String owner, List<Integer> indexes) {
    public Reservation {
      indexes = List.copyOf(indexes);
    }
  }
}
