package com.plexichat.backup.shared.client;

import com.plexichat.backup.shared.client.Refusal.Reason;
import com.plexichat.backup.shared.model.PeerId;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// The one judge of certificates on both ends: only what a cluster's root issued is accepted.
///
/// Host names are not looked at: identity is the peer id in the certificate, which a caller may
/// pin. Each refusal is a [Refusal] with its reason, so that the log can name it.
public final class RootTrust extends X509ExtendedTrustManager {
  private static final String SERVER_USE = "1.3.6.1.5.5.7.3.1";
  private static final String CLIENT_USE = "1.3.6.1.5.5.7.3.2";

  private final X509Certificate root;
  private final InstantSource clock;
  private final Predicate<String> revoked;
  private final @Nullable PeerId expected;

  /// @param revoked whether a serial number (hex, lower case) is revoked
  /// @param expected the only peer to accept; null: any
  public RootTrust(
      X509Certificate root,
      InstantSource clock,
      Predicate<String> revoked,
      @Nullable PeerId expected) {
    this.root = root;
    this.clock = clock;
    this.revoked = revoked;
    this.expected = expected;
  }

  /// A certificate's serial number as the directory writes it: hex, lower case.
  public static String serial(X509Certificate certificate) {
    return certificate.getSerialNumber().toString(16);
  }

  /// Accepts the chain (own certificate first) of a server, or says why not.
  public void checkServer(List<X509Certificate> chain) throws CertificateException {
    check(chain, SERVER_USE);
  }

  /// Accepts the chain (own certificate first) of a client, or says why not.
  public void checkClient(List<X509Certificate> chain) throws CertificateException {
    check(chain, CLIENT_USE);
  }

  private void check(List<X509Certificate> chain, String use) throws CertificateException {
    if (chain.isEmpty()) {
      throw new Refusal(Reason.NO_CERTIFICATE, "");
    }
    X509Certificate own = chain.getFirst();
    String who = own.getSubjectX500Principal().getName();
    checkPath(chain, who);
    List<String> uses = own.getExtendedKeyUsage();
    if (uses == null || !uses.contains(use) || own.getBasicConstraints() >= 0) {
      throw new Refusal(Reason.WRONG_USE, who);
    }
    for (X509Certificate one : chain) {
      if (revoked.test(serial(one))) {
        throw new Refusal(Reason.REVOKED, who + ", serial " + serial(one));
      }
    }
    CertificateNames names = CertificateNames.of(own);
    if (expected != null && !names.peer().filter(expected::equals).isPresent()) {
      throw new Refusal(Reason.OTHER_PEER, who + ", expected " + expected);
    }
  }

  private void checkPath(List<X509Certificate> chain, String who) throws CertificateException {
    List<X509Certificate> path = chain.stream().filter(one -> !one.equals(root)).toList();
    if (path.isEmpty()) {
      throw new Refusal(Reason.WRONG_USE, "the cluster's root itself");
    }
    Instant now = clock.instant();
    try {
      PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
    } catch (CertPathValidatorException invalid) {
      throw refusal(path, who, now, invalid);
    } catch (GeneralSecurityException unreadable) {
      throw new Refusal(Reason.MALFORMED, String.valueOf(unreadable.getMessage()));
    }
    // The anchor's own validity is not part of the path.
    if (now.isAfter(root.getNotAfter().toInstant())) {
      throw new Refusal(Reason.EXPIRED, "the cluster's root");
    }
  }

  private static Refusal refusal(
      List<X509Certificate> path, String who, Instant now, CertPathValidatorException invalid) {
    if (invalid.getReason() == BasicReason.EXPIRED) {
      Date until = at(path, invalid).getNotAfter();
      return new Refusal(Reason.EXPIRED, who + ", valid until " + until.toInstant());
    }
    if (invalid.getReason() == BasicReason.NOT_YET_VALID) {
      Instant from = at(path, invalid).getNotBefore().toInstant();
      return new Refusal(Reason.NOT_YET_VALID, who + ", valid from " + from + ", here " + now);
    }
    if (path.size() == 1 && isSelfSigned(path.getFirst())) {
      return new Refusal(Reason.SELF_SIGNED, who);
    }
    return new Refusal(Reason.OTHER_CLUSTER, who);
  }

  private static X509Certificate at(
      List<X509Certificate> path, CertPathValidatorException invalid) {
    return path.get(Math.clamp(invalid.getIndex(), 0, path.size() - 1));
  }

  private static boolean isSelfSigned(X509Certificate one) {
    if (!one.getSubjectX500Principal().equals(one.getIssuerX500Principal())) {
      return false;
    }
    try {
      one.verify(one.getPublicKey());
      return true;
    } catch (GeneralSecurityException notByItself) {
      return false;
    }
  }

  private void checkTls(X509Certificate[] chain, String use) throws CertificateException {
    try {
      check(Arrays.asList(chain), use);
    } catch (Refusal refusal) {
      throw refusal.alert();
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    checkTls(chain, CLIENT_USE);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    checkTls(chain, SERVER_USE);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkTls(chain, CLIENT_USE);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkTls(chain, SERVER_USE);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkTls(chain, CLIENT_USE);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkTls(chain, SERVER_USE);
  }

  /// Nobody, so that a client shows whatever it has and the refusal can name what is wrong with it.
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
