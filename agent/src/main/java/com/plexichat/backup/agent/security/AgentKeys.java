package com.plexichat.backup.agent.security;

import com.plexichat.backup.agent.crypto.HybridKey;
import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.shared.model.PeerId;
import java.security.KeyPair;
import java.security.SecureRandom;

/// An agent's two keys: the one that its certificate and its signatures are of, and the hybrid one
/// that vaults are sealed to.
public record AgentKeys(KeyPair signing, HybridKey sealing) implements AutoCloseable {
  public static AgentKeys generate(SecureRandom random) {
    return new AgentKeys(Signing.newKeyPair(random), HybridKey.generate(random));
  }

  public PeerId peerId() {
    return Signing.peerId(signing.getPublic());
  }

  @Override
  public void close() {
    sealing.close();
  }

  @Override
  public String toString() {
    return "keys of " + peerId();
  }
}
