package com.plexichat.backup.agent.security;

import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/// Decides whether a chain of certificates belongs to this cluster, and to whom. The cluster's root
/// is the only anchor; host names decide nothing.
public final class ChainJudge {
  private final X509Certificate root;
  private final String clusterId;
  private final InstantSource clock;

  /// What the certificate's holder does on the connection.
  public enum Side {
    SERVER("1.3.6.1.5.5.7.3.1"),
    CLIENT("1.3.6.1.5.5.7.3.2");

    private final String purpose;

    Side(String purpose) {
      this.purpose = purpose;
    }
  }

  public ChainJudge(X509Certificate root, String clusterId, InstantSource clock) {
    this.root = root;
    this.clusterId = clusterId;
    this.clock = clock;
  }

  /// Who shows the chain. CERTIFICATE_REFUSED with the reason: no certificate, self-signed, another
  /// cluster's, expired, not for this side, revoked.
  ///
  /// @param who for the failure's sentence: the address, for example
  /// @param chain leaf first; the root may be the last or be left out
  /// @param isRevoked tells of a serial number in hex
  public Identity judge(
      String who, List<X509Certificate> chain, Side side, Predicate<String> isRevoked) {
    if (chain.isEmpty()) {
      throw refused(who, "it shows no certificate");
    }
    X509Certificate leaf = chain.getFirst();
    if (leaf.getIssuerX500Principal().equals(leaf.getSubjectX500Principal())) {
      throw refused(who, "its certificate is self-signed");
    }
    requirePath(who, chain.stream().filter(one -> !one.equals(root)).toList());
    if (!isFor(leaf, side)) {
      throw refused(who, "its certificate is not for a " + side.name().toLowerCase(Locale.ROOT));
    }
    Identity identity = Identity.of(leaf);
    if (!identity.clusterId().equals(clusterId)) {
      throw refused(who, "its certificate is of another cluster");
    }
    if (chain.stream().anyMatch(one -> isRevoked.test(Certificates.serial(one)))) {
      throw refused(who, "its certificate is revoked");
    }
    return identity;
  }

  private void requirePath(String who, List<X509Certificate> path) {
    try {
      PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(clock.instant()));
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
    } catch (CertPathValidatorException e) {
      if (e.getReason() == BasicReason.EXPIRED) {
        throw refused(who, "its certificate has expired");
      }
      if (e.getReason() == BasicReason.NOT_YET_VALID) {
        throw refused(who, "its certificate is not valid yet: compare the clocks");
      }
      throw refused(who, "its certificate is of another cluster");
    } catch (GeneralSecurityException e) {
      throw refused(who, "its certificate cannot be read");
    }
  }

  private static boolean isFor(X509Certificate leaf, Side side) {
    try {
      List<String> purposes = leaf.getExtendedKeyUsage();
      return leaf.getBasicConstraints() < 0 && purposes != null && purposes.contains(side.purpose);
    } catch (CertificateParsingException e) {
      return false;
    }
  }

  private static OperationFailed refused(String who, String why) {
    return new OperationFailed(FailureCode.CERTIFICATE_REFUSED, who, why);
  }
}
