package com.plexichat.backup.agent.exchange;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.proto.HolderAnswer;
import com.plexichat.backup.proto.Receipt;
import com.plexichat.backup.proto.ShardName;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.model.PeerId;
import java.security.PublicKey;
import java.util.Optional;
import java.util.function.Function;

/// Signed receipts: a peer's word that it holds a shard durably, given after the sync.
final class Receipts {
  private Receipts() {}

  /// This agent's receipt for one shard of an order.
  static HolderAnswer answer(Self self, HoldingRules.Admission admission) {
    Receipt receipt =
        Receipt.newBuilder()
            .setPeerId(self.peer().hex())
            .setOperation(admission.order().getOperation())
            .addShards(admission.named())
            .setEpoch(admission.order().getEpoch())
            .build();
    byte[] message = receipt.toByteArray();
    Signed signed =
        Signed.newBuilder()
            .setMessage(ByteString.copyFrom(message))
            .setSignature(ByteString.copyFrom(Signing.sign(self.key(), message)))
            .build();
    return HolderAnswer.newBuilder().setPeerId(self.peer().hex()).setReceipt(signed).build();
  }

  /// Whether a receipt is that peer's for exactly this shard under this operation. A peer whose key
  /// is not known proves nothing.
  static boolean holds(
      Signed signed,
      PeerId peer,
      ShardName shard,
      ByteString operation,
      Function<PeerId, Optional<PublicKey>> keys) {
    try {
      Receipt receipt = Receipt.parseFrom(signed.getMessage());
      boolean names =
          receipt.getShardsList().stream()
              .anyMatch(one ->
                  one.getShard().equals(shard.getShard()) && one.getLength() == shard.getLength());
      return names
          && receipt.getPeerId().equals(peer.hex())
          && receipt.getOperation().equals(operation)
          && keys.apply(peer)
              .map(key ->
                  Signing.verify(
                      key, signed.getMessage().toByteArray(), signed.getSignature().toByteArray()))
              .orElse(false);
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
  }
}
