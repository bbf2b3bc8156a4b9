package com.plexichat.backup.agent.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/// AES-256-GCM with a 16-byte tag, on heap arrays: the JDK's intrinsics reach ~20 GB/s a core there
/// and a quarter of it on direct buffers.
public final class Aead {
  public static final int KEY = 32;
  public static final int NONCE = 12;
  public static final int TAG = 16;

  private static final int WARM_UP_ROUNDS = 4_000;
  private static final int WARM_UP_BYTES = 512;

  private Aead() {}

  /// Seals `length` bytes at `offset` into `out` at `outOffset` (`length` + 16 bytes); returns the
  /// bytes written. The arrays may be the same only if the ranges do not overlap. A key and nonce
  /// are used together once.
  public static int seal(
      Secret key,
      byte[] nonce,
      byte[] aad,
      byte[] in,
      int offset,
      int length,
      byte[] out,
      int outOffset) {
    try {
      return run(Cipher.ENCRYPT_MODE, key, nonce, aad).doFinal(in, offset, length, out, outOffset);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM could not seal", e);
    }
  }

  public static byte[] seal(Secret key, byte[] nonce, byte[] aad, byte[] plaintext) {
    byte[] out = new byte[plaintext.length + TAG];
    seal(key, nonce, aad, plaintext, 0, plaintext.length, out, 0);
    return out;
  }

  /// Opens `length` bytes (ciphertext and tag) at `offset` into `out` at `outOffset`; returns the
  /// bytes written. Nothing is written when the tag does not fit.
  public static int open(
      Secret key,
      byte[] nonce,
      byte[] aad,
      byte[] in,
      int offset,
      int length,
      byte[] out,
      int outOffset)
      throws AEADBadTagException {
    if (length < TAG) {
      throw new AEADBadTagException("shorter than a tag");
    }
    try {
      return run(Cipher.DECRYPT_MODE, key, nonce, aad).doFinal(in, offset, length, out, outOffset);
    } catch (AEADBadTagException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM could not open", e);
    }
  }

  public static byte[] open(Secret key, byte[] nonce, byte[] aad, byte[] sealed)
      throws AEADBadTagException {
    byte[] out = new byte[Math.max(0, sealed.length - TAG)];
    open(key, nonce, aad, sealed, 0, sealed.length, out, 0);
    return out;
  }

  /// Makes the JIT compile the cipher by many small calls.
  ///
  /// A cold JVM that starts with 1 MiB calls stays near 90 MB/s for its first 400 of them, because
  /// the compiler counts calls, not bytes. An agent is started with a low threshold for the JDK's
  /// cipher classes, so that a few thousand calls are enough.
  public static void warmUp() {
    byte[] plain = new byte[WARM_UP_BYTES];
    byte[] sealed = new byte[WARM_UP_BYTES + TAG];
    byte[] nonce = new byte[NONCE];
    try (Secret key = Secret.take(new byte[KEY])) {
      for (int i = 0; i < WARM_UP_ROUNDS / 2; i++) {
        seal(key, nonce, nonce, plain, 0, plain.length, sealed, 0);
        open(key, nonce, nonce, sealed, 0, sealed.length, plain, 0);
      }
    } catch (AEADBadTagException e) {
      throw new IllegalStateException("AES-256-GCM does not open what it sealed", e);
    } finally {
      Arrays.fill(sealed, (byte) 0);
    }
  }

  private static Cipher run(int mode, Secret key, byte[] nonce, byte[] aad)
      throws GeneralSecurityException {
    if (key.length() != KEY || nonce.length != NONCE) {
      throw new IllegalArgumentException("AES-256-GCM takes a 32-byte key and a 12-byte nonce");
    }
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key.as("AES"), new GCMParameterSpec(TAG * 8, nonce));
    cipher.updateAAD(aad);
    return cipher;
  }
}
