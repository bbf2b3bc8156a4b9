package com.plexichat.backup.agent.transport;

import com.plexichat.backup.agent.peers.PeerDirectory;
import com.plexichat.backup.shared.model.PeerId;
import java.util.Optional;
import java.util.Set;

/// What decides about callers beside their certificates, at one moment.
///
/// @param coordinator of the highest epoch known here
/// @param revoked serial numbers of certificates: hex, lower case
/// @param expelled agents that were removed or banned
public record Standing(
    Optional<PeerId> coordinator, long epoch, Set<String> revoked, Set<PeerId> expelled) {
  public static final Standing NOBODY = new Standing(Optional.empty(), 0, Set.of(), Set.of());

  public Standing {
    revoked = Set.copyOf(revoked);
    expelled = Set.copyOf(expelled);
  }

  public static Standing of(PeerDirectory directory) {
    return new Standing(
        directory.coordinator(), directory.epoch(), directory.revoked(), directory.expelled());
  }
}
