package com.plexichat.backup.shared.client;

import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The connections of one identity: one channel per endpoint and expected peer.
///
/// Work on answers runs on virtual threads, so that a caller that blocks blocks nobody else. The
/// event loops are gRPC's shared ones: epoll where it is on the class path, NIO elsewhere.
public final class Channels implements AutoCloseable {
  /// The largest message taken: a frame of 256 KiB with room for lists of placements.
  public static final int LARGEST_MESSAGE = 5 << 18;

  public static final int LARGEST_METADATA = 16 << 10;

  /// Bytes under way on one stream before the receiver must have read some.
  public static final int WINDOW = 4 << 20;

  private static final Pattern ENDPOINT =
      Pattern.compile("(\\[[0-9a-fA-F:.%]+]|[^:\\s/]+):\\d{1,5}");
  private static final int CONNECT_MILLIS = 10_000;
  private static final int KEEP_ALIVE_SECONDS = 20;
  private static final int KEEP_ALIVE_PATIENCE_SECONDS = 10;
  private static final int GRACE_SECONDS = 2;

  private final Identity identity;
  private final InstantSource clock;
  private final Map<Key, Reconnecting> open = new HashMap<>();
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
  private boolean closed;

  private record Key(String endpoint, @Nullable PeerId expected) {}

  public Channels(Identity identity, InstantSource clock) {
    this.identity = identity;
    this.clock = clock;
  }

  /// The channel to an endpoint `host:port`, made at first use; it reconnects by itself.
  ///
  /// @param expected the only peer that may answer there; null: any agent of the cluster
  public synchronized Channel channel(String endpoint, @Nullable PeerId expected) {
    if (closed) {
      throw new IllegalStateException("channels are closed");
    }
    return open.computeIfAbsent(new Key(endpoint, expected), this::opened);
  }

  /// Closes the channel to an endpoint, for example of a peer that moved or was removed. Another
  /// peer that answers there now keeps its own.
  public synchronized void drop(String endpoint, @Nullable PeerId expected) {
    Reconnecting there = open.remove(new Key(endpoint, expected));
    if (there != null) {
      there.close();
    }
  }

  private Reconnecting opened(Key key) {
    RootTrust trust = new RootTrust(identity.root(), clock, _ -> false, key.expected());
    SslContext tls = TlsContexts.client(identity, trust);
    return new Reconnecting(() -> channel(key.endpoint(), tls, calls));
  }

  /// One channel with the settings that all have.
  static ManagedChannel channel(String endpoint, SslContext tls, ExecutorService calls) {
    if (!ENDPOINT.matcher(endpoint).matches()) {
      throw new OperationFailed(FailureCode.USAGE, endpoint + " is not an address HOST:PORT.");
    }
    return NettyChannelBuilder.forTarget("dns:///" + endpoint)
        .sslContext(tls)
        .executor(calls)
        .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
        .flowControlWindow(WINDOW)
        .maxInboundMessageSize(LARGEST_MESSAGE)
        .maxInboundMetadataSize(LARGEST_METADATA)
        .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
        .keepAliveTimeout(KEEP_ALIVE_PATIENCE_SECONDS, TimeUnit.SECONDS)
        .disableRetry()
        .build();
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      open.values().forEach(Reconnecting::close);
    }
    try {
      for (Reconnecting one : open.values()) {
        one.now.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    calls.shutdown();
  }

  /// A channel that tries anew with the next call after a failure. gRPC's own tells every call of
  /// its last failure and pauses for up to two minutes: a machine that came back would be told as
  /// unreachable. Sending it back to idle breaks the calls that begin meanwhile, so another takes
  /// its place.
  private static final class Reconnecting extends Channel {
    private final Supplier<ManagedChannel> opener;

    /// Those that failed, while calls of theirs go on.
    private final List<ManagedChannel> replaced = new ArrayList<>();

    private volatile ManagedChannel now;

    Reconnecting(Supplier<ManagedChannel> opener) {
      this.opener = opener;
      this.now = opener.get();
    }

    @Override
    public <Q, R> ClientCall<Q, R> newCall(MethodDescriptor<Q, R> method, CallOptions options) {
      return awake().newCall(method, options);
    }

    private ManagedChannel awake() {
      if (hasFailed(now)) {
        synchronized (this) {
          if (hasFailed(now)) {
            replaced.removeIf(ManagedChannel::isTerminated);
            replaced.add(now.shutdown());
            now = opener.get();
          }
        }
      }
      return now;
    }

    private static boolean hasFailed(ManagedChannel one) {
      return one.getState(false) == ConnectivityState.TRANSIENT_FAILURE;
    }

    @Override
    public String authority() {
      return now.authority();
    }

    synchronized void close() {
      replaced.forEach(ManagedChannel::shutdownNow);
      now.shutdownNow();
    }
  }
}
