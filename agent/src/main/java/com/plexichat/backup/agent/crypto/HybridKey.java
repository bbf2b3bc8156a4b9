package com.plexichat.backup.agent.crypto;

import com.plexichat.backup.shared.model.Bytes;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.KeyAgreement;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;

/// A pair of X25519 and ML-KEM-1024 keys from one 96-byte seed; what is sealed to it stays closed
/// as long as either of the two holds.
///
/// Envelope, version 1: `0x01 ‖ ephemeral X25519 public key 32 ‖ ML-KEM ciphertext 1568 ‖
/// AES-256-GCM(plaintext) with tag`. Key = HKDF-SHA256(ikm = X25519 secret ‖ ML-KEM secret, salt =
/// SHA-256(everything before the ciphertext ‖ recipient's public bytes), info = "hybrid v1"), nonce
/// zero because the key is used once, associated data = everything before the ciphertext ‖ the
/// caller's. A tampered ML-KEM ciphertext decapsulates to another secret without a word; the tag
/// then does not fit.
///
/// ML-KEM comes from Bouncy Castle because the JDK cannot expand a seed.
public final class HybridKey implements AutoCloseable {
  /// Seed: X25519 scalar 32, ML-KEM d 32, ML-KEM z 32.
  public static final int SEED = 96;

  /// Public bytes: X25519 u-coordinate 32, ML-KEM encapsulation key 1568.
  public static final int PUBLIC = 32 + 1568;

  private static final int X = 32;
  private static final int KEM_CIPHERTEXT = 1568;
  private static final int PREFIX = 1 + X + KEM_CIPHERTEXT;
  private static final byte VERSION = 1;
  private static final byte[] INFO = "hybrid v1".getBytes(StandardCharsets.US_ASCII);

  private final Secret seed;
  private final byte[] publicBytes;
  private final MLKEMPrivateKeyParameters kem;

