package com.plexichat.backup.agent.storage;

/// Where a shard that this agent answers for lies on its disk.
public enum ShardState {
  /// In the store.
  HELD,
  /// In the trash: it counts for separation, and is not served.
  TRASHED,
  /// Listed, and its file is gone: it counts for separation until its removal is ordered.
  MISSING
}
