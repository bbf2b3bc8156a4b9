package com.plexichat.backup.agent.planning;

import com.plexichat.backup.shared.model.PeerId;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// Chooses holders for the copies that a stripe still needs.
public final class Placement {
  private Placement() {}

  /// Places what is missing; copies in the states OK and PENDING count.
  public static Assignment place(StripeView stripe, List<PeerView> peers, long seed) {
    return place(stripe, peers, new TreeSet<>(), seed);
  }

  /// Places what is missing without the peers to `avoid`: they get nothing, and copies that are
  /// PENDING there do not count.
  public static Assignment place(
      StripeView stripe, List<PeerView> peers, SortedSet<PeerId> avoid, long seed) {
    throw new UnsupportedOperationException();
  }
}
