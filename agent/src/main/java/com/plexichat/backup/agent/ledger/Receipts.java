package com.plexichat.backup.agent.ledger;

import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.agent.protocol.Receipt;
import com.plexichat.backup.agent.security.Certificates;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import java.security.PublicKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Checks holders' signatures under their receipts.
final class Receipts {
  private final Catalogue catalogue;
  private final Map<PeerId, PublicKey> keys = new ConcurrentHashMap<>();

  Receipts(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /// What the receipt says; ORDER_REFUSED unless the peer that it names signed it.
  Receipt verified(Signed signed) {
    Receipt receipt;
    try {
      receipt = Orders.receipt(signed);
    } catch (IllegalArgumentException e) {
      throw new OperationFailed(e, FailureCode.ORDER_REFUSED, "The coordinator", "no receipt");
    }
    boolean genuine =
        Signing.verify(
            key(receipt.peer()),
            signed.getMessage().toByteArray(),
            signed.getSignature().toByteArray());
    if (!genuine) {
      throw new OperationFailed(
          FailureCode.ORDER_REFUSED, "The coordinator", "a receipt is not its peer's");
    }
    return receipt;
  }

  private PublicKey key(PeerId peer) {
    return keys.computeIfAbsent(
        peer, id -> Certificates.parse(id.hex(), certificate(id)).getPublicKey());
  }

  private byte[] certificate(PeerId id) {
    return catalogue
        .peers()
        .find(id)
        .orElseThrow(() -> new OperationFailed(FailureCode.PEER_UNKNOWN, id.hex()))
        .certificate()
        .toArray();
  }
}
