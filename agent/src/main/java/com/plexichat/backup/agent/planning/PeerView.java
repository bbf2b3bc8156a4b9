package com.plexichat.backup.agent.planning;

import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;

/// A peer as the planners see it.
///
/// @param owner who could read its disk: peers of one owner count as one holder
/// @param freeBytes that may still be placed there, after every reservation
/// @param weight how much it is preferred beside its free space (reputation); 1 is the rule, 0 puts
///   it last
public record PeerView(
    PeerId id,
    String owner,
    String region,
    String site,
    PeerState state,
    long freeBytes,
    double weight) {
  public PeerView {
    if (!(weight >= 0) || weight == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException("not a weight: " + weight);
    }
  }

  /// The same peer with other free space.
  public PeerView withFreeBytes(long bytes) {
    return new PeerView(id, owner, region, site, state, bytes, weight);
  }
}
