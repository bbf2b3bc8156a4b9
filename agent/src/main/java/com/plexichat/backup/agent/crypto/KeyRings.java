package com.plexichat.backup.agent.crypto;

import com.plexichat.backup.agent.crypto.KeyRing.EpochKey;
import com.plexichat.backup.agent.crypto.KeyRing.SealedMaster;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Bytes;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.VaultId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.AEADBadTagException;

/// Makes, opens and changes key rings.
///
/// A ring is never edited in place: every change is a new ring with the next version, which the
/// caller signs and publishes. Every wrapped key is bound to its vault and its place, so that keys
/// cannot be moved between rings or epochs.
public final class KeyRings {
  /// The recipient that stands for the recovery kit.
  public static final String RECOVERY = "recovery";

  private static final int KEY = 32;

  private final SecureRandom random;

  public KeyRings(SecureRandom random) {
    this.random = random;
  }

  /// A new vault with epoch 1, open for each recipient (peer id or [#RECOVERY] → public hybrid
  /// key).
  public KeyRing create(VaultId vault, PeerId host, Map<String, Bytes> recipients) {
    if (recipients.isEmpty()) {
      throw new IllegalArgumentException("a vault without recipients could never be opened");
    }
    try (Secret master = newKey();
        Secret chunkKey = newKey()) {
      List<SealedMaster> masters = new ArrayList<>();
      new TreeMap<>(recipients)
          .forEach((recipient, key) -> masters.add(sealMaster(vault, master, recipient, key)));
      return new KeyRing(
          vault,
          host,
          1,
          List.of(newEpoch(vault, master, 1)),
          masters,
          wrap(master, chunkInfo(vault), chunkKey));
    }
  }

  /// Opens the ring as one of its recipients. VAULT_CLOSED when it is not one, KEY_RING_UNUSABLE
  /// when the ring's bytes are not what was written.
  public Vault open(KeyRing ring, String recipient, HybridKey key) {
    TreeMap<Integer, Secret> epochs = new TreeMap<>();
    try (Secret master = openMaster(ring, recipient, key);
        Secret chunkKey = unwrap(ring, master, chunkInfo(ring.vault()), ring.chunkKey())) {
      for (EpochKey epoch : ring.epochs()) {
        byte[] info = epochInfo(ring.vault(), epoch.epoch());
        epochs.put(epoch.epoch(), unwrap(ring, master, info, epoch.wrapped()));
      }
      return new Vault(ring.vault(), epochs, chunkKey);
    }
  }

  /// The ring with one more recipient, or with a recipient's master sealed to its new key.
  public KeyRing grant(
      KeyRing ring, String by, HybridKey key, String recipient, Bytes recipientKey) {
    try (Secret master = openMaster(ring, by, key)) {
      List<SealedMaster> masters = new ArrayList<>(ring.masters());
      masters.removeIf(sealed -> sealed.recipient().equals(recipient));
      masters.add(sealMaster(ring.vault(), master, recipient, recipientKey));
      return next(ring, ring.epochs(), masters);
    }
  }

  /// The ring with a fresh epoch key, which every later stripe is sealed under.
  public KeyRing addEpoch(KeyRing ring, String by, HybridKey key) {
    try (Secret master = openMaster(ring, by, key)) {
      List<EpochKey> epochs = new ArrayList<>(ring.epochs());
      epochs.add(newEpoch(ring.vault(), master, epochs.getLast().epoch() + 1));
      return next(ring, epochs, ring.masters());
    }
  }

  private static KeyRing next(KeyRing ring, List<EpochKey> epochs, List<SealedMaster> masters) {
    return new KeyRing(
        ring.vault(), ring.host(), ring.version() + 1, epochs, masters, ring.chunkKey());
  }

  private SealedMaster sealMaster(VaultId vault, Secret master, String recipient, Bytes key) {
    byte[] plain = master.copy();
    byte[] sealed = HybridKey.seal(key, plain, masterInfo(vault, recipient), random);
    Arrays.fill(plain, (byte) 0);
    return new SealedMaster(recipient, Bytes.of(sealed));
  }

  private static Secret openMaster(KeyRing ring, String recipient, HybridKey key) {
    SealedMaster sealed =
        ring.masters().stream()
            .filter(one -> one.recipient().equals(recipient))
            .findFirst()
            .orElseThrow(() ->
                new OperationFailed(FailureCode.VAULT_CLOSED, recipient, ring.host().toString()));
    try {
      return Secret.take(key.open(sealed.sealed().toArray(), masterInfo(ring.vault(), recipient)));
    } catch (AEADBadTagException e) {
      throw unusable(ring, "the master key of " + recipient + " does not open", e);
    }
  }

  private EpochKey newEpoch(VaultId vault, Secret master, int epoch) {
    try (Secret key = newKey()) {
      return new EpochKey(epoch, wrap(master, epochInfo(vault, epoch), key));
    }
  }

  private static Bytes wrap(Secret master, byte[] info, Secret key) {
    try (Secret kek = Hkdf.derive(master, info, KEY)) {
      return Bytes.of(KeyWrap.wrap(kek, key));
    }
  }

  private static Secret unwrap(KeyRing ring, Secret master, byte[] info, Bytes wrapped) {
    try (Secret kek = Hkdf.derive(master, info, KEY)) {
      return KeyWrap.unwrap(kek, wrapped.toArray());
    } catch (AEADBadTagException e) {
      throw unusable(ring, "a wrapped key does not open", e);
    }
  }

  private static OperationFailed unusable(KeyRing ring, String why, Throwable cause) {
    return new OperationFailed(cause, FailureCode.KEY_RING_UNUSABLE, ring.vault().hex(), why);
  }

  private Secret newKey() {
    byte[] key = new byte[KEY];
    random.nextBytes(key);
    return Secret.take(key);
  }

  private static byte[] epochInfo(VaultId vault, int epoch) {
    return Hkdf.info("epoch", vault.bytes(), ByteBuffer.allocate(4).putInt(epoch).array());
  }

  private static byte[] chunkInfo(VaultId vault) {
    return Hkdf.info("chunk", vault.bytes());
  }

  private static byte[] masterInfo(VaultId vault, String recipient) {
    return Hkdf.info("master", vault.bytes(), recipient.getBytes(StandardCharsets.UTF_8));
  }
}
