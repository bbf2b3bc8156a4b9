package com.plexichat.backup.agent.upkeep;

import com.plexichat.backup.agent.catalogue.PeerRow;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Peers that may not know of every lock.
///
/// It is in memory only, and begins with all of them: a restart forgets who was told, and a lock
/// that is told again changes nothing.
public final class Untold {
  private final Set<PeerId> peers = new TreeSet<>();
  private boolean isAll = true;

  synchronized void add(PeerId peer) {
    peers.add(peer);
  }

  synchronized void addAll(Collection<PeerId> some) {
    peers.addAll(some);
  }

  /// Who was told is not known: everybody is told again.
  synchronized void addEverybody() {
    isAll = true;
  }

  synchronized boolean isEmpty() {
    return !isAll && peers.isEmpty();
  }

  /// Takes out those that can be expected to answer now; whoever left the cluster is forgotten.
  ///
  /// @param all peers of the cluster
  synchronized Set<PeerId> take(List<PeerRow> all) {
    Set<PeerId> members =
        all.stream().filter(StripeCheck::isMember).map(PeerRow::id).collect(Collectors.toSet());
    if (isAll) {
      peers.addAll(members);
      isAll = false;
    }
    peers.retainAll(members);
    Set<PeerId> there =
        all.stream()
            .filter(peer -> peer.state() != PeerState.SUSPECT && peer.state() != PeerState.DOWN)
            .map(PeerRow::id)
            .filter(peers::contains)
            .collect(Collectors.toCollection(TreeSet::new));
    peers.removeAll(there);
    return there;
  }
}
