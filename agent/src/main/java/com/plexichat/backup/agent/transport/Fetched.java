package com.plexichat.backup.agent.transport;

import com.google.protobuf.ByteString;

/// What a get brought: the bytes, in an array that nobody else has.
public final class Fetched {
  private final byte[] data;
  private final ByteString root;
  private final long total;

  Fetched(byte[] data, ByteString root, long total) {
    this.data = data;
    this.root = root;
    this.total = total;
  }

  /// The bytes themselves, not a copy.
  public byte[] data() {
    return data;
  }

  /// Root of the shard's tree, when it was asked for.
  public ByteString root() {
    return root;
  }

  /// Bytes of the whole shard file, when the holder told; else 0.
  public long total() {
    return total;
  }
}
