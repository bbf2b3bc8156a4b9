package com.plexichat.backup.agent.exchange;

import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.agent.protocol.Order;
import com.plexichat.backup.agent.protocol.ShardSpec;
import com.plexichat.backup.proto.Receipt;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.model.PeerId;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/// Checks signed receipts: a peer's word that it holds a shard durably, given after the sync.
final class Receipts {
  private Receipts() {}

  /// Whether a receipt is the target's for exactly this shard under this order. A peer whose key is
  /// not known proves nothing.
  static boolean holds(
      Signed signed, Order order, ShardSpec spec, Function<PeerId, Optional<PublicKey>> keys) {
    Receipt receipt;
    try {
      receipt = Receipt.parseFrom(signed.getMessage());
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
    byte[] operation = receipt.getOperation().toByteArray();
    return receipt.getShardsList().contains(Orders.message(spec))
        && receipt.getPeerId().equals(order.target().hex())
        && Arrays.equals(operation, order.operation().bytes())
        && keys.apply(order.target()).map(key -> isSigned(signed, key)).orElse(false);
  }

  private static boolean isSigned(Signed signed, PublicKey key) {
    return Signing.verify(
        key, signed.getMessage().toByteArray(), signed.getSignature().toByteArray());
  }
}
