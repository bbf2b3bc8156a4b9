package com.plexichat.backup.agent.crypto;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/// HKDF-SHA256 (RFC 5869): one key in, keys for single purposes out.
public final class Hkdf {
  private Hkdf() {}

  /// The label's ASCII bytes followed by the parts, nothing between.
  ///
  /// Parts behind a label have fixed lengths, or there is only one: else two inputs could meet.
  public static byte[] info(String label, byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /// Extract with an empty salt, then expand to `length` bytes.
  public static Secret derive(Secret ikm, byte[] info, int length) {
    return derive(ikm, new byte[0], info, length);
  }

  /// Extract with the salt, then expand to `length` bytes.
  public static Secret derive(Secret ikm, byte[] salt, byte[] info, int length) {
    try {
      HKDFParameterSpec spec =
          HKDFParameterSpec.ofExtract()
              .addIKM(ikm.as("Generic"))
              .addSalt(salt)
              .thenExpand(info, length);
      return Secret.take(KDF.getInstance("HKDF-SHA256").deriveData(spec));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no HKDF-SHA256", e);
    }
  }
}
