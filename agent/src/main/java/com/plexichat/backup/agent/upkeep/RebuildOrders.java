package com.plexichat.backup.agent.upkeep;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.catalogue.ClusterRow;
import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.agent.coding.v1.Format;
import com.plexichat.backup.agent.coding.v1.ShardHeader;
import com.plexichat.backup.agent.coding.v1.StripeCode;
import com.plexichat.backup.agent.ledger.OrderSigner;
import com.plexichat.backup.agent.policy.ConfigBook;
import com.plexichat.backup.proto.Contribution;
import com.plexichat.backup.proto.ParityHeader;
import com.plexichat.backup.proto.RebuildAuthorisation;
import com.plexichat.backup.proto.RebuildOrder;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.plan.Action;
import com.plexichat.backup.shared.wire.Ids;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Writes the orders of masked rebuilds from catalogue facts alone.
record RebuildOrders(UpkeepBase base, OrderSigner signer) {
  private static final int TOKEN = 16;
  private static final Duration LIFE = Duration.ofMinutes(10);

  /// @param put the target's order for the missing shard
  RebuildOrder order(Action.Rebuild action, StripeRow stripe, Signed put) {
    List<Action.Part> parts = targetFirst(action);
    int[] available =
        parts.stream().flatMap(part -> part.indexes().stream()).mapToInt(i -> i).toArray();
    byte[] coefficients =
        new StripeCode(stripe.k(), stripe.m()).coefficients(action.index(), available);
    List<Contribution> chain = new ArrayList<>();
    int at = 0;
    for (Action.Part part : parts) {
      Contribution.Builder contribution =
          Contribution.newBuilder()
              .setPeerId(part.peer().hex())
              .setCoefficients(ByteString.copyFrom(coefficients, at, part.indexes().size()));
      for (int index : part.indexes()) {
        contribution.addShards(Ids.message(stripe.shards().get(index).id()));
      }
      chain.add(contribution.build());
      at += part.indexes().size();
    }
    ByteString token = ByteString.copyFrom(base.randomBytes(TOKEN));
    RebuildOrder.Builder order =
        RebuildOrder.newBuilder()
            .setPut(put)
            .addAllChain(chain)
            .setRebuild(token)
            .setSymbolLength(symbolLength(stripe))
            .setAuthorisation(authorisation(action, stripe, chain, token));
    ShardRow missing = stripe.shards().get(action.index());
    if (missing.parity()) {
      order.setParity(ParityHeader.newBuilder().setHeader(parityHeader(stripe, missing)));
    }
    return order.build();
  }

  /// A target that contributes itself adds its part to its mask before anybody else: later in the
  /// chain it would see a sum that it knows the mask of.
  private static List<Action.Part> targetFirst(Action.Rebuild action) {
    List<Action.Part> parts = new ArrayList<>(action.parts());
    for (Action.Part part : action.parts()) {
      if (part.peer().equals(action.to())) {
        parts.remove(part);
        parts.addFirst(part);
      }
    }
    return parts;
  }

  private static long symbolLength(StripeRow stripe) {
    return stripe.shards().stream()
        .filter(shard -> !shard.parity())
        .mapToLong(ShardRow::length)
        .max()
        .orElseThrow();
  }

  private static ByteString parityHeader(StripeRow stripe, ShardRow shard) {
    return ByteString.copyFrom(
        ShardHeader.parity(
                shard.index(),
                stripe.k(),
                stripe.m(),
                stripe.vault(),
                stripe.id(),
                stripe.keyEpoch(),
                Math.toIntExact(shard.length() - Format.HEADER))
            .bytes());
  }

  private Signed authorisation(
      Action.Rebuild action, StripeRow stripe, List<Contribution> chain, ByteString token) {
    ClusterRow cluster =
        base.catalogue()
            .cluster()
            .find()
            .orElseThrow(() -> new IllegalStateException("the cluster was not founded"));
    return signer.sign(
        RebuildAuthorisation.newBuilder()
            .setClusterId(cluster.id())
            .setEpoch(cluster.epoch())
            .setRebuild(token)
            .setTarget(action.to().hex())
            .setStripe(Ids.message(stripe.id()))
            .addAllChain(chain)
            .setExpiresMs(
                base.now()
                    + LIFE.plus(new ConfigBook(base.catalogue()).tuning().limits().slack())
                        .toMillis())
            .setSymbolLength(symbolLength(stripe))
            .build()
            .toByteArray());
  }
}