  private HybridKey(Secret seed) {
    if (seed.length() != SEED) {
      throw new IllegalArgumentException("a hybrid seed has " + SEED + " bytes");
    }
    this.seed = seed;
    byte[] bytes = seed.copy();
    try {
      this.kem =
          new MLKEMPrivateKeyParameters(
              MLKEMParameters.ml_kem_1024, Arrays.copyOfRange(bytes, X, SEED));
      this.publicBytes = concat(publicX(Arrays.copyOf(bytes, X)), kem.getPublicKey());
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  public static HybridKey generate(SecureRandom random) {
    byte[] seed = new byte[SEED];
    random.nextBytes(seed);
    return new HybridKey(Secret.take(seed));
  }

  /// The pair of a seed; the caller's array stays the caller's to zero.
  public static HybridKey fromSeed(byte[] seed) {
    return new HybridKey(Secret.copyOf(seed));
  }

  /// A copy of the seed that the caller closes.
  public Secret seed() {
    return Secret.take(seed.copy());
  }

  public Bytes publicBytes() {
    return Bytes.of(publicBytes);
  }

  /// Seals for the owner of `recipientKey` (public bytes); `aad` must be the same at opening.
  /// IllegalArgumentException when the public bytes are not a key.
  public static byte[] seal(Bytes recipientKey, byte[] plaintext, byte[] aad, SecureRandom random) {
    byte[] recipient = recipientKey.toArray();
    if (recipient.length != PUBLIC) {
      throw new IllegalArgumentException("a public hybrid key has " + PUBLIC + " bytes");
    }
    MLKEMPublicKeyParameters kemPublic =
        new MLKEMPublicKeyParameters(
            MLKEMParameters.ml_kem_1024, Arrays.copyOfRange(recipient, X, PUBLIC));
    byte[] ephemeral = new byte[X];
    random.nextBytes(ephemeral);
    SecretWithEncapsulation encapsulation =
        new MLKEMGenerator(random).generateEncapsulated(kemPublic);
    byte[] prefix =
        concat(new byte[] {VERSION}, publicX(ephemeral), encapsulation.getEncapsulation());
    try (Secret shared =
            Secret.take(agree(ephemeral, Arrays.copyOf(recipient, X), encapsulation.getSecret()));
        Secret key = Hkdf.derive(shared, transcript(prefix, recipient), INFO, Aead.KEY)) {
      return concat(prefix, Aead.seal(key, new byte[Aead.NONCE], concat(prefix, aad), plaintext));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a public hybrid key", e);
    } finally {
      Arrays.fill(ephemeral, (byte) 0);
    }
  }

  /// Bytes of an envelope for so many bytes of plaintext.
  public static int sealedLength(int plaintext) {
    return PREFIX + plaintext + Aead.TAG;
  }

  /// Opens an envelope; fails when any byte of it or of `aad` is not what was sealed.
  public byte[] open(byte[] envelope, byte[] aad) throws AEADBadTagException {
    if (envelope.length < PREFIX + Aead.TAG || envelope[0] != VERSION) {
      throw new AEADBadTagException("not a hybrid envelope of version " + VERSION);
    }
    byte[] prefix = Arrays.copyOf(envelope, PREFIX);
    byte[] scalar = seed.copy();
    try (Secret shared =
            Secret.take(
                agree(
                    Arrays.copyOf(scalar, X),
                    Arrays.copyOfRange(prefix, 1, 1 + X),
                    new MLKEMExtractor(kem)
                        .extractSecret(Arrays.copyOfRange(prefix, 1 + X, PREFIX))));
        Secret key = Hkdf.derive(shared, transcript(prefix, publicBytes), INFO, Aead.KEY)) {
      byte[] sealed = Arrays.copyOfRange(envelope, PREFIX, envelope.length);
      return Aead.open(key, new byte[Aead.NONCE], concat(prefix, aad), sealed);
    } catch (AEADBadTagException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      AEADBadTagException bad = new AEADBadTagException("the envelope's ephemeral key is no point");
      bad.initCause(e);
      throw bad;
    } finally {
      Arrays.fill(scalar, (byte) 0);
    }
  }

  @Override
  public void close() {
    seed.close();
    kem.destroy();
  }

  @Override
  public String toString() {
    return "hybrid key";
  }

  /// X25519 secret ‖ ML-KEM secret; zeroes both of its secret inputs. The JDK refuses points of
  /// small order.
  private static byte[] agree(byte[] scalar, byte[] point, byte[] kemSecret)
      throws GeneralSecurityException {
    byte[] x = x25519(scalar, point);
    byte[] both = concat(x, kemSecret);
    Arrays.fill(x, (byte) 0);
    Arrays.fill(kemSecret, (byte) 0);
    return both;
  }

  private static byte[] x25519(byte[] scalar, byte[] point) throws GeneralSecurityException {
    KeyFactory factory = KeyFactory.getInstance("X25519");
    PrivateKey own =
        factory.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, scalar));
    KeyAgreement agreement = KeyAgreement.getInstance("X25519");
    agreement.init(own);
    agreement.doPhase(
        factory.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, coordinate(point))),
        true);
    return agreement.generateSecret();
  }

  /// The public key is the scalar times the base point, whose u-coordinate is 9 (RFC 7748).
  private static byte[] publicX(byte[] scalar) {
    byte[] base = new byte[X];
    base[0] = 9;
    try {
      return x25519(scalar, base);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no X25519", e);
    }
  }

  /// Little-endian, the top bit ignored (RFC 7748 §5).
  private static BigInteger coordinate(byte[] point) {
    byte[] bigEndian = new byte[X];
    for (int i = 0; i < X; i++) {
      bigEndian[i] = point[X - 1 - i];
    }
    bigEndian[0] &= 0x7f;
    return new BigInteger(1, bigEndian);
  }

  private static byte[] transcript(byte[] prefix, byte[] recipient) {
    return Digests.sha256(prefix, recipient);
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
