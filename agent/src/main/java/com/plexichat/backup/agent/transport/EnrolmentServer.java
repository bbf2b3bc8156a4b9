package com.plexichat.backup.agent.transport;

import com.plexichat.backup.shared.client.Identity;
import com.plexichat.backup.shared.client.TlsContexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The coordinator's listener for those who have a token and no certificate yet.
///
/// It proves itself with its whole chain, root included, and lets strangers do nothing but enrol:
/// small messages, few streams, short connections, a few attempts a minute from one address.
public final class EnrolmentServer implements AutoCloseable {
  /// A request for a certificate and a sealing key take about 3 KiB.
  private static final int LARGEST_MESSAGE = 64 << 10;

  private static final int CALLS = 4;
  private static final int CALLS_OF_ONE = 16 * CALLS;
  private static final int ATTEMPTS_PER_MINUTE = 30;
  private static final int IDLE_SECONDS = 10;
  private static final int AGE_SECONDS = 60;

  private final GrpcPort port;

  private EnrolmentServer(GrpcPort port) {
    this.port = port;
  }

  /// Opens the port. Fails with PORT_TAKEN.
  public static EnrolmentServer open(
      InetSocketAddress at,
      Identity identity,
      InstantSource clock,
      ServerServiceDefinition service) {
    RightsInterceptor rights =
        new RightsInterceptor(
            new Gatekeeper(), () -> Standing.NOBODY, clock, new LiveCalls(CALLS_OF_ONE));
    return new EnrolmentServer(
        GrpcPort.open(
            at,
            TlsContexts.enrolment(identity),
            clock,
            builder ->
                builder
                    .addService(service)
                    .intercept(new FailureInterceptor())
                    .intercept(rights)
                    .intercept(new Turnstile(new RateLimit<>(ATTEMPTS_PER_MINUTE, clock)))
                    .maxInboundMessageSize(LARGEST_MESSAGE)
                    .maxConcurrentCallsPerConnection(CALLS)
                    .maxConnectionIdle(IDLE_SECONDS, TimeUnit.SECONDS)
                    .maxConnectionAge(AGE_SECONDS, TimeUnit.SECONDS)));
  }

  public int port() {
    return port.port();
  }

  @Override
  public void close() {
    port.close();
  }

  /// Holds back an address that tries too often.
  private record Turnstile(RateLimit<String> attempts) implements ServerInterceptor {
    private static final Logger LOG = LoggerFactory.getLogger(EnrolmentServer.class);

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      String address = CallerFilter.address(call.getAttributes());
      if (attempts.admits(address)) {
        return next.startCall(call, headers);
      }
      LOG.debug("held back {}", address);
      call.close(
          Status.RESOURCE_EXHAUSTED.withDescription("too many attempts; wait a minute"),
          new Metadata());
      return new ServerCall.Listener<>() {};
    }
  }
}
