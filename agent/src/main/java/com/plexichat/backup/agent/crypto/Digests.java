package com.plexichat.backup.agent.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// SHA-256 over parts, one after the other.
public final class Digests {
  private Digests() {}

  public static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JDK has no SHA-256", e);
    }
  }
}
