package com.plexichat.backup.agent.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.plexichat.backup.agent.content.KeyRingCodec;
import com.plexichat.backup.agent.crypto.HybridKey;
import com.plexichat.backup.agent.crypto.KeyRing;
import com.plexichat.backup.agent.crypto.KeyRings;
import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.agent.security.Certificates;
import com.plexichat.backup.agent.security.CertifiedKey;
import com.plexichat.backup.agent.security.ClusterAuthority;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.VaultId;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Who may register a key ring: the machine whose vault it is, with its own signature.
class VaultDeskTest {
  private final SecureRandom random = new SecureRandom();
  private final ClusterAuthority authority = new ClusterAuthority(InstantSource.system(), random);
  private final CertifiedKey own = authority.newRoot("own");
  private final CertifiedKey other = authority.newRoot("other");

  @Test
  void onlyAMachinesOwnRingIsTaken() {
    VaultDesk.requireOwn(id(own), ring(id(own), own));
    assertRefused(FailureCode.NOT_ALLOWED, id(own), ring(id(other), own));
    assertRefused(FailureCode.KEY_RING_UNUSABLE, id(own), ring(id(own), other));
    assertRefused(FailureCode.KEY_RING_UNUSABLE, id(other), ring(id(own), own));
  }

  private static PeerId id(CertifiedKey key) {
    return Signing.peerId(key.certificate().getPublicKey());
  }

  private byte[] ring(PeerId host, CertifiedKey signer) {
    KeyRing ring =
        new KeyRings(random)
            .create(
                VaultId.of(new byte[16]),
                host,
                Map.of(host.hex(), HybridKey.generate(random).publicBytes()));
    return KeyRingCodec.sign(
        ring, signer.key(), Certificates.der(signer.certificate()), new byte[0]);
  }

  private static void assertRefused(FailureCode code, PeerId caller, byte[] ring) {
    OperationFailed failed =
        assertThrows(OperationFailed.class, () -> VaultDesk.requireOwn(caller, ring));
    assertEquals(code, failed.code());
  }
}
