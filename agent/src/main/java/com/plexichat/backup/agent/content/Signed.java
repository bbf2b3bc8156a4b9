package com.plexichat.backup.agent.content;

import com.plexichat.backup.agent.crypto.Signing;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
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

  /// The signer's certificate, once it is trusted and the signature is its key's; otherwise an
  /// IllegalArgumentException says in a few words what is wrong.
  static X509Certificate verify(
      byte[] message, byte[] signature, byte[] certificate, Predicate<X509Certificate> trusted) {
    X509Certificate signer;
    try {
      signer =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(certificate));
    } catch (CertificateException invalid) {
      throw new IllegalArgumentException("its certificate is no certificate", invalid);
    }
    if (!Signing.verify(signer.getPublicKey(), message, signature)) {
      throw new IllegalArgumentException("its signature is wrong");
    }
    if (!trusted.test(signer)) {
      throw new IllegalArgumentException("its signer does not belong to this cluster");
    }
    return signer;
  }
}
