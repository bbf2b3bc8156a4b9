package com.plexichat.backup.agent.content;

import com.plexichat.backup.agent.crypto.Signing;
import java.io.ByteArrayInputStream;
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

  /// Who signed: DER of its certificate, and of the authority that issued it (empty: not said).
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Signer(byte[] certificate, byte[] issuer) {}

  /// The signer's certificate, once the signature is its key's and it is trusted, itself or through
  /// the authority that issued it; otherwise an IllegalArgumentException says in a few words what
  /// is wrong. The authority comes along because it may be one that is not in service any more.
  static X509Certificate verify(
      byte[] message, byte[] signature, Signer by, Predicate<X509Certificate> trusted) {
    X509Certificate signer = certificate(by.certificate());
    if (!Signing.verify(signer.getPublicKey(), message, signature)) {
      throw new IllegalArgumentException("its signature is wrong");
    }
    if (!trusted.test(signer) && !isVouchedFor(signer, by.issuer(), trusted)) {
      throw new IllegalArgumentException("its signer does not belong to this cluster");
    }
    return signer;
  }

  private static boolean isVouchedFor(
      X509Certificate signer, byte[] issuer, Predicate<X509Certificate> trusted) {
    if (issuer.length == 0) {
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

  static X509Certificate certificate(byte[] der) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException invalid) {
      throw new IllegalArgumentException("its certificate is no certificate", invalid);
    }
  }
}
