package com.plexichat.backup.agent.storage;

import com.plexichat.backup.shared.model.ShardId;
import java.nio.file.Path;

/// A copy that a scrub found not whole, with the file that is wrong or not there.
public record BadCopy(ShardId shard, Damage damage, Path path) {
  /// What is wrong with a copy.
  public enum Damage {
    /// Listed, and its file is gone.
    MISSING,
    /// The bytes have another name, or cannot be read.
    CORRUPT
  }
}
