package com.plexichat.backup.agent.api;

import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.proto.ShardEntry;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;

/// What is measured and not recorded: heartbeats, latencies, proofs.
public interface PeerFigures {
  /// The entry with when the peer was last heard of and last proved something, what it says that it
  /// holds, and how far away it is.
  PeerEntry live(PeerEntry entry);

  /// The entry with the times of the newest proofs.
  ShardEntry proven(ShardEntry entry);

  /// When a peer last proved a sample of its copies, whole, in epoch milliseconds; 0: never.
  long provenMs(PeerId peer);

  /// When a peer last proved a copy, whole, in epoch milliseconds; 0: not as far back as is
  /// remembered.
  long provenMs(PeerId peer, ShardId shard);

  /// When the last reading of all that a peer holds began, in epoch milliseconds, as it told; 0: it
  /// told of none.
  long scrubbedMs(PeerId peer);

  /// How long it takes by this agent's settings.
  Pace pace();

  /// Settings that figures are reckoned from.
  ///
  /// @param noticeMs from the loss of a peer until its copies are made anew
  /// @param scrubMs between two beginnings of reading all own copies again
  record Pace(long noticeMs, long scrubMs) {}
}
