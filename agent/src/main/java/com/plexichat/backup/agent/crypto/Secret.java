package com.plexichat.backup.agent.crypto;

import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.SecretKey;

/// Key bytes that die: zeroed on close, never printed, compared in constant time.
///
/// What the JDK copies inside a cipher is beyond reach and goes with the garbage collector.
public final class Secret implements AutoCloseable {
  private final byte[] bytes;
  private boolean closed;

  private Secret(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Takes the array over: the secret zeroes it on close, the caller must not keep it.
  public static Secret take(byte[] bytes) {
    return new Secret(bytes);
  }

  /// Copies the bytes; the caller's array stays the caller's to zero.
  public static Secret copyOf(byte[] bytes) {
    return new Secret(bytes.clone());
  }

  /// A copy that the caller zeroes.
  public synchronized byte[] copy() {
    if (closed) {
      throw new IllegalStateException("the secret is closed");
    }
    return bytes.clone();
  }

  public int length() {
    return bytes.length;
  }

  /// A view for the JDK's ciphers, which zero the copy that they ask for.
  SecretKey as(String algorithm) {
    return new View(this, algorithm);
  }

  @Override
  public synchronized void close() {
    closed = true;
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that && MessageDigest.isEqual(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return bytes.length;
  }

  @Override
  public String toString() {
    return "secret of " + bytes.length + " bytes";
  }

  private record View(Secret secret, String algorithm) implements SecretKey {
    @Override
    public String getAlgorithm() {
      return algorithm;
    }

    @Override
    public String getFormat() {
      return "RAW";
    }

    @Override
    public byte[] getEncoded() {
      return secret.copy();
    }
  }
}
