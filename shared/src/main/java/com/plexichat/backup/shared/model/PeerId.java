package com.plexichat.backup.shared.model;

/// A peer's identity: 32 hex digits, the first 16 bytes of SHA-256 over its certificate's public
/// key.
///
/// It follows the key, not the machine's name or address: a replaced machine is another peer.
public record PeerId(String hex) implements Comparable<PeerId> {
  public PeerId {
    if (!hex.matches("[0-9a-f]{32}")) {
      throw new IllegalArgumentException("not a peer id: " + hex);
    }
  }

  @Override
  public int compareTo(PeerId other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
