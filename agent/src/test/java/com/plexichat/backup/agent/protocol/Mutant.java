package com.plexichat.backup.agent.protocol;

/// A mistake that the simulation must notice, and how.
enum Mutant {
  NONE(""),
  /// The disk says "durable" as soon as it is asked.
  RECEIPT_BEFORE_SYNC("receipt"),
  /// A late order brings back what was deleted.
  NO_TOMBSTONE("may-hold"),
  /// An order for a lost machine is performed by the one that replaced it.
  ANY_TARGET("may-hold"),
  /// Repair looks at the copies that it knows, not at what owners may hold.
  SEPARATION_FORGOTTEN_BY_REPAIR("separation"),
  /// A redundant copy goes although nobody proved the others.
  DELETE_WITHOUT_PROOF("lost"),
  /// Orders of an earlier coordinator are performed.
  NO_FENCE("fence"),
  /// Orders leave before the log has the may-hold.
  ORDER_BEFORE_LOG("may-hold");

  private final String noticedAs;

  Mutant(String noticedAs) {
    this.noticedAs = noticedAs;
  }

  /// How the message of the violation begins.
  String noticedAs() {
    return noticedAs;
  }
}
