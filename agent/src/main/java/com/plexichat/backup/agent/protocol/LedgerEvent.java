package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.agent.protocol.LedgerChange.Reservation;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import java.util.List;

/// What happens to one stripe at the coordinator.
public sealed interface LedgerEvent {

  /// Holders were chosen for copies (an upload's or a repair's).
  record Reserve(List<Reservation> reservations, long expiresMs, boolean isRepair)
      implements LedgerEvent {
    public Reserve {
      reservations = List.copyOf(reservations);
    }
  }

  /// The source asks again: what is reserved and not acknowledged is ordered again, under the log's
  /// head of now.
  record Again(long logIndex, long expiresMs) implements LedgerEvent {}

  /// The oldest Append that was not answered is durable in the log, under this index.
  record Appended(long logIndex) implements LedgerEvent {}

  /// The oldest Append that was not answered was not written, and never will be.
  record AppendFailed() implements LedgerEvent {}

  /// A verified receipt.
  record Received(Receipt receipt) implements LedgerEvent {}

  /// The peer answered, and what it has is not the shard (MISSING, CORRUPT), or the proof is too
  /// old (STALE).
  ///
  /// @param operation the copy's when the peer was asked: what is said of an earlier copy says
  ///   nothing of the one that took its place
  record CopyLost(PeerId peer, int index, Operation operation, CopyState state, String why)
      implements LedgerEvent {}

  /// A copy is to be deleted there: it is redundant, or what an order may have left.
  record Drop(PeerId peer, int index, Operation operation, long sequence, String why)
      implements LedgerEvent {}

  /// The proofs for a Drop did not come in time: it is forgotten, unless its order has left.
  record GiveUp(int index) implements LedgerEvent {}

  /// The answer to a Challenge, by its nonce, never to an earlier one; `whole`: the copy was
  /// proven.
  record Proven(PeerId peer, int index, Operation operation, boolean whole)
      implements LedgerEvent {}

  /// The target's verified answer to a removal.
  record Removed(Removal.Done done) implements LedgerEvent {}
}
