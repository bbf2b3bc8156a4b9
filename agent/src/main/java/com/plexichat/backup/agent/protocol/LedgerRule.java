package com.plexichat.backup.agent.protocol;

/// What the ledger insists on before it acts; all of them, except in tests that show why.
enum LedgerRule {
  /// No owner may hold k distinct shards.
  SEPARATION,
  /// May-hold is in the log before an order leaves, and a removal before its order.
  LOG_FIRST,
  /// A redundant copy goes only after fresh proofs of as many others as the tier asks.
  PROOF_BEFORE_DELETE,
  /// May-hold is cleared by the acknowledgement of a deletion, not by its order.
  HELD_UNTIL_DELETED
}
