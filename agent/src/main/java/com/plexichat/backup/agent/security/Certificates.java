package com.plexichat.backup.agent.security;

import com.plexichat.backup.agent.crypto.Digests;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/// X.509 certificates as bytes and back.
public final class Certificates {
  private Certificates() {}

  /// Reads DER. CERTIFICATE_REFUSED when it is none.
  ///
  /// @param whose for the failure's sentence
  public static X509Certificate parse(String whose, byte[] der) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new OperationFailed(
          e, FailureCode.CERTIFICATE_REFUSED, whose, "its certificate cannot be read");
    }
  }

  public static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate without its own bytes", e);
    }
  }

  /// SHA-256 over DER.
  public static byte[] fingerprint(X509Certificate certificate) {
    return Digests.sha256(der(certificate));
  }

  /// The serial number in hex, as the directory's list of revoked ones has it.
  public static String serial(X509Certificate certificate) {
    return certificate.getSerialNumber().toString(16);
  }
}
