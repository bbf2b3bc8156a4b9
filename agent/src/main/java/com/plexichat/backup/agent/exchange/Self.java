package com.plexichat.backup.agent.exchange;

import com.plexichat.backup.shared.model.PeerId;
import java.security.PrivateKey;

/// Who this agent is towards others: its id, the name its failures use, its cluster, and the key
/// that signs its receipts.
public record Self(PeerId peer, String name, String clusterId, PrivateKey key) {
  @Override
  public String toString() {
    return name + " (" + peer + ")";
  }
}
