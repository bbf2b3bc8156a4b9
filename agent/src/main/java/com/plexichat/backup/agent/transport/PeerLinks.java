package com.plexichat.backup.agent.transport;

import com.plexichat.backup.agent.peers.PeerDirectory;
import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.shared.client.Channels;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import java.util.HashMap;
import java.util.Map;

/// The links of this agent to the others of its directory, one per peer, made at first use.
///
/// A peer is reached under its id and nothing else: who answers at its address with another
/// certificate is refused. A peer that moved gets a new link.
public final class PeerLinks implements AutoCloseable {
  private final Channels channels;
  private final PeerDirectory directory;
  private final PeerLink.Limits limits;
  private final Map<PeerId, Known> links = new HashMap<>();

  private record Known(String endpoint, PeerLink link) {}

  public PeerLinks(Channels channels, PeerDirectory directory, PeerLink.Limits limits) {
    this.channels = channels;
    this.directory = directory;
    this.limits = limits;
  }

  /// The link to a peer. Fails with PEER_UNKNOWN, or UNREACHABLE when it has no address.
  public PeerLink to(PeerId peer) {
    PeerEntry entry =
        directory
            .byId(peer)
            .filter(one -> !PeerDirectory.isExpelled(one))
            .orElseThrow(() -> new OperationFailed(FailureCode.PEER_UNKNOWN, peer.hex()));
    if (entry.getEndpoint().isEmpty()) {
      throw new OperationFailed(FailureCode.UNREACHABLE, entry.getName(), "it has no address");
    }
    return to(peer, entry.getName(), entry.getEndpoint());
  }

  /// The link to a peer at an address that is not yet in the directory.
  public synchronized PeerLink to(PeerId peer, String name, String endpoint) {
    Known known = links.get(peer);
    if (known != null && known.endpoint().equals(endpoint)) {
      return known.link();
    }
    if (known != null) {
      known.link().close();
      channels.drop(known.endpoint(), peer);
    }
    PeerLink link = new PeerLink(channels.channel(endpoint, peer), name, limits);
    links.put(peer, new Known(endpoint, link));
    return link;
  }

  /// A link to whichever agent of the cluster answers at an address; the caller closes it.
  public PeerLink at(String endpoint) {
    return new PeerLink(channels.channel(endpoint, null), "The agent at " + endpoint, limits);
  }

  /// Work that the coordinator asks of a peer's own machine.
  public AgentLink agent(PeerId peer) {
    PeerEntry entry =
        directory
            .byId(peer)
            .orElseThrow(() -> new OperationFailed(FailureCode.PEER_UNKNOWN, peer.hex()));
    return new AgentLink(
        new PeerCalls(channels.channel(entry.getEndpoint(), peer), entry.getName()));
  }

  /// The coordinator with the highest epoch known here. Fails with UNREACHABLE when none is known.
  public CoordinatorLink coordinator() {
    PeerId peer =
        directory
            .coordinator()
            .orElseThrow(() ->
                new OperationFailed(
                    FailureCode.UNREACHABLE, "The coordinator", "none is known yet"));
    String endpoint = directory.coordinatorEndpoint().orElseThrow();
    return new CoordinatorLink(
        new PeerCalls(channels.channel(endpoint, peer), "The coordinator at " + endpoint));
  }

  @Override
  public synchronized void close() {
    links.values().forEach(one -> one.link().close());
    links.clear();
  }
}
