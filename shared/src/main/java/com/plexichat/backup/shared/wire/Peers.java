package com.plexichat.backup.shared.wire;

import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.shared.model.ByteSize;
import com.plexichat.backup.shared.model.Peer;
import com.plexichat.backup.shared.model.PeerState;

/// Peers as a cluster tells them.
public final class Peers {
  private Peers() {}

  /// Reads a peer; fails with USAGE when its id is none. A state that this version does not know is
  /// read as SUSPECT: to be looked at, with copies that still count.
  public static Peer peer(PeerEntry message) {
    return new Peer(
        Ids.peer(message.getPeerId()),
        message.getName(),
        PeerStates.state(message.getState()).orElse(PeerState.SUSPECT),
        message.getEndpoint(),
        message.getOwner(),
        message.getRegion(),
        message.getSite(),
        new ByteSize(message.getCapacity()),
        new ByteSize(message.getUsed()),
        message.getShards(),
        message.getCoordinator(),
        Moments.measured(message.getLatencyMs()),
        Moments.known(message.getLastSeenMs()),
        message.getTrouble());
  }
}
