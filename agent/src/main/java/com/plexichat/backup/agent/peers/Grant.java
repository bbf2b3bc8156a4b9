package com.plexichat.backup.agent.peers;

import com.plexichat.backup.shared.model.PeerId;

/// Proof, verified by who made this record, that an agent may coordinate with an epoch.
///
/// @param endpoint host:port of the coordinator's main listener
/// @param signed the message as it came, to be shown to others
public record Grant(
    String clusterId, long epoch, PeerId coordinator, String endpoint, byte[] signed) {
  public Grant {
    signed = signed.clone();
  }

  @Override
  public byte[] signed() {
    return signed.clone();
  }
}
