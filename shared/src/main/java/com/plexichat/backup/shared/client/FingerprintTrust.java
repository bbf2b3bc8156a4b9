package com.plexichat.backup.shared.client;

import com.plexichat.backup.shared.client.Refusal.Reason;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Believes a server whose chain ends in the root with one SHA-256 fingerprint: all that a token's
/// bearer knows of the cluster.
final class FingerprintTrust extends X509ExtendedTrustManager {
  private final byte[] fingerprint;
  private final InstantSource clock;
  private volatile @Nullable Refusal lastRefusal;

  FingerprintTrust(byte[] fingerprint, InstantSource clock) {
    this.fingerprint = fingerprint.clone();
    this.clock = clock;
  }

  /// Why the last server was not believed; TLS itself may tell it in other words.
  Optional<Refusal> lastRefusal() {
    return Optional.ofNullable(lastRefusal);
  }

  /// The root with the fingerprint.
  X509Certificate root(List<X509Certificate> chain) throws CertificateException {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (X509Certificate one : chain) {
        if (MessageDigest.isEqual(fingerprint, sha.digest(one.getEncoded()))) {
          return one;
        }
      }
    } catch (GeneralSecurityException damaged) {
      throw new Refusal(Reason.MALFORMED, String.valueOf(damaged.getMessage()));
    }
    throw new Refusal(Reason.OTHER_CLUSTER, "no certificate has the token's fingerprint");
  }

  private void check(List<X509Certificate> chain) throws CertificateException {
    try {
      new RootTrust(root(chain), clock, _ -> false, null).checkServer(chain);
    } catch (Refusal refusal) {
      lastRefusal = refusal;
      throw refusal.alert();
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(Arrays.asList(chain));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(Arrays.asList(chain));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(Arrays.asList(chain));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new Refusal(Reason.WRONG_USE, "only servers are judged here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
