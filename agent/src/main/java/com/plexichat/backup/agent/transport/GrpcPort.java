package com.plexichat.backup.agent.transport;

import com.plexichat.backup.shared.client.Channels;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.InternalNettyServerCredentials;
import io.grpc.netty.NettyServerBuilder;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/// One listening port with limits on everything a connection may ask for.
final class GrpcPort implements AutoCloseable {
  private static final int HANDSHAKE_SECONDS = 10;
  private static final int KEEP_ALIVE_SECONDS = 20;
  private static final int KEEP_ALIVE_PATIENCE_SECONDS = 10;

  /// Resets of one connection within the window: far above honest use, far below a rapid reset.
  private static final int RESETS = 200;

  private static final int RESETS_WINDOW_SECONDS = 30;
  private static final int GRACE_SECONDS = 2;

  /// gRPC writes a stack trace for every message that is too large or none, every stream that its
  /// caller drops and every connection that broke its rules; whoever does that all day shall not
  /// fill the disk. Kept here because loggers that nobody holds forget their level.
  private static final List<Logger> QUIET =
      List.of(
          Logger.getLogger("io.grpc.netty.NettyServerStream"),
          Logger.getLogger("io.grpc.netty.NettyServerHandler"),
          Logger.getLogger("io.grpc.netty.NettyServerTransport"));

  /// Where a message that cannot be read ends up, told twice: the call has failed with the same.
  private static final Logger UNREAD = Logger.getLogger("io.grpc.internal.SerializingExecutor");

  static {
    QUIET.forEach(one -> one.setLevel(Level.SEVERE));
    UNREAD.setFilter(line -> !(line.getThrown() instanceof StatusRuntimeException));
  }

  private final Server server;
  private final ExecutorService calls;

  private GrpcPort(Server server, ExecutorService calls) {
    this.server = server;
    this.calls = calls;
  }

  /// Opens the port. Fails with PORT_TAKEN, or CONFIG_INVALID when the address cannot be used.
  static GrpcPort open(
      InetSocketAddress at,
      SslContext tls,
      InstantSource clock,
      Consumer<NettyServerBuilder> services) {
    ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(
                at, InternalNettyServerCredentials.create(new RefusalLog(tls, clock)))
            .executor(calls)
            .addTransportFilter(new CallerFilter())
            .handshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS)
            .flowControlWindow(Channels.WINDOW)
            .maxInboundMetadataSize(Channels.LARGEST_METADATA)
            .maxRstFramesPerWindow(RESETS, RESETS_WINDOW_SECONDS)
            .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
            .keepAliveTimeout(KEEP_ALIVE_PATIENCE_SECONDS, TimeUnit.SECONDS)
            .permitKeepAliveTime(KEEP_ALIVE_SECONDS / 2, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true);
    services.accept(builder);
    try {
      return new GrpcPort(builder.build().start(), calls);
    } catch (IOException unusable) {
      calls.shutdown();
      throw failed(at, unusable);
    }
  }

  private static OperationFailed failed(InetSocketAddress at, IOException unusable) {
    for (Throwable one = unusable; one != null; one = one.getCause()) {
      if (String.valueOf(one.getMessage()).contains("Address already in use")) {
        return new OperationFailed(
            unusable, FailureCode.PORT_TAKEN, Integer.toString(at.getPort()));
      }
    }
    return new OperationFailed(
        unusable, FailureCode.CONFIG_INVALID, at.toString(), String.valueOf(unusable.getMessage()));
  }

  int port() {
    return server.getPort();
  }

  /// Lets calls end for a moment, then cuts them.
  void close(Duration grace) {
    server.shutdown();
    try {
      if (!server.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        server.shutdownNow().awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException interrupted) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
    calls.shutdown();
  }

  @Override
  public void close() {
    close(Duration.ofSeconds(GRACE_SECONDS));
  }
}
