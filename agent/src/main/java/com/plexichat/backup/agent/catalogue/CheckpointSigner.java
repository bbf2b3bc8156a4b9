package com.plexichat.backup.agent.catalogue;

/// Port to the coordinator's key, which signs checkpoints of the chain.
public interface CheckpointSigner {
  /// The certificate of the key, DER.
  byte[] certificate();

  /// SHA256withECDSA over the message, DER.
  byte[] sign(byte[] message);
}
