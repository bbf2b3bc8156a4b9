package com.plexichat.backup.agent.upkeep;

import com.plexichat.backup.proto.ForwardAnswer;
import com.plexichat.backup.proto.ForwardRequest;
import com.plexichat.backup.proto.Proof;
import com.plexichat.backup.proto.RebuildAnswer;
import com.plexichat.backup.proto.RebuildOrder;
import com.plexichat.backup.proto.ScrubReport;
import com.plexichat.backup.proto.TrashAnswer;
import com.plexichat.backup.proto.TrashRequest;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import java.util.List;
import java.util.Optional;

/// Port to the agents that hold shards; implemented where the agent is wired.
///
/// Every call blocks, and may come from several threads. A peer that does not answer fails with
/// OperationFailed UNREACHABLE; an interrupt with CANCELLED, the interrupt kept.
public interface Holders {
  /// Has exactly these shards looked at and answers the last report.
  ///
  /// @param presence only that the files are there with the right length
  ScrubReport scrub(PeerId peer, List<ShardId> shards, boolean presence);

  /// Proofs of possession: the leaf of each shard with its path.
  List<Proof> prove(PeerId peer, byte[] nonce, List<ShardId> shards, int leaf);

  /// Sends copies that `source` holds to the holders that the orders name.
  ForwardAnswer forward(PeerId source, ForwardRequest request);

  /// Moves shards to the trash there, or deletes them or brings them back.
  TrashAnswer trash(PeerId target, TrashRequest request);

  RebuildAnswer rebuild(PeerId target, RebuildOrder order);

  /// Whether `target` answers now, asked directly or through another peer. When that other one does
  /// not answer nothing is known, and the call fails.
  boolean probe(PeerId target, Optional<PeerId> through);
}
