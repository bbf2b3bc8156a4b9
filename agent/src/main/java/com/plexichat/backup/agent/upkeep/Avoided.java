package com.plexichat.backup.agent.upkeep;

import com.plexichat.backup.agent.planning.PeerView;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Peers that failed during a repair: planned as if they were SUSPECT, so that they get nothing and
/// are read from last.
///
/// A failure counts for the next round; three count for the whole repair.
final class Avoided {
  private static final int STRIKES = 3;

  private final Map<PeerId, Integer> strikes = new TreeMap<>();
  private Set<PeerId> fresh = new TreeSet<>();
  private Set<PeerId> now = new TreeSet<>();

  synchronized void failed(PeerId peer) {
    if (fresh.add(peer)) {
      strikes.merge(peer, 1, Integer::sum);
    }
  }

  /// Begins a round: who failed in the one before is avoided in it.
  synchronized void nextRound() {
    now = fresh;
    fresh = new TreeSet<>();
  }

  /// Whether this round avoided somebody whom the next one will ask again.
  synchronized boolean mayForgive() {
    return now.stream().anyMatch(peer -> !isGivenUp(peer));
  }

  synchronized List<PeerView> applied(List<PeerView> peers) {
    return peers.stream()
        .map(peer -> now.contains(peer.id()) || isGivenUp(peer.id()) ? suspect(peer) : peer)
        .toList();
  }

  private boolean isGivenUp(PeerId peer) {
    return strikes.getOrDefault(peer, 0) >= STRIKES;
  }

  private static PeerView suspect(PeerView peer) {
    PeerState state = peer.state().counts() ? PeerState.SUSPECT : peer.state();
    return new PeerView(
        peer.id(),
        peer.owner(),
        peer.region(),
        peer.site(),
        state,
        peer.freeBytes(),
        peer.weight());
  }
}
