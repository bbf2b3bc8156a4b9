package com.plexichat.backup.agent;

import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.ClusterRow;
import com.plexichat.backup.agent.catalogue.PeerRow;
import com.plexichat.backup.agent.transport.PeerLink;
import com.plexichat.backup.agent.transport.PeerLinks;
import com.plexichat.backup.proto.EpochGrant;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Shows this coordinator's grant to every machine that has not seen it: those that were away
/// during the takeover, and the coordinator that was replaced, should it come back.
final class Herald {
  /// Why a coordinator's machine was removed; what it is recognised by.
  static final String REPLACED = "another machine took over as coordinator";

  private static final Logger LOG = LoggerFactory.getLogger(Herald.class);

  private final Node node;
  private final Catalogue catalogue;
  private final PeerLinks links;
  private final Set<PeerId> told = ConcurrentHashMap.newKeySet();
  private final Errands errands = new Errands(Errands.own("herald"));

  Herald(Node node, Catalogue catalogue, PeerLinks links) {
    this.node = node;
    this.catalogue = catalogue;
    this.links = links;
  }

  /// One round; blocks for nobody. The founder of a cluster has nobody to tell.
  void round() {
    try {
      long epoch = catalogue.cluster().find().map(ClusterRow::epoch).orElse(0L);
      if (epoch > 1) {
        catalogue.peers().all().stream()
            .filter(this::isMeant)
            .filter(peer -> !told.contains(peer.id()))
            .forEach(peer -> errands.begin(peer.id(), () -> tell(peer)));
      }
    } catch (RuntimeException e) {
      LOG.error("the grant could not be shown", e);
    }
  }

  private boolean isMeant(PeerRow peer) {
    return !peer.id().equals(node.id())
        && !peer.endpoint().isEmpty()
        && !peer.endpoint().equals(node.config().listen())
        && (!peer.state().isExpelled() || peer.why().equals(REPLACED));
  }

  private void tell(PeerRow peer) {
    try {
      PeerLink link = links.to(peer.id(), peer.name(), peer.endpoint());
      EpochGrant grant = node.directory().grant().orElseThrow();
      if (link.obey(grant).getObeyed()) {
        told.add(peer.id());
        LOG.info("{} obeys epoch {}", peer.name(), grant.getEpoch());
      } else {
        LOG.error("{} obeys another coordinator than epoch {}", peer.name(), grant.getEpoch());
      }
    } catch (OperationFailed e) {
      LOG.debug("{} has not seen the grant: {}", peer.name(), e.sentence());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
