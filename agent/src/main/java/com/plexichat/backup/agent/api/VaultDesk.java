package com.plexichat.backup.agent.api;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.PeerRow;
import com.plexichat.backup.agent.catalogue.VaultRow;
import com.plexichat.backup.agent.content.KeyRingCodec;
import com.plexichat.backup.agent.crypto.KeyRing;
import com.plexichat.backup.agent.crypto.KeyRings;
import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.GrantVaultOrder;
import com.plexichat.backup.proto.GrantVaultRequest;
import com.plexichat.backup.proto.GrantVaultResult;
import com.plexichat.backup.proto.ListVaultsAnswer;
import com.plexichat.backup.proto.VaultEntry;
import com.plexichat.backup.proto.VaultRegistered;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import java.util.Optional;

/// Vaults and who was given them.
public final class VaultDesk {
  private final Catalogue catalogue;
  private final Granting granting;

  /// Port to an agent that holds a vault: it seals the master key for another one.
  public interface Granting {
    /// The bytes of the new SignedKeyRing.
    ByteString grant(PeerId holder, GrantVaultOrder order);

    /// Brings a SignedKeyRing to who was just given the vault. One that does not answer gets it
    /// with the next round that brings rings to all.
    void bring(PeerId recipient, ByteString ring);
  }

  public VaultDesk(Catalogue catalogue, Granting granting) {
    this.catalogue = catalogue;
    this.granting = granting;
  }

  /// Refuses a ring that is not of the caller's own machine, or that another one signed: whoever
  /// could register a later version of somebody's ring could lock its readers out.
  static void requireOwn(PeerId caller, byte[] signedRing) {
    KeyRing ring =
        KeyRingCodec.verify(
            signedRing, signer -> Signing.peerId(signer.getPublicKey()).equals(caller));
    if (!ring.host().equals(caller)) {
      throw new OperationFailed(FailureCode.NOT_ALLOWED, "peer:" + caller.hex(), "PEER");
    }
  }

  ListVaultsAnswer list() {
    ListVaultsAnswer.Builder answer = ListVaultsAnswer.newBuilder();
    for (VaultRow vault : catalogue.vaults().all()) {
      VaultEntry.Builder entry =
          VaultEntry.newBuilder()
              .setVault(vault.id().hex())
              .setHost(name(vault.host().hex()))
              .setVersion(vault.version());
      vault.recipients().forEach(recipient -> entry.addReaders(name(recipient)));
      answer.addVaults(entry);
    }
    return answer.build();
  }

  GrantVaultResult grant(GrantVaultRequest ask, String actor) {
    VaultRow vault = find(ask.getVault());
    PeerRow to = catalogue.peers().get(ask.getTo());
    if (!vault.recipients().contains(to.id().hex())) {
      GrantVaultOrder order =
          GrantVaultOrder.newBuilder()
              .setVault(vault.id().hex())
              .setRecipient(to.id().hex())
              .setSealingKey(Messages.bytes(to.sealingKey()))
              .build();
      ByteString ring = granting.grant(vault.host(), order);
      VaultRegistered change = VaultRegistered.newBuilder().setRing(ring).build();
      catalogue.submit(
          actor,
          "granted to " + to.name(),
          "",
          Command.newBuilder().setVaultRegistered(change).build());
      granting.bring(to.id(), ring);
    }
    return GrantVaultResult.newBuilder()
        .setVault(vault.id().hex())
        .setRecipient(to.id().hex())
        .build();
  }

  private VaultRow find(String idOrHost) {
    return catalogue.vaults().all().stream()
        .filter(
            vault -> vault.id().hex().equals(idOrHost) || name(vault.host().hex()).equals(idOrHost))
        .findFirst()
        .orElseThrow(() -> new OperationFailed(FailureCode.VAULT_UNKNOWN, idOrHost));
  }

  private String name(String recipient) {
    if (recipient.equals(KeyRings.RECOVERY)) {
      return "recovery kit";
    }
    Optional<PeerRow> peer = catalogue.peers().find(new PeerId(recipient));
    return peer.map(PeerRow::name).orElse(recipient);
  }
}
