package com.plexichat.backup.agent.content;

import com.plexichat.backup.shared.model.ShardId;

/// A sealed shard on its way to its holders. The file is not copied: whoever takes it leaves it as
/// it is.
public final class SealedShard {
  private final ShardId name;
  private final int index;
  private final byte[] file;

  SealedShard(ShardId name, int index, byte[] file) {
    this.name = name;
    this.index = index;
    this.file = file;
  }

  public ShardId name() {
    return name;
  }

  /// 0 … k − 1 are data, from k on parity.
  public int index() {
    return index;
  }

  /// Header and body.
  public byte[] file() {
    return file;
  }
}
