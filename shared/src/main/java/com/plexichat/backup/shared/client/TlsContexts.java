package com.plexichat.backup.shared.client;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.security.cert.X509Certificate;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// The TLS that both ends speak: version 1.3 by BoringSSL, with the hybrid key exchange
/// X25519MLKEM768 and nothing else, so that what is recorded today stays closed to tomorrow's
/// machines.
///
/// Sessions are never resumed: every connection proves its certificate anew.
public final class TlsContexts {
  /// The one key exchange on offer.
  public static final String GROUP = "X25519MLKEM768";

  private TlsContexts() {}

  /// The client's side; without an identity it shows no certificate (enrolment).
  public static SslContext client(@Nullable Identity identity, X509ExtendedTrustManager trust) {
    SslContextBuilder builder = SslContextBuilder.forClient().trustManager(trust);
    if (identity != null) {
      builder.keyManager(identity.key(), certificates(identity));
    }
    // Netty asks for host names by default; identity is in the certificate instead.
    return built(builder.endpointIdentificationAlgorithm(""));
  }

  /// The side of a server that asks for a certificate.
  public static SslContext server(Identity identity, X509ExtendedTrustManager trust) {
    return built(
        SslContextBuilder.forServer(identity.key(), certificates(identity))
            .trustManager(trust)
            .clientAuth(ClientAuth.REQUIRE));
  }

  /// The side of the enrolment server: it proves itself, root included, and asks for nothing.
  public static SslContext enrolment(Identity identity) {
    return built(
        SslContextBuilder.forServer(
                identity.key(),
                Stream.concat(Stream.of(certificates(identity)), Stream.of(identity.root()))
                    .toArray(X509Certificate[]::new))
            .clientAuth(ClientAuth.NONE));
  }

  /// The chain without the root, which the other end has.
  private static X509Certificate[] certificates(Identity identity) {
    X509Certificate root = identity.root();
    return identity.chain().stream()
        .filter(one -> !one.equals(root))
        .toArray(X509Certificate[]::new);
  }

  private static SslContext built(SslContextBuilder builder) {
    if (!OpenSsl.isAvailable()) {
      throw new IllegalStateException(
          "no BoringSSL for this platform", OpenSsl.unavailabilityCause());
    }
    try {
      return GrpcSslContexts.configure(builder, SslProvider.OPENSSL)
          .protocols("TLSv1.3")
          .option(OpenSslContextOption.GROUPS, new String[] {GROUP})
          // Netty passes the key through a key store in memory; the default kind spends half a
          // second of PBKDF2 on it at every start.
          .keyStoreType("JKS")
          .build();
    } catch (SSLException wrong) {
      throw new IllegalStateException(wrong);
    }
  }
}
