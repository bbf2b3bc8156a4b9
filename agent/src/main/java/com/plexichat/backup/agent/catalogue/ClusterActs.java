package com.plexichat.backup.agent.catalogue;

import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.proto.ClusterFounded;
import com.plexichat.backup.proto.EpochGrant;
import com.plexichat.backup.proto.EpochTaken;
import com.plexichat.backup.proto.KeyRing;
import com.plexichat.backup.proto.KitStored;
import com.plexichat.backup.proto.SealedMaster;
import com.plexichat.backup.proto.SignedKeyRing;
import com.plexichat.backup.proto.VaultRegistered;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.VaultId;
import java.util.Optional;
import java.util.stream.Collectors;

/// Applies what concerns the cluster as a whole: its founding, epochs, kit and vaults.
final class ClusterActs {
  private ClusterActs() {}

  static void founded(Work work, ClusterFounded act) {
    Demand.wellFormed(
        !act.getClusterId().isEmpty() && !act.getName().isEmpty(),
        "a cluster has an id and a name");
    Demand.fits(
        id(work).isEmpty(), "Founding the cluster", "this catalogue belongs to one already");
    work.handle()
        .execute(
            "INSERT INTO cluster VALUES (1, ?, ?, ?, ?, ?, 0, '', X'', 0, '', '', 0)",
            act.getClusterId(),
            act.getName(),
            act.getRootCertificate().toByteArray(),
            act.getRecoveryKey().toByteArray(),
            act.getRebuilt());
  }

  static void epochTaken(Work work, EpochTaken act) {
    EpochGrant grant = act.getGrant();
    PeerId coordinator = new PeerId(grant.getCoordinator());
    Optional<String> id = id(work);
    Demand.fits(id.isPresent(), "Taking an epoch", "no cluster was founded here");
    Demand.wellFormed(
        grant.getClusterId().equals(id.get()), "a grant for cluster %s", grant.getClusterId());
    long epoch = work.handle().select("SELECT epoch FROM cluster").mapTo(Long.class).one();
    Demand.fits(
        grant.getEpoch() > epoch,
        "Taking epoch " + grant.getEpoch(),
        "epoch " + epoch + " was taken already");
    work.handle()
        .execute(
            "UPDATE cluster SET epoch = ?, coordinator = ?, epoch_grant = ?",
            grant.getEpoch(),
            coordinator.hex(),
            grant.toByteArray());
  }

  static void pruningAllowed(Work work) {
    int changed = work.handle().execute("UPDATE cluster SET rebuilt = FALSE WHERE rebuilt");
    Demand.fits(changed == 1, "Allowing pruning", "the catalogue was not made anew");
  }

  static void kitStored(Work work, KitStored act) {
    Demand.fits(id(work).isPresent(), "Noting the recovery kit", "no cluster was founded here");
    work.handle()
        .execute(
            "UPDATE cluster SET kit_stored_ms = ?, kit_stored_by = ?, kit_note = ?",
            work.atMs(),
            work.actor(),
            act.getNote());
  }

  static void vaultRegistered(Work work, VaultRegistered act) {
    KeyRing ring;
    try {
      ring = KeyRing.parseFrom(SignedKeyRing.parseFrom(act.getRing()).getRing());
    } catch (InvalidProtocolBufferException malformed) {
      throw new IllegalArgumentException("not a key ring", malformed);
    }
    String vault = new VaultId(ring.getVault()).hex();
    String host = new PeerId(ring.getHost()).hex();
    Optional<Stored> stored =
        work.handle()
            .select("SELECT no, host, version, ring FROM vault WHERE id = ?", vault)
            .map((row, _) -> new Stored(row.getInt(1), row.getString(2), row.getLong(3)))
            .findOne();
    String recipients =
        ring.getMastersList().stream()
            .map(SealedMaster::getRecipient)
            .sorted()
            .collect(Collectors.joining("\n"));
    if (stored.isEmpty()) {
      work.handle()
          .execute(
              "INSERT INTO vault SELECT COALESCE(MAX(no), 0) + 1, ?, ?, ?, ?, ? FROM vault",
              vault,
              host,
              ring.getVersion(),
              recipients,
              act.getRing().toByteArray());
      return;
    }
    String what = "Key ring " + ring.getVersion() + " of vault " + vault;
    Demand.fits(stored.get().host().equals(host), what, "the vault belongs to another machine");
    Demand.fits(
        ring.getVersion() > stored.get().version(),
        what,
        "version " + stored.get().version() + " is registered already");
    work.handle()
        .execute(
            "UPDATE vault SET version = ?, recipients = ?, ring = ? WHERE no = ?",
            ring.getVersion(),
            recipients,
            act.getRing().toByteArray(),
            stored.get().no());
  }

  private record Stored(int no, String host, long version) {}

  private static Optional<String> id(Work work) {
    return work.handle().select("SELECT cluster_id FROM cluster").mapTo(String.class).findOne();
  }
}
