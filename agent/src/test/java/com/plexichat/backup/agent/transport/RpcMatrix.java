package com.plexichat.backup.agent.transport;

import com.plexichat.backup.proto.AgentsGrpc;
import com.plexichat.backup.proto.ConsoleGrpc;
import com.plexichat.backup.proto.CoordinationGrpc;
import com.plexichat.backup.proto.EnrolmentGrpc;
import com.plexichat.backup.proto.Failure;
import com.plexichat.backup.proto.JobsGrpc;
import com.plexichat.backup.proto.PeersGrpc;
import com.plexichat.backup.proto.PrunesGrpc;
import com.plexichat.backup.proto.RetentionGrpc;
import com.plexichat.backup.proto.Right;
import com.plexichat.backup.proto.SchedulesGrpc;
import com.plexichat.backup.proto.SettingsGrpc;
import com.plexichat.backup.shared.client.CallFailures;
import com.plexichat.backup.shared.model.Role;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Every method of every service, called with an empty message by whoever one is, and what came of
/// it. A new method is called without being named here.
public final class RpcMatrix {
  private static final int PATIENCE_SECONDS = 30;
  private static final Set<String> GATES =
      Set.of("NOT_ALLOWED", "FENCED", "CERTIFICATE_REFUSED", "NOT_COORDINATOR");

  private static final MethodDescriptor.Marshaller<byte[]> BYTES =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
          return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
          try (stream) {
            return stream.readAllBytes();
          } catch (IOException broken) {
            throw new UncheckedIOException(broken);
          }
        }
      };

  private RpcMatrix() {}

  /// How far a call got.
  public enum Outcome {
    /// The connection was refused.
    AT_THE_DOOR,
    /// The call was refused for who made it, or nobody offers it there.
    REFUSED,
    /// A service got to see it, whatever it answered.
    SERVED
  }

  public static List<MethodDescriptor<?, ?>> methods() {
    List<MethodDescriptor<?, ?>> all = new ArrayList<>();
    Stream.of(
            PeersGrpc.getServiceDescriptor(),
            CoordinationGrpc.getServiceDescriptor(),
            AgentsGrpc.getServiceDescriptor(),
            ConsoleGrpc.getServiceDescriptor(),
            EnrolmentGrpc.getServiceDescriptor(),
            JobsGrpc.getServiceDescriptor(),
            PrunesGrpc.getServiceDescriptor(),
            RetentionGrpc.getServiceDescriptor(),
            SchedulesGrpc.getServiceDescriptor(),
            SettingsGrpc.getServiceDescriptor())
        .map(ServiceDescriptor::getMethods)
        .forEach(all::addAll);
    return all;
  }

  /// What the papers say that a role may do, written down here a second time.
  public static Set<Right> rights(Role role) {
    Set<Right> all = EnumSet.of(Right.VIEW);
    switch (role) {
      case ADMINISTRATOR ->
          all.addAll(
              Set.of(
                  Right.BACKUP,
                  Right.RESTORE,
                  Right.DOWNLOAD,
                  Right.INTEGRITY,
                  Right.RETAIN,
                  Right.ADMIT,
                  Right.KEYS));
      case BACKUP_ADMINISTRATOR ->
          all.addAll(
              Set.of(Right.BACKUP, Right.RESTORE, Right.DOWNLOAD, Right.INTEGRITY, Right.RETAIN));
      case SYSTEM_ADMINISTRATOR -> all.addAll(Set.of(Right.BACKUP, Right.INTEGRITY, Right.ADMIT));
      case NETWORK_ADMINISTRATOR -> all.add(Right.ADMIT);
      case RECOVERY_COORDINATOR, RECOVERY_SPECIALIST ->
          all.addAll(Set.of(Right.RESTORE, Right.DOWNLOAD, Right.INTEGRITY));
      default -> {}
    }
    return all;
  }

  static MethodDescriptor<byte[], byte[]> raw(MethodDescriptor<?, ?> method) {
    return MethodDescriptor.newBuilder(BYTES, BYTES)
        .setType(method.getType())
        .setFullMethodName(method.getFullMethodName())
        .setSchemaDescriptor(method.getSchemaDescriptor())
        .build();
  }

  public static ManagedChannel channel(String endpoint, SslContext tls) {
    return NettyChannelBuilder.forTarget("dns:///" + endpoint).sslContext(tls).build();
  }

  /// One call on a connection that may be there already.
  public static Outcome call(ManagedChannel channel, MethodDescriptor<?, ?> method) {
    ClientCall<byte[], byte[]> call =
        channel.newCall(
            raw(method), CallOptions.DEFAULT.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS));
    Ear ear = new Ear();
    call.start(ear, new Metadata());
    call.request(1);
    call.sendMessage(new byte[0]);
    call.halfClose();
    Outcome outcome = ear.heard.join();
    call.cancel("enough", null);
    return outcome;
  }

  /// One call on a connection of its own.
  public static Outcome knock(String endpoint, SslContext tls, MethodDescriptor<?, ?> method) {
    ManagedChannel channel = channel(endpoint, tls);
    try {
      return call(channel, method);
    } finally {
      channel.shutdownNow();
    }
  }

  private static final class Ear extends ClientCall.Listener<byte[]> {
    private final CompletableFuture<Outcome> heard = new CompletableFuture<>();

    @Override
    public void onMessage(byte[] answer) {
      heard.complete(Outcome.SERVED);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      heard.complete(outcome(status, trailers.get(CallFailures.FAILURE)));
    }

    private static Outcome outcome(Status status, @Nullable Failure told) {
      if (told != null) {
        return GATES.contains(told.getCode()) ? Outcome.REFUSED : Outcome.SERVED;
      }
      return switch (status.getCode()) {
        case UNAVAILABLE -> Outcome.AT_THE_DOOR;
        case UNIMPLEMENTED -> Outcome.REFUSED;
        default -> Outcome.SERVED;
      };
    }
  }
}
