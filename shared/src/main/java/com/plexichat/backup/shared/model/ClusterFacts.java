package com.plexichat.backup.shared.model;

import java.util.List;
import java.util.Optional;

/// What a cluster is, and who is asking it.
///
/// @param epoch fencing epoch of the coordinator
/// @param logIndex newest entry of the catalogue's log
/// @param coordinator empty while there is none
/// @param you the person or agent that asked
public record ClusterFacts(
    String id,
    String name,
    long epoch,
    long logIndex,
    Optional<PeerId> coordinator,
    boolean kitStored,
    String you,
    List<Role> roles) {
  public ClusterFacts {
    roles = List.copyOf(roles);
  }
}
