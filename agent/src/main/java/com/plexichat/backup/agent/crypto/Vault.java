package com.plexichat.backup.agent.crypto;

import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.VaultId;
import java.security.GeneralSecurityException;
import java.util.NavigableMap;
import java.util.TreeMap;
import javax.crypto.Mac;

/// An open vault: what an agent needs to seal, open and deduplicate, and nothing to admit others.
///
/// The master key is not in it: it lives only while a ring is opened or changed.
public final class Vault implements AutoCloseable {
  private static final String HMAC = "HmacSHA256";

  private final VaultId id;
  private final NavigableMap<Integer, Secret> epochs;
  private final Secret gearKey;
  private final Mac chunkHash;

  /// Takes the epoch keys over and closes them with itself; the chunk key stays the caller's.
  Vault(VaultId id, NavigableMap<Integer, Secret> epochs, Secret chunkKey) {
    if (epochs.isEmpty()) {
      throw new IllegalArgumentException("a vault has at least one epoch");
    }
    this.id = id;
    this.epochs = new TreeMap<>(epochs);
    this.gearKey = Hkdf.derive(chunkKey, Hkdf.info("gear"), 32);
    try (Secret hashKey = Hkdf.derive(chunkKey, Hkdf.info("chunk"), 32)) {
      this.chunkHash = Mac.getInstance(HMAC);
      this.chunkHash.init(hashKey.as(HMAC));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no " + HMAC, e);
    }
  }

  public VaultId id() {
    return id;
  }

  /// The epoch that new stripes are sealed under.
  public int currentEpoch() {
    return epochs.lastKey();
  }

  /// The vault's own: the caller does not close it.
  public Secret epochKey(int epoch) {
    Secret key = epochs.get(epoch);
    if (key == null) {
      throw new OperationFailed(
          FailureCode.KEY_RING_UNUSABLE, id.hex(), "it has no key epoch " + epoch);
    }
    return key;
  }

  /// The chunk's name in this vault: HMAC-SHA256 of its plaintext, so that nobody without the vault
  /// can test for known content. Safe from any thread.
  public byte[] chunkId(byte[] plaintext, int offset, int length) {
    try {
      Mac mac = (Mac) chunkHash.clone();
      mac.update(plaintext, offset, length);
      return mac.doFinal();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's " + HMAC + " cannot be cloned", e);
    }
  }

  /// A copy of the key of the chunker's gear table (32 bytes): the caller zeroes it.
  public byte[] gearKey() {
    return gearKey.copy();
  }

  @Override
  public void close() {
    epochs.values().forEach(Secret::close);
    gearKey.close();
  }

  @Override
  public String toString() {
    return "vault " + id;
  }
}
