package com.plexichat.backup.agent.protocol;

import java.util.List;

/// What the coordinator's driver does for one stripe.
public sealed interface LedgerEffect {

  /// Writes the change to the command log → Appended or AppendFailed, in the order of the effects.
  record Append(LedgerChange change) implements LedgerEffect {}

  /// The order may leave now: to the source, or to whoever copies or rebuilds.
  record SendOrder(Order order) implements LedgerEffect {}

  /// The receipt is in the log.
  record Confirm(Receipt receipt) implements LedgerEffect {}

  /// The receipt proves nothing now: its order is unknown, overtaken or under removal.
  record Disregard(Receipt receipt) implements LedgerEffect {}

  /// Asks the peers of these copies, all of shard `index`, for a fresh proof with a new nonce →
  /// Proven for each that answers.
  record Challenge(int index, List<LedgerState.Copy> copies) implements LedgerEffect {
    public Challenge {
      copies = List.copyOf(copies);
    }
  }

  /// Sends the removal until its target answers → Removed.
  record SendRemoval(Removal removal) implements LedgerEffect {}

  /// The event would have broken a rule, and nothing was done.
  record Reject(LedgerEvent event, String why) implements LedgerEffect {}
}
