package com.plexichat.backup.agent.content;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.shared.model.PeerId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.function.Predicate;

/// Signatures over sealed facts. A label in front of the message keeps a signature for one purpose
/// from serving another.
final class Signed {
  private Signed() {}

  static byte[] message(String label, byte[] content) {
    byte[] prefix = label.getBytes(StandardCharsets.US_ASCII);
    byte[] message = new byte[prefix.length + content.length];
    System.arraycopy(prefix, 0, message, 0, prefix.length);
    System.arraycopy(content, 0, message, prefix.length, content.length);
    return message;
  }

  /// What a sealed fact carries beside its content.
  ///
  /// @param certificate of who signed, DER
  /// @param issuer of that certificate, DER; empty: not said
  record Seal(ByteString signature, ByteString certificate, ByteString issuer) {}

  /// Who signed, once the signature is its key's and its certificate is trusted, itself or through
  /// the authority that issued it; otherwise an IllegalArgumentException says in a few words what
  /// is wrong. The authority comes along because it may be one that is not in service any more.
  static PeerId signer(
      String label, byte[] content, Seal seal, Predicate<X509Certificate> trusted) {
    X509Certificate signer = certificate(seal.certificate());
    byte[] signature = seal.signature().toByteArray();
    if (!Signing.verify(signer.getPublicKey(), message(label, content), signature)) {
      throw new IllegalArgumentException("its signature is wrong");
    }
    if (!trusted.test(signer) && !isVouchedFor(signer, seal.issuer(), trusted)) {
      throw new IllegalArgumentException("its signer does not belong to this cluster");
    }
    return Signing.peerId(signer.getPublicKey());
  }

  private static boolean isVouchedFor(
      X509Certificate signer, ByteString issuer, Predicate<X509Certificate> trusted) {
    if (issuer.isEmpty()) {
      return false;
    }
    X509Certificate authority = certificate(issuer);
    try {
      signer.verify(authority.getPublicKey());
    } catch (GeneralSecurityException anothers) {
      return false;
    }
    boolean mayIssue = authority.getBasicConstraints() >= 0;
    return mayIssue && trusted.test(authority);
  }

  private static X509Certificate certificate(ByteString der) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509").generateCertificate(der.newInput());
    } catch (CertificateException invalid) {
      throw new IllegalArgumentException("its certificate is no certificate", invalid);
    }
  }
}
