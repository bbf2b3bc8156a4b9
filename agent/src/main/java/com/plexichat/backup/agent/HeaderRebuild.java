package com.plexichat.backup.agent;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.Survivors.Survivor;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.crypto.HybridKey;
import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.agent.exchange.LinkCalls;
import com.plexichat.backup.agent.recovery.CatalogueRebuild;
import com.plexichat.backup.agent.recovery.ClaimSource;
import com.plexichat.backup.agent.transport.PeerLinks;
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
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The catalogue made anew from headers and records, where no capsule is left: asks the survivors
/// in the new coordinator's name.
final class HeaderRebuild implements ClaimSource {
  private static final Logger LOG = LoggerFactory.getLogger(HeaderRebuild.class);
  private static final Duration TICKET_LIFE = Duration.ofHours(12);

  private final Node node;
  private final PeerLinks links;
  private final Survivors survivors;

  HeaderRebuild(Node node, PeerLinks links, Survivors survivors) {
    this.node = node;
    this.links = links;
    this.survivors = survivors;
  }

  /// Fills a catalogue that was founded as rebuilt and knows this machine only.
  CatalogueRebuild.Rebuilt run(Catalogue catalogue, HybridKey recoveryKey)
      throws InterruptedException {
    Set<String> known =
        survivors.peers().stream().map(PeerEntry::getPeerId).collect(Collectors.toSet());
    return new CatalogueRebuild(
            catalogue,
            this,
            new LinkCalls(links),
            node.data().path().resolve("recover"),
            new CatalogueRebuild.Chance(node.time(), node.random()))
        .run(
            new CatalogueRebuild.Remains(
                survivors.peers(),
                rings(),
                recoveryKey,
                certificate -> known.contains(id(certificate).hex()) || isOfRoot(certificate),
                survivors.lost().map(Set::of).orElse(Set.of())));
  }

  /// Whether the root issued it: the authority of a machine that no directory names any more.
  private boolean isOfRoot(X509Certificate certificate) {
    try {
      certificate.verify(node.membership().root().getPublicKey());
      return true;
    } catch (GeneralSecurityException anothers) {
      LOG.trace("not of the root: {}", certificate.getSubjectX500Principal(), anothers);
      return false;
    }
  }

  private static PeerId id(X509Certificate certificate) {
    return Signing.peerId(certificate.getPublicKey());
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

  @Override
  public void inventory(PeerId peer, @Nullable ShardId after, Consumer<InventoryPage> pages) {
    InventoryRequest.Builder request = InventoryRequest.newBuilder();
    Optional.ofNullable(after).map(Ids::message).ifPresent(request::setAfter);
    try {
      links.to(peer).inventory(request.build(), pages);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationFailed(e, FailureCode.CANCELLED, "The inventory");
    }
  }

  @Override
  public Signed ticket(Collection<StripeId> stripes) {
    Ticket.Builder ticket =
        Ticket.newBuilder()
            .setClusterId(node.membership().clusterId())
            .setEpoch(node.directory().epoch())
            .setReader(node.id().hex())
            .setPurpose("restore")
            .setExpiresMs(node.time().millis() + TICKET_LIFE.toMillis());
    stripes.forEach(id -> ticket.addStripes(Ids.message(id)));
    return node.sign(ticket.build().toByteArray());
  }
}
