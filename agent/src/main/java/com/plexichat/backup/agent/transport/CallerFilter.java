package com.plexichat.backup.agent.transport;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.ServerTransportFilter;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// Reads once for each connection who is at its other end.
final class CallerFilter extends ServerTransportFilter {
  private static final Attributes.Key<Caller> CALLER = Attributes.Key.create("caller");

  @Override
  public Attributes transportReady(Attributes transport) {
    return transport.toBuilder().set(CALLER, read(transport)).build();
  }

  static Caller caller(Attributes call) {
    Caller caller = call.get(CALLER);
    return caller == null ? Caller.stranger("?") : caller;
  }

  static String address(Attributes transport) {
    return address(transport.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
  }

  /// The host's address without its port, so that one machine is one caller.
  static String address(@Nullable SocketAddress remote) {
    return remote instanceof InetSocketAddress internet && internet.getAddress() != null
        ? internet.getAddress().getHostAddress()
        : String.valueOf(remote);
  }

  private static Caller read(Attributes transport) {
    String address = address(transport);
    return certificate(transport.get(Grpc.TRANSPORT_ATTR_SSL_SESSION))
        .map(own -> Caller.of(own, address))
        .orElseGet(() -> Caller.stranger(address));
  }

  private static Optional<X509Certificate> certificate(@Nullable SSLSession session) {
    if (session == null) {
      return Optional.empty();
    }
    try {
      Certificate[] chain = session.getPeerCertificates();
      return chain.length > 0 && chain[0] instanceof X509Certificate own
          ? Optional.of(own)
          : Optional.empty();
    } catch (SSLPeerUnverifiedException none) {
      return Optional.empty();
    }
  }
}
