package com.plexichat.backup.agent.coding.v1;

/// Sizes of format version 1, in bytes.
public final class Format {
  /// Largest data shard file: header, ciphertext and tag.
  public static final int SHARD_MAX = 1 << 20;

  public static final int HEADER = 256;

  /// AES-GCM tag at the end of a data shard.
  public static final int TAG = 16;

  /// Most plaintext bytes of one data shard.
  public static final int CAPACITY = SHARD_MAX - HEADER - TAG;

  /// Largest body, data or parity; what a peer accepts at most after the header.
  public static final int BODY_MAX = SHARD_MAX + HEADER;

  /// Least plaintext bytes of a data shard: below it a size would tell the plaintext's length.
  public static final int CAPACITY_MIN = 256;

  private static final int STEPS_PER_DOUBLING = 8;

  private Format() {}

  /// Plaintext bytes of each data shard that must hold at least `plaintextBytes`: eight sizes per
  /// power of two, so that a shard's length tells little about what is in it and at most 12.5 % is
  /// padding (more only below [#CAPACITY_MIN]).
  public static int sizeClass(int plaintextBytes) {
    if (plaintextBytes < 0 || plaintextBytes > CAPACITY) {
      throw new IllegalArgumentException("no data shard holds " + plaintextBytes + " bytes");
    }
    if (plaintextBytes <= CAPACITY_MIN) {
      return CAPACITY_MIN;
    }
    int step = Integer.highestOneBit(plaintextBytes - 1) / STEPS_PER_DOUBLING;
    return Math.min(Math.ceilDiv(plaintextBytes, step) * step, CAPACITY);
  }

  /// Plaintext bytes of each of `k` data shards that together hold `plaintextBytes`.
  public static int shardCapacity(int k, int plaintextBytes) {
    return sizeClass(Math.ceilDiv(plaintextBytes, k));
  }
}
