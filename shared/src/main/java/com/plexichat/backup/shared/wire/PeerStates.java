package com.plexichat.backup.shared.wire;

import com.plexichat.backup.shared.model.PeerState;
import java.util.Optional;

/// Peer states on the wire and back.
public final class PeerStates {
  private PeerStates() {}

  public static com.plexichat.backup.proto.PeerState message(PeerState state) {
    return com.plexichat.backup.proto.PeerState.valueOf(state.name());
  }

  /// Reads a state; empty for one that this version does not know.
  public static Optional<PeerState> state(com.plexichat.backup.proto.PeerState message) {
    return switch (message) {
      case PEER_STATE_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
      default -> Optional.of(PeerState.valueOf(message.name()));
    };
  }
}
