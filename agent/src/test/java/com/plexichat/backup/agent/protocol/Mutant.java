package com.plexichat.backup.agent.protocol;

/// A mistake that the simulation must notice.
enum Mutant {
  NONE,
  /// The disk says "durable" as soon as it is asked.
  RECEIPT_BEFORE_SYNC,
  /// A late order brings back what was deleted.
  NO_TOMBSTONE,
  /// An order for a lost machine is performed by the one that replaced it.
  ANY_TARGET,
  /// Repair looks at the copies that it knows, not at what owners may hold.
  SEPARATION_FORGOTTEN_BY_REPAIR,
  /// A redundant copy goes although nobody proved the others.
  DELETE_WITHOUT_PROOF,
  /// Orders of an earlier coordinator are performed.
  NO_FENCE,
  /// Orders leave before the log has the may-hold.
  ORDER_BEFORE_LOG
}
