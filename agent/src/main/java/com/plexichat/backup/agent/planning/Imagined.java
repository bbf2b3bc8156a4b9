package com.plexichat.backup.agent.planning;

import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Peers that do not exist, to find out what adding some would change.
final class Imagined {
  private static final long SPACE = 1L << 40;

  private Imagined() {}

  /// The same peers and `more` others, each an owner by itself, and of a region of its own where
  /// there are several.
  static List<PeerView> add(Collection<PeerView> peers, int more) {
    List<PeerView> all = new ArrayList<>(peers);
    List<String> regions = peers.stream().map(PeerView::region).distinct().toList();
    for (int at = 0; at < more; at++) {
      all.add(
          new PeerView(
              new PeerId("%032x".formatted(at + 1)),
              "\u0000imagined " + at,
              regions.size() == 1 ? regions.getFirst() : "\u0000imagined " + at,
              "",
              PeerState.ACTIVE,
              SPACE,
              1));
    }
    return all;
  }
}
