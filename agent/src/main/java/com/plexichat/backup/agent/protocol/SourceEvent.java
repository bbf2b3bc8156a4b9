package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.shared.model.PeerId;
import java.util.List;

/// What happens to the upload of one stripe.
public sealed interface SourceEvent {

  record Start() implements SourceEvent {}

  /// The coordinator's answer to AskReserve: all orders of the stripe that are still open, old and
  /// new ones.
  ///
  /// @param sentence why copies are missing; empty when none is
  record Reserved(List<Order> orders, String sentence) implements SourceEvent {
    public Reserved {
      orders = List.copyOf(orders);
    }
  }

  record ReserveFailed(String why) implements SourceEvent {}

  /// A verified receipt.
  record Acknowledged(Receipt receipt) implements SourceEvent {}

  /// A holder, or one before it in the chain, says that it does not hold shard `index`.
  record Refused(PeerId peer, Operation operation, int index, Refusal why) implements SourceEvent {}

  /// The first of a chain broke off before it answered for these; Refused(UNREACHABLE) for the
  /// first, Refused(NOT_TRIED) for the others.
  record Broken(int index, List<Order> chain) implements SourceEvent {
    public Broken {
      chain = List.copyOf(chain);
    }
  }

  /// The coordinator has every receipt of the last Commit in its log, but for those that proved
  /// nothing any more.
  record Committed(List<Receipt> disregarded) implements SourceEvent {
    public Committed {
      disregarded = List.copyOf(disregarded);
    }
  }

  record CommitFailed(String why) implements SourceEvent {}

  /// The pause is over.
  record Resume() implements SourceEvent {}

  record Cancel() implements SourceEvent {}
}
