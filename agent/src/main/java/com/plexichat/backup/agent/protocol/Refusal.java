package com.plexichat.backup.agent.protocol;

/// Why an order was not performed, and whether its target is to blame.
public enum Refusal {
  OTHER_CLUSTER("the order is of another cluster", true),
  WRONG_TARGET("the order is for another peer", true),
  STALE_EPOCH("the order is of an earlier coordinator", false),
  UNKNOWN_EPOCH("the order is of a coordinator that it has seen no grant of", false),
  EXPIRED("the order has expired", false),
  NOT_NAMED("the order does not name this shard", true),
  REMOVED_SINCE("the shard was removed by a later order", true),
  SUPERSEDED("a later order about the shard has been performed", false),
  SEPARATION("it would hold as many shards of the stripe as rebuild it", true),
  BUSY("another order about the shard is being performed", false),
  NO_SPACE("it has no space left", true),
  WRONG_BYTES("the bytes are not those of the shard", false),
  BROKEN_OFF("the bytes ended early", false),
  DISK_FAILED("its disk failed", true),
  UNREACHABLE("it does not answer", true),
  /// A holder earlier in the chain failed before it was this one's turn.
  NOT_TRIED("it was not reached", false);

  private final String sentence;
  private final boolean blamesTarget;

  Refusal(String sentence, boolean blamesTarget) {
    this.sentence = sentence;
    this.blamesTarget = blamesTarget;
  }

  /// The argument of `ORDER_REFUSED`, in words.
  public String sentence() {
    return sentence;
  }

  /// Whether the copy is better made elsewhere than tried there again.
  public boolean blamesTarget() {
    return blamesTarget;
  }
}
