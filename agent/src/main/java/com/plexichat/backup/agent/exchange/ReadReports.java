package com.plexichat.backup.agent.exchange;

import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;

/// Hears what a reader finds: bytes that were read well, and copies that are missing or wrong.
public interface ReadReports {
  void read(PeerId peer, long bytes);

  /// A copy is MISSING or CORRUPT; the coordinator challenges it before it believes so.
  void bad(ShardId shard, PeerId peer, CopyState state);
}
