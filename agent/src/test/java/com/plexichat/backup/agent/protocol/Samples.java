package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.agent.protocol.LedgerChange.Reservation;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.List;

/// One small stripe (3 + 1, two copies) and orders for it.
final class Samples {
  static final String CLUSTER = "cluster";
  static final StripeId STRIPE = new StripeId(1, 2);
  static final PeerId SOURCE = peer(99);
  static final StripeFacts FACTS = new StripeFacts(STRIPE, 3, 1, 2, shards(), SOURCE, "owner99");

  private Samples() {}

  static PeerId peer(int number) {
    return new PeerId("%032x".formatted(number));
  }

  static Operation operation(int number) {
    return new Operation(0, number);
  }

  static ShardSpec shard(int index) {
    return new ShardSpec(new ShardId(STRIPE.low(), index, 0, 0), index, 3, 1, 100);
  }

  private static List<ShardSpec> shards() {
    return List.of(shard(0), shard(1), shard(2), shard(3));
  }

  /// To peer 1, operation and sequence `number`, epoch 5, until 1,000.
  static Order order(int number, int... indexes) {
    return order(number, peer(1), indexes);
  }

  static Order order(int number, PeerId target, int... indexes) {
    List<ShardSpec> shards = new ArrayList<>();
    for (int index : indexes) {
      shards.add(shard(index));
    }
    return new Order(
        CLUSTER, 5, 10, operation(number), target, SOURCE, STRIPE, shards, 1_000, number);
  }

  static Reservation reservation(int number, int peer, Integer... indexes) {
    return new Reservation(operation(number), number, peer(peer), "owner" + peer, List.of(indexes));
  }

  static Receipt receipt(int number, int peer, int index) {
    return new Receipt(peer(peer), operation(number), List.of(shard(index)), 5);
  }
}
