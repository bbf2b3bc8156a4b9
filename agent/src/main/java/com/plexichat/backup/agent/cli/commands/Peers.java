package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.proto.ListPeersRequest;
import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.proto.PeerState;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The peers of a cluster at one moment, for turning ids into names.
final class Peers {
  private final List<PeerEntry> entries;
  private final Map<String, String> names = new HashMap<>();

  private Peers(List<PeerEntry> entries) {
    this.entries = entries;
    entries.forEach(peer -> names.put(peer.getPeerId(), peer.getName()));
  }

  static Peers of(Desk desk) {
    return new Peers(
        desk.cluster().listPeers(ListPeersRequest.getDefaultInstance()).getPeersList());
  }

  List<PeerEntry> entries() {
    return entries;
  }

  /// The peer's name, or its id when the directory does not know it.
  String name(String peerId) {
    String name = names.getOrDefault(peerId, "");
    return name.isEmpty() ? peerId : name;
  }

  /// Whether its copies count, so that its silence leaves something open; those of a machine that
  /// is down do not.
  boolean counts(String peerId) {
    return entries.stream()
        .anyMatch(peer ->
            peer.getPeerId().equals(peerId)
                && (peer.getState() == PeerState.ACTIVE || peer.getState() == PeerState.SUSPECT));
  }

  /// By name, id or unambiguous beginning of an id.
  PeerEntry find(String wanted) {
    List<PeerEntry> found =
        entries.stream()
            .filter(peer -> peer.getName().equals(wanted) || peer.getPeerId().equals(wanted))
            .toList();
    if (found.isEmpty()) {
      found = entries.stream().filter(peer -> peer.getPeerId().startsWith(wanted)).toList();
    }
    if (found.size() != 1) {
      throw new OperationFailed(FailureCode.PEER_UNKNOWN, wanted);
    }
    return found.getFirst();
  }
}
