package com.plexichat.backup.shared.model;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/// A shard's name: the 32-byte hash of its own bytes, kept in four longs (big-endian).
public record ShardId(long a, long b, long c, long d) implements Comparable<ShardId> {
  public static final int BYTES = 32;

  /// Reads 32 bytes; any other length is refused.
  public static ShardId of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a shard id has 32 bytes, not " + bytes.length);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return new ShardId(in.getLong(), in.getLong(), in.getLong(), in.getLong());
  }

  public static ShardId of(String hex) {
    return of(HexFormat.of().parseHex(hex));
  }

  public byte[] bytes() {
    return ByteBuffer.allocate(BYTES).putLong(a).putLong(b).putLong(c).putLong(d).array();
  }

  /// 64 hex digits.
  public String hex() {
    return HexFormat.of().formatHex(bytes());
  }

  @Override
  public int compareTo(ShardId other) {
    int order = Long.compareUnsigned(a, other.a);
    order = order != 0 ? order : Long.compareUnsigned(b, other.b);
    order = order != 0 ? order : Long.compareUnsigned(c, other.c);
    return order != 0 ? order : Long.compareUnsigned(d, other.d);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(a);
  }

  @Override
  public String toString() {
    return hex();
  }
}
