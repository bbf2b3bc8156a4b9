package com.plexichat.backup.agent;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.Survivors.Survivor;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.crypto.HybridKey;
import com.plexichat.backup.agent.crypto.RecoveryKit;
import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.agent.exchange.LinkCalls;
import com.plexichat.backup.agent.recovery.CatalogueRebuild;
import com.plexichat.backup.agent.recovery.ClaimSource;
import com.plexichat.backup.agent.transport.PeerLink;
import com.plexichat.backup.proto.ClusterFounded;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.EpochGrant;
import com.plexichat.backup.proto.EpochTaken;
import com.plexichat.backup.proto.InventoryPage;
import com.plexichat.backup.proto.InventoryRequest;
import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.proto.Ticket;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Bytes;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.wire.Ids;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The catalogue as the lost coordinator had it, as far as the survivors' shards tell. What the
/// takeover then adds is the same as to a catalogue from a capsule.
final class HeadersAndRecords implements ClaimSource {
  private static final Logger LOG = LoggerFactory.getLogger(HeadersAndRecords.class);
  private static final Duration TICKET_LIFE = Duration.ofHours(12);

  private final Node node;
  private final Survivors survivors;
  private final EpochGrant grant;
  private final Map<PeerId, PeerLink> links = new HashMap<>();

  /// @param grant of this machine, which the survivors obey
  HeadersAndRecords(Node node, Survivors survivors, EpochGrant grant) {
    this.node = node;
    this.survivors = survivors;
    this.grant = grant;
    survivors.answered().forEach(one -> links.put(one.id(), one.link()));
  }

  /// Fills an empty catalogue.
  ///
  /// @param scratch folder to work in
  CatalogueRebuild.Rebuilt fill(
      Catalogue catalogue, RecoveryKit kit, HybridKey recoveryKey, Path scratch)
      throws InterruptedException {
    List<Command> beginning = new ArrayList<>();
    beginning.add(founded(kit, recoveryKey));
    survivors.lostGrant().ifPresent(lost -> beginning.add(taken(lost)));
    var submitted =
        catalogue.submit(
            "coordinator",
            "the catalogue is rebuilt from headers and records",
            "",
            beginning.toArray(Command[]::new));
    LOG.debug("the chain begins anew with {}", submitted.head());
    CatalogueRebuild rebuild =
        new CatalogueRebuild(
            catalogue,
            this,
            new LinkCalls(this::link),
            scratch,
            new CatalogueRebuild.Chance(node.time(), node.random()));
    Set<PeerId> coordinators = new HashSet<>();
    survivors.lostGrant().ifPresent(lost -> coordinators.add(new PeerId(lost.getCoordinator())));
    List<PeerEntry> peers =
        survivors.peers().stream()
            .filter(peer -> !peer.getPeerId().equals(node.id().hex()))
            .toList();
    return rebuild.run(
        new CatalogueRebuild.Remains(peers, rings(), recoveryKey, this::isOfCluster, coordinators));
  }

  private static Command founded(RecoveryKit kit, HybridKey recoveryKey) {
    return Command.newBuilder()
        .setClusterFounded(
            ClusterFounded.newBuilder()
                .setClusterId(kit.clusterId())
                .setName(kit.clusterName())
                .setRootCertificate(ByteString.copyFrom(kit.rootCertificate().toArray()))
                .setRecoveryKey(ByteString.copyFrom(recoveryKey.publicBytes().toArray()))
                .setRebuilt(true))
        .build();
  }

  private static Command taken(EpochGrant lost) {
    return Command.newBuilder().setEpochTaken(EpochTaken.newBuilder().setGrant(lost)).build();
  }

  private List<Bytes> rings() throws InterruptedException {
    List<Bytes> rings = new ArrayList<>();
    for (Survivor survivor : survivors.answered()) {
      try {
        for (ByteString ring : survivor.link().keyRings().getRingsList()) {
          rings.add(Bytes.of(ring.toByteArray()));
        }
      } catch (OperationFailed e) {
        LOG.warn("key rings of {}: {}", survivor.name(), e.sentence());
      }
    }
    return rings;
  }

  /// Whether the root issued it, or the directory has it: a signer, or the authority of one.
  private boolean isOfCluster(X509Certificate certificate) {
    String id = Signing.peerId(certificate.getPublicKey()).hex();
    if (survivors.peers().stream().anyMatch(peer -> peer.getPeerId().equals(id))) {
      return true;
    }
    try {
      certificate.verify(node.membership().root().getPublicKey());
      return true;
    } catch (GeneralSecurityException anothers) {
      LOG.trace("not of the root: {}", certificate.getSubjectX500Principal(), anothers);
      return false;
    }
  }

  private PeerLink link(PeerId peer) {
    PeerLink link = links.get(peer);
    if (link == null) {
      String name =
          survivors.peers().stream()
              .filter(one -> one.getPeerId().equals(peer.hex()))
              .map(PeerEntry::getName)
              .findFirst()
              .orElse(peer.hex());
      throw new OperationFailed(
          FailureCode.UNREACHABLE, name, "it did not answer when the takeover began");
    }
    return link;
  }

  @Override
  public void inventory(PeerId peer, @Nullable ShardId after, Consumer<InventoryPage> pages) {
    InventoryRequest.Builder request = InventoryRequest.newBuilder();
    if (after != null) {
      request.setAfter(Ids.message(after));
    }
    try {
      link(peer).inventory(request.build(), pages);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationFailed(e, FailureCode.CANCELLED, "The takeover");
    }
  }

  @Override
  public Signed ticket(Collection<StripeId> stripes) {
    Ticket.Builder ticket =
        Ticket.newBuilder()
            .setClusterId(grant.getClusterId())
            .setEpoch(grant.getEpoch())
            .setReader(node.id().hex())
            .setPurpose("rebuild")
            .setExpiresMs(node.time().millis() + TICKET_LIFE.toMillis());
    stripes.forEach(id -> ticket.addStripes(Ids.message(id)));
    return node.sign(ticket.build().toByteArray());
  }
}
