package com.plexichat.backup.shared.model;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/// A stripe's identity: 16 random bytes, never used for a second seal.
public record StripeId(long high, long low) implements Comparable<StripeId> {
  public static final int BYTES = 16;

  /// Reads 16 bytes; any other length is refused.
  public static StripeId of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a stripe id has 16 bytes, not " + bytes.length);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return new StripeId(in.getLong(), in.getLong());
  }

  public static StripeId of(String hex) {
    return of(HexFormat.of().parseHex(hex));
  }

  public byte[] bytes() {
    return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
  }

  /// 32 hex digits.
  public String hex() {
    return HexFormat.of().formatHex(bytes());
  }

  @Override
  public int compareTo(StripeId other) {
    int order = Long.compareUnsigned(high, other.high);
    return order != 0 ? order : Long.compareUnsigned(low, other.low);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(high ^ low);
  }

  @Override
  public String toString() {
    return hex();
  }
}
