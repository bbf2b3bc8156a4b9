package com.plexichat.backup.agent.ledger;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.catalogue.LogHead;
import com.plexichat.backup.agent.protocol.LedgerChange.Reservation;
import com.plexichat.backup.agent.protocol.Operation;
import com.plexichat.backup.agent.protocol.Order;
import com.plexichat.backup.agent.protocol.Receipt;
import com.plexichat.backup.agent.protocol.ShardSpec;
import com.plexichat.backup.proto.PutOrder;
import com.plexichat.backup.proto.ReservedCopies;
import com.plexichat.backup.proto.ShardName;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.wire.Ids;
import java.util.ArrayList;
import java.util.List;

/// Orders and receipts between the step machines and the wire.
final class Orders {
  private Orders() {}

  static PutOrder message(Order order, LogHead head) {
    PutOrder.Builder message =
        PutOrder.newBuilder()
            .setClusterId(order.cluster())
            .setEpoch(order.epoch())
            .setLogIndex(order.logIndex())
            .setHeadHash(ByteString.copyFrom(head.hash().toArray()))
            .setOperation(ByteString.copyFrom(order.operation().bytes()))
            .setTarget(order.target().hex())
            .setSource(order.source().hex())
            .setStripe(Ids.message(order.stripe()))
            .setExpiresMs(order.expiresMs())
            .setSequence(order.sequence());
    order.shards().forEach(shard -> message.addShards(message(shard)));
    return message.build();
  }

  static ShardName message(ShardSpec shard) {
    return ShardName.newBuilder()
        .setShard(Ids.message(shard.shard()))
        .setIndex(shard.index())
        .setLength(shard.length())
        .setK(shard.k())
        .setM(shard.m())
        .build();
  }

  static ShardSpec spec(ShardName name) {
    return new ShardSpec(
        Ids.shard(name.getShard()), name.getIndex(), name.getK(), name.getM(), name.getLength());
  }

  static ReservedCopies message(Reservation reservation) {
    return ReservedCopies.newBuilder()
        .setPeerId(reservation.peer().hex())
        .setOperation(ByteString.copyFrom(reservation.operation().bytes()))
        .setSequence(reservation.sequence())
        .addAllIndexes(reservation.indexes())
        .build();
  }

  /// What a receipt says; its signature is checked elsewhere. IllegalArgumentException for what is
  /// none.
  static Receipt receipt(Signed signed) {
    try {
      com.plexichat.backup.proto.Receipt message =
          com.plexichat.backup.proto.Receipt.parseFrom(signed.getMessage());
      List<ShardSpec> shards = new ArrayList<>();
      message.getShardsList().forEach(name -> shards.add(spec(name)));
      return new Receipt(
          Ids.peer(message.getPeerId()),
          Operation.of(message.getOperation().toByteArray()),
          shards,
          message.getEpoch());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("not a receipt", e);
    }
  }
}
