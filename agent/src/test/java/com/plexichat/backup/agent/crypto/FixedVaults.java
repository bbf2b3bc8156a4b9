package com.plexichat.backup.agent.crypto;

import com.plexichat.backup.shared.model.VaultId;
import java.util.Arrays;
import java.util.TreeMap;

/// Vaults with keys that tests know.
public final class FixedVaults {
  private FixedVaults() {}

  /// Epoch e's key is 32 bytes of value 16 + e, the chunk key 32 bytes of value 9.
  public static Vault vault(VaultId id, int epochs) {
    TreeMap<Integer, Secret> keys = new TreeMap<>();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      keys.put(epoch, filled(16 + epoch));
    }
    return new Vault(id, keys, filled(9));
  }

  /// The same vault as [#vault] with other keys.
  public static Vault stranger(VaultId id) {
    TreeMap<Integer, Secret> keys = new TreeMap<>();
    keys.put(1, filled(77));
    return new Vault(id, keys, filled(78));
  }

  private static Secret filled(int value) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) value);
    return Secret.take(key);
  }
}
