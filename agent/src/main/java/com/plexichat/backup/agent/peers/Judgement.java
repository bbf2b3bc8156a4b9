package com.plexichat.backup.agent.peers;

import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/// What one agent makes of the others at one moment.
///
/// @param states ACTIVE, SUSPECT or DOWN of every peer judged
/// @param partitionSuspected more than half of the cluster is silent: it may be this agent that is
///   cut off, so nobody is declared down
/// @param probe peers to probe directly now
/// @param ask peers to have probed by another one now
public record Judgement(
    SortedMap<PeerId, PeerState> states,
    boolean partitionSuspected,
    SortedSet<PeerId> probe,
    List<Ask> ask) {
  /// A probe of `peer` that `observer` should make.
  public record Ask(PeerId peer, PeerId observer) {}

  public Judgement {
    ask = List.copyOf(ask);
  }
}
