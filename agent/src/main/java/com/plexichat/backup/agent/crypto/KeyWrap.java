package com.plexichat.backup.agent.crypto;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;

/// AES key wrap (RFC 3394): a key sealed by a key, with an integrity check and without a nonce.
public final class KeyWrap {
  private KeyWrap() {}

  /// Eight bytes longer than the key, whose length is a multiple of 8 from 16 on.
  public static byte[] wrap(Secret kek, Secret key) {
    try {
      Cipher cipher = Cipher.getInstance("AESWrap");
      cipher.init(Cipher.WRAP_MODE, kek.as("AES"));
      return cipher.wrap(key.as("AES"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES key wrap failed", e);
    }
  }

  public static Secret unwrap(Secret kek, byte[] wrapped) throws AEADBadTagException {
    if (wrapped.length < 24 || wrapped.length % 8 != 0) {
      throw new AEADBadTagException("not a wrapped key");
    }
    try {
      Cipher cipher = Cipher.getInstance("AESWrap");
      cipher.init(Cipher.UNWRAP_MODE, kek.as("AES"));
      SecretKey key = (SecretKey) cipher.unwrap(wrapped, "AES", Cipher.SECRET_KEY);
      return Secret.take(key.getEncoded());
    } catch (InvalidKeyException e) {
      AEADBadTagException bad = new AEADBadTagException("the wrapped key does not open");
      bad.initCause(e);
      throw bad;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES key unwrap failed", e);
    }
  }
}
