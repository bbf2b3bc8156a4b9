package com.plexichat.backup.agent.protocol;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/// The token of one order: 16 random bytes. The same order told twice has the same token and is
/// effective once.
public record Operation(long high, long low) implements Comparable<Operation> {
  public static final int BYTES = 16;

  /// Reads 16 bytes; any other length is refused.
  public static Operation of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("an operation has 16 bytes, not " + bytes.length);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return new Operation(in.getLong(), in.getLong());
  }

  public byte[] bytes() {
    return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
  }

  /// 32 hex digits.
  public String hex() {
    return HexFormat.of().formatHex(bytes());
  }

  @Override
  public int compareTo(Operation other) {
    int order = Long.compareUnsigned(high, other.high);
    return order != 0 ? order : Long.compareUnsigned(low, other.low);
  }

  @Override
  public String toString() {
    return hex();
  }
}
