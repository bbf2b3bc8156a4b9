package com.plexichat.backup.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.TestCatalogue;
import com.plexichat.backup.proto.ClusterFounded;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.KeyRing;
import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.proto.PeerJoined;
import com.plexichat.backup.proto.PeerState;
import com.plexichat.backup.proto.SealedMaster;
import com.plexichat.backup.proto.SignedKeyRing;
import com.plexichat.backup.proto.VaultRegistered;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.VaultId;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who can say what is in a vault.
class VaultReadersTest {
  private static final PeerId HOST = new PeerId("1".repeat(32));
  private static final VaultId VAULT = new VaultId("a".repeat(32));

  @Test
  void whereNobodyWasGivenTheVaultItIsSaidWhomToBringBack(@TempDir Path dir) {
    try (Catalogue catalogue = TestCatalogue.open(dir)) {
      TestCatalogue.submit(catalogue, founded(), joined(), registered());
      VaultReaders readers =
          new VaultReaders(
              peer -> {
                throw new AssertionError(peer + " was asked");
              },
              catalogue);
      OperationFailed failed =
          assertThrows(
              OperationFailed.class, () -> readers.name(VAULT, List.of("backup"), List.of()));
      assertEquals(
          "No machine that answers has been given the vault of agent-2.", failed.sentence());
      assertEquals(
          "Bring agent-2 back, or use the recovery kit; while agent-2 answers, `plexichat vault"
              + " grant agent-2 --to PEER` gives its vault to another machine too.",
          failed.nextAct());
    }
  }

  private static Command founded() {
    return Command.newBuilder()
        .setClusterFounded(ClusterFounded.newBuilder().setClusterId("c1").setName("home"))
        .build();
  }

  private static Command joined() {
    PeerEntry entry =
        PeerEntry.newBuilder()
            .setPeerId(HOST.hex())
            .setName("agent-2")
            .setEndpoint("127.0.0.1:2")
            .setOwner("owner2")
            .setState(PeerState.ACTIVE)
            .setCapacity(1 << 20)
            .build();
    return Command.newBuilder().setPeerJoined(PeerJoined.newBuilder().setPeer(entry)).build();
  }

  private static Command registered() {
    KeyRing ring =
        KeyRing.newBuilder()
            .setVault(VAULT.hex())
            .setHost(HOST.hex())
            .setVersion(1)
            .addMasters(SealedMaster.newBuilder().setRecipient("recovery"))
            .build();
    SignedKeyRing signed = SignedKeyRing.newBuilder().setRing(ring.toByteString()).build();
    return Command.newBuilder()
        .setVaultRegistered(VaultRegistered.newBuilder().setRing(signed.toByteString()))
        .build();
  }
}
