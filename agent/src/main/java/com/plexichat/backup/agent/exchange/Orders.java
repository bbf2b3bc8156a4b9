package com.plexichat.backup.agent.exchange;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.coding.v1.Format;
import com.plexichat.backup.agent.protocol.Operation;
import com.plexichat.backup.agent.protocol.Order;
import com.plexichat.backup.agent.protocol.Refusal;
import com.plexichat.backup.agent.protocol.ShardSpec;
import com.plexichat.backup.proto.PutOrder;
import com.plexichat.backup.proto.Receipt;
import com.plexichat.backup.proto.ShardName;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.List;

/// Orders, receipts and refusals as the step machines know them, and as they travel.
final class Orders {
  private Orders() {}

  /// Reads an order without believing it; fails with ORDER_REFUSED when it is none.
  static Order read(Signed signed) {
    try {
      PutOrder order = PutOrder.parseFrom(signed.getMessage());
      List<ShardSpec> shards = new ArrayList<>();
      for (ShardName name : order.getShardsList()) {
        shards.add(spec(name));
      }
      return new Order(
          order.getClusterId(),
          order.getEpoch(),
          order.getLogIndex(),
          Operation.of(order.getOperation().toByteArray()),
          new PeerId(order.getTarget()),
          new PeerId(order.getSource()),
          StripeId.of(order.getStripe().toByteArray()),
          shards,
          order.getExpiresMs(),
          order.getSequence());
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new OperationFailed(
          e, FailureCode.ORDER_REFUSED, "This peer", "the order cannot be read");
    }
  }

  static ShardSpec spec(ShardName name) {
    if (name.getLength() < Format.HEADER || name.getLength() > Format.HEADER + Format.BODY_MAX) {
      throw new IllegalArgumentException("no shard has that length");
    }
    ShardId shard = ShardId.of(name.getShard().toByteArray());
    return new ShardSpec(shard, name.getIndex(), name.getK(), name.getM(), name.getLength());
  }

  static ShardName message(ShardSpec spec) {
    return ShardName.newBuilder()
        .setShard(ByteString.copyFrom(spec.shard().bytes()))
        .setIndex(spec.index())
        .setLength(spec.length())
        .setK(spec.k())
        .setM(spec.m())
        .build();
  }

  static Receipt message(com.plexichat.backup.agent.protocol.Receipt receipt) {
    return Receipt.newBuilder()
        .setPeerId(receipt.peer().hex())
        .setOperation(ByteString.copyFrom(receipt.operation().bytes()))
        .addAllShards(receipt.shards().stream().map(Orders::message).toList())
        .setEpoch(receipt.epoch())
        .build();
  }

  /// A refusal in the words of failures.
  static OperationFailed failure(String name, ShardId shard, Refusal why, long epoch) {
    return switch (why) {
      case STALE_EPOCH -> new OperationFailed(FailureCode.FENCED, name, Long.toString(epoch));
      case NO_SPACE ->
          new OperationFailed(FailureCode.NO_SPACE, name, "nothing more can be stored there");
      case DISK_FAILED -> new OperationFailed(FailureCode.DISK_FAILED, name, why.sentence());
      case WRONG_BYTES, BROKEN_OFF ->
          new OperationFailed(FailureCode.SHARD_DAMAGED, name, shard.hex());
      case UNREACHABLE, NOT_TRIED ->
          new OperationFailed(FailureCode.UNREACHABLE, name, why.sentence());
      default -> new OperationFailed(FailureCode.ORDER_REFUSED, name, why.sentence());
    };
  }

  /// A failure in the words of the step machines. An order that was refused in words that are not
  /// known is better given to another peer.
  static Refusal refusal(OperationFailed failed) {
    return switch (failed.code()) {
      case FENCED -> Refusal.STALE_EPOCH;
      case NO_SPACE -> Refusal.NO_SPACE;
      case DISK_FAILED -> Refusal.DISK_FAILED;
      case SHARD_DAMAGED -> Refusal.WRONG_BYTES;
      case UNREACHABLE, TIMED_OUT, CANCELLED, CERTIFICATE_REFUSED -> Refusal.UNREACHABLE;
      default -> {
        for (Refusal refusal : Refusal.values()) {
          if (failed.args().contains(refusal.sentence())) {
            yield refusal;
          }
        }
        yield Refusal.WRONG_TARGET;
      }
    };
  }
}
