package com.plexichat.backup.shared.model;

import java.util.HexFormat;

/// A vault's identity: 32 hex digits of 16 random bytes. One master key, one deduplication domain.
public record VaultId(String hex) {
  public VaultId {
    if (!hex.matches("[0-9a-f]{32}")) {
      throw new IllegalArgumentException("not a vault id: " + hex);
    }
  }

  public static VaultId of(byte[] bytes) {
    return new VaultId(HexFormat.of().formatHex(bytes));
  }

  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
