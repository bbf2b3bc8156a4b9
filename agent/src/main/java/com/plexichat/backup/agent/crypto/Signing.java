package com.plexichat.backup.agent.crypto;

import com.plexichat.backup.shared.model.PeerId;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/// SHA256withECDSA over P-256: the one kind of signature here, because the TLS library takes no
/// Ed25519 certificates.
public final class Signing {
  /// Bytes of a private key's scalar.
  public static final int SCALAR = 32;

  private static final String ALGORITHM = "SHA256withECDSA";
  private static final String CURVE = "secp256r1";

  private Signing() {}

  public static KeyPair newKeyPair(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(CURVE), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no P-256", e);
    }
  }

  /// DER-encoded ECDSA signature of the message.
  public static byte[] sign(PrivateKey key, byte[] message) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (InvalidKeyException e) {
      throw new IllegalArgumentException("not a P-256 key", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(ALGORITHM + " could not sign", e);
    }
  }

  /// Whether the signature is the key's over exactly this message; false for anything malformed.
  public static boolean verify(PublicKey key, byte[] message, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance(ALGORITHM);
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (InvalidKeyException | SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no " + ALGORITHM, e);
    }
  }

  /// A peer's identity: the first 16 bytes of SHA-256 over its public key (SPKI, DER).
  public static PeerId peerId(PublicKey key) {
    byte[] hash = Digests.sha256(key.getEncoded());
    return new PeerId(HexFormat.of().formatHex(hash, 0, 16));
  }

  /// The private key's scalar, 32 bytes big-endian.
  static Secret scalar(PrivateKey key) {
    if (!(key instanceof ECPrivateKey ec)) {
      throw new IllegalArgumentException("not a P-256 key");
    }
    byte[] bytes = ec.getS().toByteArray();
    byte[] scalar = new byte[SCALAR];
    int length = Math.min(SCALAR, bytes.length);
    System.arraycopy(bytes, bytes.length - length, scalar, SCALAR - length, length);
    Arrays.fill(bytes, (byte) 0);
    return Secret.take(scalar);
  }

  /// The private key of a scalar.
  static PrivateKey privateKey(byte[] scalar) {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec(CURVE));
      return KeyFactory.getInstance("EC")
          .generatePrivate(
              new ECPrivateKeySpec(
                  new BigInteger(1, scalar), parameters.getParameterSpec(ECParameterSpec.class)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a P-256 scalar", e);
    }
  }
}
