package com.plexichat.backup.agent.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.plexichat.backup.shared.model.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.KEM;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.junit.jupiter.api.Test;

class HybridKeyTest {
  private static final byte[] AAD = "master".getBytes(StandardCharsets.US_ASCII);
  private final SecureRandom random = new SecureRandom();
  private final HybridKey key = HybridKey.generate(random);

  @Test
  void opensWhatWasSealedToIt() throws AEADBadTagException {
    byte[] plain = random(32);
    byte[] envelope = HybridKey.seal(key.publicBytes(), plain, AAD, random);
    assertEquals(1 + 32 + 1568 + 32 + 16, envelope.length);
    assertArrayEquals(plain, key.open(envelope, AAD));
    assertFalse(Arrays.equals(envelope, HybridKey.seal(key.publicBytes(), plain, AAD, random)));
  }

  @Test
  void aSeedIsTheWholePair() throws AEADBadTagException {
    byte[] envelope = HybridKey.seal(key.publicBytes(), AAD, AAD, random);
    try (Secret seed = key.seed();
        HybridKey again = HybridKey.fromSeed(seed.copy())) {
      assertEquals(key.publicBytes(), again.publicBytes());
      assertArrayEquals(AAD, again.open(envelope, AAD));
    }
  }

  @Test
  void everySingleTamperedByteFails() {
    byte[] envelope = HybridKey.seal(key.publicBytes(), random(32), AAD, random);
    for (int i = 0; i < envelope.length; i++) {
      byte[] bad = envelope.clone();
      bad[i] ^= (byte) (1 << (i % 8));
      assertThrows(AEADBadTagException.class, () -> key.open(bad, AAD), "byte " + i);
    }
  }

  @Test
  void anotherPlaceAnotherKeyAndAStumpFail() {
    byte[] envelope = HybridKey.seal(key.publicBytes(), random(32), AAD, random);
    assertThrows(AEADBadTagException.class, () -> key.open(envelope, new byte[0]));
    assertThrows(AEADBadTagException.class, () -> HybridKey.generate(random).open(envelope, AAD));
    assertThrows(
        AEADBadTagException.class,
        () -> key.open(Arrays.copyOf(envelope, envelope.length - 1), AAD));
    assertThrows(AEADBadTagException.class, () -> key.open(new byte[0], AAD));
  }

  /// An ephemeral key of small order would make the X25519 half a constant.
  @Test
  void pointsOfSmallOrderAreRefused() {
    byte[] envelope = HybridKey.seal(key.publicBytes(), random(32), AAD, random);
    Arrays.fill(envelope, 1, 33, (byte) 0);
    assertThrows(AEADBadTagException.class, () -> key.open(envelope, AAD));
    byte[] recipient = key.publicBytes().toArray();
    Arrays.fill(recipient, 0, 32, (byte) 0);
    assertThrows(
        IllegalArgumentException.class,
        () -> HybridKey.seal(Bytes.of(recipient), AAD, AAD, random));
    assertThrows(
        IllegalArgumentException.class,
        () -> HybridKey.seal(Bytes.of(new byte[10]), AAD, AAD, random));
  }

  /// RFC 7748 §6.1: Alice's key pair.
  @Test
  void theX25519HalfIsTheStandards() {
    byte[] seed = new byte[HybridKey.SEED];
    byte[] scalar =
        HexFormat.of().parseHex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
    System.arraycopy(scalar, 0, seed, 0, 32);
    byte[] own = HybridKey.fromSeed(seed).publicBytes().toArray();
    assertEquals(
        "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
        HexFormat.of().formatHex(own, 0, 32));
  }

  /// The JDK's own ML-KEM-1024 takes the public half, and the seed opens what it encapsulates.
  @Test
  void theMlKemHalfIsTheStandards() throws Exception {
    byte[] own = key.publicBytes().toArray();
    ByteArrayOutputStream spki = new ByteArrayOutputStream();
    spki.writeBytes(HexFormat.of().parseHex("30820632300b06096086480165030404030382062100"));
    spki.writeBytes(Arrays.copyOfRange(own, 32, own.length));
    PublicKey jdk =
        KeyFactory.getInstance("ML-KEM").generatePublic(new X509EncodedKeySpec(spki.toByteArray()));
    KEM.Encapsulated encapsulated = KEM.getInstance("ML-KEM").newEncapsulator(jdk).encapsulate();
    byte[] seed = Arrays.copyOfRange(key.seed().copy(), 32, HybridKey.SEED);
    assertArrayEquals(
        encapsulated.key().getEncoded(),
        new MLKEMExtractor(new MLKEMPrivateKeyParameters(MLKEMParameters.ml_kem_1024, seed))
            .extractSecret(encapsulated.encapsulation()));
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
