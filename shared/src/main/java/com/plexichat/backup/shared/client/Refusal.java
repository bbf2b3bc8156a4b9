package com.plexichat.backup.shared.client;

import io.netty.handler.ssl.OpenSslCertificateException;
import io.netty.internal.tcnative.CertificateVerifier;
import java.security.cert.CertificateException;

/// A certificate chain that is not accepted, with the reason why.
public final class Refusal extends CertificateException {
  private static final long serialVersionUID = 1L;

  /// Why a chain is refused, in the words of the log line.
  public enum Reason {
    NO_CERTIFICATE("no certificate"),
    SELF_SIGNED("a self-signed certificate"),
    OTHER_CLUSTER("a certificate of another cluster"),
    EXPIRED("an expired certificate"),
    NOT_YET_VALID("a certificate that is not yet valid"),
    WRONG_USE("a certificate for another use"),
    REVOKED("a revoked certificate"),
    OTHER_PEER("the certificate of another peer"),
    MALFORMED("a certificate that cannot be read");

    private final String words;

    Reason(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  private final Reason reason;

  public Refusal(Reason reason, String detail) {
    super(reason.words() + (detail.isEmpty() ? "" : " (" + detail + ")"));
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /// The same for BoringSSL, so that the other end gets an alert that says what is wrong and not
  /// "internal error".
  CertificateException alert() {
    int error =
        switch (reason) {
          case NO_CERTIFICATE, MALFORMED -> CertificateVerifier.X509_V_ERR_CERT_REJECTED;
          case SELF_SIGNED, OTHER_CLUSTER, OTHER_PEER ->
              CertificateVerifier.X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY;
          case EXPIRED -> CertificateVerifier.X509_V_ERR_CERT_HAS_EXPIRED;
          case NOT_YET_VALID -> CertificateVerifier.X509_V_ERR_CERT_NOT_YET_VALID;
          case WRONG_USE -> CertificateVerifier.X509_V_ERR_INVALID_PURPOSE;
          case REVOKED -> CertificateVerifier.X509_V_ERR_CERT_REVOKED;
        };
    return new OpenSslCertificateException(String.valueOf(getMessage()), this, error);
  }
}
