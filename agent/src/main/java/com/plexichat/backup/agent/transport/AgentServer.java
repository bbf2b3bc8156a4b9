package com.plexichat.backup.agent.transport;

import com.plexichat.backup.shared.client.Channels;
import com.plexichat.backup.shared.client.Identity;
import com.plexichat.backup.shared.client.RootTrust;
import com.plexichat.backup.shared.client.TlsContexts;
import io.grpc.ServerServiceDefinition;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// The agent's main listener: mutual TLS, one right per method, limits on everything.
///
/// What was revoked is refused at the handshake and at every call, and calls under way are looked
/// at again every few seconds.
public final class AgentServer implements AutoCloseable {
  /// Calls at once on one connection; more wait at the caller's. Each may hold a message in part.
  private static final int CALLS = 64;

  /// Calls at once of one caller, on however many connections.
  private static final int CALLS_OF_ONE = 2 * CALLS;

  private static final int RECHECK_SECONDS = 5;

  private final GrpcPort port;
  private final RightsInterceptor rights;
  private final ScheduledExecutorService timer;

  /// Who this agent is and whom it lets in.
  ///
  /// @param standing what is known of callers now; asked at every call
  public record Doors(
      Identity identity, Gatekeeper gatekeeper, Supplier<Standing> standing, InstantSource clock) {}

  private AgentServer(GrpcPort port, RightsInterceptor rights, ScheduledExecutorService timer) {
    this.port = port;
    this.rights = rights;
    this.timer = timer;
  }

  /// Opens the port. Fails with PORT_TAKEN.
  ///
  /// @param at port 0: any free one
  public static AgentServer open(
      InetSocketAddress at, Doors doors, List<ServerServiceDefinition> services) {
    RootTrust trust =
        new RootTrust(
            doors.identity().root(),
            doors.clock(),
            serial -> doors.standing().get().revoked().contains(serial),
            null);
    RightsInterceptor rights =
        new RightsInterceptor(
            doors.gatekeeper(), doors.standing(), doors.clock(), new LiveCalls(CALLS_OF_ONE));
    GrpcPort port =
        GrpcPort.open(
            at,
            TlsContexts.server(doors.identity(), trust),
            doors.clock(),
            builder ->
                builder
                    .addServices(services)
                    // The one added last runs first.
                    .intercept(new FailureInterceptor())
                    .intercept(rights)
                    .maxInboundMessageSize(Channels.LARGEST_MESSAGE)
                    .maxConcurrentCallsPerConnection(CALLS));
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("standing-of-callers").factory());
    var _ =
        timer.scheduleWithFixedDelay(
            rights::recheck, RECHECK_SECONDS, RECHECK_SECONDS, TimeUnit.SECONDS);
    return new AgentServer(port, rights, timer);
  }

  public int port() {
    return port.port();
  }

  /// Looks at the calls under way now, for example after a new directory.
  public void recheck() {
    rights.recheck();
  }

  /// Calls that are being answered.
  public int liveCalls() {
    return rights.liveCalls();
  }

  /// Lets calls end for a moment, then cuts them.
  @Override
  public void close() {
    timer.shutdownNow();
    port.close();
  }
}
