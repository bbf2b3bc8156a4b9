package com.plexichat.backup.agent.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.plexichat.backup.agent.crypto.KeyRing.EpochKey;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Bytes;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.VaultId;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyRingsTest {
  private static final VaultId VAULT = new VaultId("0123456789abcdef0123456789abcdef");
  private static final PeerId HOST = new PeerId("00112233445566778899aabbccddeeff");
  private final SecureRandom random = new SecureRandom();
  private final KeyRings rings = new KeyRings(random);
  private final HybridKey host = HybridKey.generate(random);
  private final HybridKey recovery = HybridKey.generate(random);
  private final KeyRing ring =
      rings.create(
          VAULT,
          HOST,
          Map.of(HOST.hex(), host.publicBytes(), KeyRings.RECOVERY, recovery.publicBytes()));

  @Test
  void everyRecipientOpensTheSameVault() {
    byte[] chunk = {1, 2, 3, 4};
    try (Vault one = rings.open(ring, HOST.hex(), host);
        Vault two = rings.open(ring, KeyRings.RECOVERY, recovery)) {
      assertEquals(VAULT, one.id());
      assertEquals(1, one.currentEpoch());
      assertEquals(one.epochKey(1), two.epochKey(1));
      assertArrayEquals(one.gearKey(), two.gearKey());
      assertArrayEquals(one.chunkId(chunk, 0, 4), two.chunkId(chunk, 0, 4));
      assertArrayEquals(one.chunkId(chunk, 1, 2), one.chunkId(new byte[] {2, 3}, 0, 2));
      assertFalse(Arrays.equals(one.chunkId(chunk, 0, 4), one.chunkId(chunk, 0, 3)));
      assertFalse(Arrays.equals(one.chunkId(chunk, 0, 4), Digests.sha256(chunk)));
    }
  }

  @Test
  void whoIsNoRecipientIsRefused() {
    assertFails(FailureCode.VAULT_CLOSED, () -> rings.open(ring, "f".repeat(32), host));
    assertFails(FailureCode.KEY_RING_UNUSABLE, () -> rings.open(ring, HOST.hex(), recovery));
  }

  @Test
  void aGrantOpensTheVaultForOneMore() {
    HybridKey guest = HybridKey.generate(random);
    String name = "f".repeat(32);
    KeyRing granted = rings.grant(ring, HOST.hex(), host, name, guest.publicBytes());
    assertEquals(2, granted.version());
    try (Vault one = rings.open(ring, HOST.hex(), host);
        Vault two = rings.open(granted, name, guest)) {
      assertEquals(one.epochKey(1), two.epochKey(1));
    }
    KeyRing again = rings.grant(granted, name, guest, name, guest.publicBytes());
    assertEquals(3, again.masters().size());
  }

  @Test
  void aNewEpochKeepsTheOldOnes() {
    KeyRing rotated = rings.addEpoch(ring, KeyRings.RECOVERY, recovery);
    try (Vault before = rings.open(ring, HOST.hex(), host);
        Vault after = rings.open(rotated, HOST.hex(), host)) {
      assertEquals(2, after.currentEpoch());
      assertEquals(before.epochKey(1), after.epochKey(1));
      assertNotEquals(after.epochKey(1), after.epochKey(2));
      assertFails(FailureCode.KEY_RING_UNUSABLE, () -> before.epochKey(2));
    }
  }

  @Test
  void keysStayAtTheirPlace() {
    KeyRing rotated = rings.addEpoch(ring, HOST.hex(), host);
    EpochKey one = rotated.epochs().get(0);
    EpochKey two = rotated.epochs().get(1);
    List<EpochKey> swapped =
        List.of(new EpochKey(1, two.wrapped()), new EpochKey(2, one.wrapped()));
    assertUnusable(VAULT, swapped, rotated.chunkKey());
    VaultId other = new VaultId("f".repeat(32));
    assertUnusable(other, rotated.epochs(), rotated.chunkKey());
    assertUnusable(VAULT, rotated.epochs(), one.wrapped());
  }

  @Test
  void aClosedVaultIsOfNoUse() {
    Vault vault = rings.open(ring, HOST.hex(), host);
    Secret epoch = vault.epochKey(1);
    vault.close();
    assertThrows(IllegalStateException.class, epoch::copy);
    assertThrows(IllegalStateException.class, vault::gearKey);
  }

  private void assertUnusable(VaultId vault, List<EpochKey> epochs, Bytes chunkKey) {
    KeyRing forged = new KeyRing(vault, HOST, 9, epochs, ring.masters(), chunkKey);
    assertFails(FailureCode.KEY_RING_UNUSABLE, () -> rings.open(forged, HOST.hex(), host));
  }

  private static void assertFails(FailureCode code, Runnable act) {
    assertEquals(code, assertThrows(OperationFailed.class, act::run).code());
  }
}
