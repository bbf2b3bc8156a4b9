package com.plexichat.backup.agent.api;

import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.proto.ShardEntry;
import com.plexichat.backup.shared.model.PeerId;

/// What is measured and not recorded: heartbeats, latencies, proofs.
public interface PeerFigures {
  /// The entry with when the peer was last heard of and last proved something, what it says that it
  /// holds, and how far away it is.
  PeerEntry live(PeerEntry entry);

  /// The entry with the times of the newest proofs.
  ShardEntry proven(ShardEntry entry);

  /// When a peer last proved a sample of its copies, whole, in epoch milliseconds; 0: never.
  long provenMs(PeerId peer);
}
