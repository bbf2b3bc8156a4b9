package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.shared.model.PeerId;

/// What an order to hold a shard must satisfy: one condition each, asked in this order.
enum OrderRule {
  CLUSTER(Refusal.OTHER_CLUSTER),
  TARGET(Refusal.WRONG_TARGET),
  NOT_FENCED(Refusal.STALE_EPOCH),
  GRANTED(Refusal.UNKNOWN_EPOCH),
  IN_TIME(Refusal.EXPIRED),
  NOT_REMOVED(Refusal.REMOVED_SINCE),
  SEPARATION(Refusal.SEPARATION);

  /// What the rules look at.
  ///
  /// @param epoch highest granted
  /// @param removedAt sequence of the shard's tombstone
  /// @param distinctAfter distinct shards of the stripe that it would hold, in any state, those on
  ///   their way included
  record Situation(
      Order order,
      ShardSpec shard,
      String cluster,
      PeerId self,
      long epoch,
      long nowMs,
      long removedAt,
      int distinctAfter) {}

  private final Refusal refusal;

  OrderRule(Refusal refusal) {
    this.refusal = refusal;
  }

  boolean holds(Situation at) {
    Order order = at.order;
    return switch (this) {
      case CLUSTER -> order.cluster().equals(at.cluster);
      case TARGET -> order.target().equals(at.self);
      case NOT_FENCED -> order.epoch() >= at.epoch;
      case GRANTED -> order.epoch() <= at.epoch;
      case IN_TIME -> order.expiresMs() == 0 || at.nowMs <= order.expiresMs();
      case NOT_REMOVED -> order.sequence() > at.removedAt;
      case SEPARATION -> at.distinctAfter < at.shard.k();
    };
  }

  Refusal refusal() {
    return refusal;
  }
}
