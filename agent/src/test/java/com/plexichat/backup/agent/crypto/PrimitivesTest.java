package com.plexichat.backup.agent.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import org.junit.jupiter.api.Test;

/// Secret, HKDF, AES-GCM, key wrap and signatures against published vectors and tampering.
class PrimitivesTest {
  private static final HexFormat HEX = HexFormat.of();
  private final SecureRandom random = new SecureRandom();

  @Test
  void secretIsZeroedAndRefusesUse() {
    byte[] bytes = {1, 2, 3};
    Secret secret = Secret.take(bytes);
    assertEquals("secret of 3 bytes", secret.toString());
    assertEquals(secret, Secret.copyOf(new byte[] {1, 2, 3}));
    secret.close();
    assertArrayEquals(new byte[3], bytes);
    assertThrows(IllegalStateException.class, secret::copy);
  }

  /// RFC 5869 A.1.
  @Test
  void hkdfVector() {
    Secret ikm = Secret.take(HEX.parseHex("0b".repeat(22)));
    byte[] salt = HEX.parseHex("000102030405060708090a0b0c");
    byte[] info = HEX.parseHex("f0f1f2f3f4f5f6f7f8f9");
    assertEquals(
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        HEX.formatHex(Hkdf.derive(ikm, salt, info, 42).copy()));
  }

  /// RFC 5869 A.3: no salt, no info.
  @Test
  void hkdfWithoutSalt() {
    Secret ikm = Secret.take(HEX.parseHex("0b".repeat(22)));
    assertEquals(
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
        HEX.formatHex(Hkdf.derive(ikm, new byte[0], 42).copy()));
  }

  @Test
  void infoIsLabelThenParts() {
    assertArrayEquals(
        "stripe\u0001\u0002".getBytes(StandardCharsets.US_ASCII),
        Hkdf.info("stripe", new byte[] {1}, new byte[] {2}));
  }

  /// The GCM specification's test case 14 (256-bit key of zeros).
  @Test
  void gcmVector() {
    byte[] sealed = Aead.seal(Secret.take(new byte[32]), new byte[12], new byte[0], new byte[16]);
    assertEquals(
        "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919", HEX.formatHex(sealed));
  }

  @Test
  void gcmRefusesWhatWasTouched() throws AEADBadTagException {
    Secret key = Secret.take(random(32));
    byte[] nonce = random(12);
    byte[] aad = random(40);
    byte[] plain = random(100);
    byte[] sealed = Aead.seal(key, nonce, aad, plain);
    assertArrayEquals(plain, Aead.open(key, nonce, aad, sealed));
    for (int i = 0; i < sealed.length; i++) {
      byte[] bad = sealed.clone();
      bad[i] ^= 1;
      assertThrows(AEADBadTagException.class, () -> Aead.open(key, nonce, aad, bad));
    }
    assertThrows(AEADBadTagException.class, () -> Aead.open(key, nonce, random(40), sealed));
    assertThrows(AEADBadTagException.class, () -> Aead.open(key, nonce, aad, new byte[15]));
    assertThrows(
        IllegalArgumentException.class,
        () -> Aead.seal(Secret.take(new byte[16]), nonce, aad, plain));
  }

  @Test
  void gcmWorksInsideLargerArrays() throws AEADBadTagException {
    Secret key = Secret.take(random(32));
    byte[] nonce = random(12);
    byte[] in = random(64);
    byte[] out = new byte[64];
    assertEquals(36, Aead.seal(key, nonce, nonce, in, 7, 20, out, 11));
    byte[] back = new byte[64];
    assertEquals(20, Aead.open(key, nonce, nonce, out, 11, 36, back, 7));
    assertArrayEquals(Arrays.copyOfRange(in, 7, 27), Arrays.copyOfRange(back, 7, 27));
  }

  /// RFC 3394 §4.6.
  @Test
  void keyWrapVector() throws AEADBadTagException {
    Secret kek =
        Secret.take(
            HEX.parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"));
    byte[] key = HEX.parseHex("00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f");
    byte[] wrapped = KeyWrap.wrap(kek, Secret.copyOf(key));
    assertEquals(
        "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21",
        HEX.formatHex(wrapped));
    assertArrayEquals(key, KeyWrap.unwrap(kek, wrapped).copy());
    for (int i = 0; i < wrapped.length; i++) {
      byte[] bad = wrapped.clone();
      bad[i] ^= (byte) 0x80;
      assertThrows(AEADBadTagException.class, () -> KeyWrap.unwrap(kek, bad));
    }
    assertThrows(AEADBadTagException.class, () -> KeyWrap.unwrap(kek, new byte[39]));
  }

  @Test
  void signaturesBindKeyAndMessage() {
    KeyPair pair = Signing.newKeyPair(random);
    byte[] message = random(50);
    byte[] signature = Signing.sign(pair.getPrivate(), message);
    assertTrue(Signing.verify(pair.getPublic(), message, signature));
    assertFalse(Signing.verify(pair.getPublic(), random(50), signature));
    assertFalse(Signing.verify(Signing.newKeyPair(random).getPublic(), message, signature));
    assertFalse(Signing.verify(pair.getPublic(), message, new byte[0]));
    assertFalse(Signing.verify(pair.getPublic(), message, random(70)));
  }

  @Test
  void aScalarIsTheWholeKey() {
    for (int i = 0; i < 300; i++) { // about one scalar in 256 begins with a zero byte
      KeyPair pair = Signing.newKeyPair(random);
      Secret scalar = Signing.scalar(pair.getPrivate());
      assertEquals(32, scalar.length());
      assertEquals(pair.getPrivate(), Signing.privateKey(scalar.copy()));
    }
  }

  @Test
  void aPeerIdFollowsTheKey() {
    KeyPair pair = Signing.newKeyPair(random);
    String expected = HEX.formatHex(Digests.sha256(pair.getPublic().getEncoded())).substring(0, 32);
    assertEquals(expected, Signing.peerId(pair.getPublic()).hex());
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
