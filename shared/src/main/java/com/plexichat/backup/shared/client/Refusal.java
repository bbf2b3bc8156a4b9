package com.plexichat.backup.shared.client;

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
}
