package com.plexichat.backup.agent.ledger;

import com.plexichat.backup.proto.Signed;

/// Port to the coordinator's key, which signs orders and tickets.
public interface OrderSigner {
  Signed sign(byte[] message);
}
