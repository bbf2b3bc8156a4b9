package com.plexichat.backup.shared.model;

import java.util.Arrays;
import java.util.HexFormat;

/// Bytes as a value: immutable, equal by content, so that records may have them as components.
///
/// For what is public or sealed; never for a secret, which must be zeroed.
public final class Bytes {
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] bytes;

  private Bytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Copies the array.
  public static Bytes of(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new Bytes(bytes.clone());
  }

  /// Reads hex digits; anything else is refused with IllegalArgumentException.
  public static Bytes ofHex(String hex) {
    return new Bytes(HexFormat.of().parseHex(hex));
  }

  /// A copy.
  public byte[] toArray() {
    return bytes.clone();
  }

  public int length() {
    return bytes.length;
  }

  public boolean isEmpty() {
    return bytes.length == 0;
  }

  public String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /// The whole for up to 32 bytes, else the first 16 and the length.
  @Override
  public String toString() {
    return bytes.length <= 32
        ? hex()
        : HexFormat.of().formatHex(bytes, 0, 16) + "… (" + bytes.length + " bytes)";
  }
}
