package com.plexichat.backup.shared.client;

import com.plexichat.backup.proto.Failure;
import com.plexichat.backup.shared.client.Refusal.Reason;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.wire.Failures;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Failures of calls: from ours to a status with the [Failure] in its trailers, and back.
public final class CallFailures {
  /// Where a refused call carries its [Failure]; binary.
  public static final Metadata.Key<Failure> FAILURE =
      Metadata.Key.of(
          "plexichat-failure-bin", ProtoUtils.metadataMarshaller(Failure.getDefaultInstance()));

  private CallFailures() {}

  /// Status of a failure, for tools that know only gRPC.
  public static Status status(OperationFailed failed) {
    Status status =
        switch (failed.code()) {
          case UNREACHABLE, NOT_COORDINATOR -> Status.UNAVAILABLE;
          case CERTIFICATE_REFUSED, TOKEN_INVALID, TOKEN_EXPIRED, TOKEN_USED ->
              Status.UNAUTHENTICATED;
          case NOT_ALLOWED, ORDER_REFUSED, FENCED -> Status.PERMISSION_DENIED;
          case USAGE, CONFIG_INVALID, PATH_NOT_ABSOLUTE, BACKUP_AMBIGUOUS ->
              Status.INVALID_ARGUMENT;
          case SHARD_UNKNOWN,
              SET_UNKNOWN,
              BACKUP_UNKNOWN,
              PEER_UNKNOWN,
              VAULT_UNKNOWN,
              JOB_UNKNOWN,
              PATH_MISSING,
              PATH_NOT_IN_BACKUP ->
              Status.NOT_FOUND;
          case NO_SPACE -> Status.RESOURCE_EXHAUSTED;
          case CANCELLED -> Status.CANCELLED;
          case TIMED_OUT -> Status.DEADLINE_EXCEEDED;
          case SHARD_DAMAGED, CATALOGUE_DAMAGED -> Status.DATA_LOSS;
          case INTERNAL -> Status.INTERNAL;
          default -> Status.FAILED_PRECONDITION;
        };
    return status.withDescription(failed.sentence());
  }

  /// Trailers of a failure.
  public static Metadata trailers(OperationFailed failed) {
    Metadata trailers = new Metadata();
    trailers.put(FAILURE, Failures.message(failed));
    return trailers;
  }

  /// What a failed call means.
  ///
  /// @param server whom the call went to, as a person knows it
  public static OperationFailed failed(Throwable thrown, String server) {
    for (Throwable one = thrown; one != null; one = one.getCause()) {
      if (one instanceof OperationFailed failed) {
        return failed;
      }
      if (one instanceof StatusRuntimeException call) {
        return failed(call.getStatus(), call.getTrailers(), server);
      }
      if (one instanceof StatusException call) {
        return failed(call.getStatus(), call.getTrailers(), server);
      }
    }
    return new OperationFailed(thrown, FailureCode.INTERNAL, String.valueOf(thrown.getMessage()));
  }

  /// What a call's end means.
  public static OperationFailed failed(Status status, @Nullable Metadata trailers, String server) {
    Failure told = trailers == null ? null : trailers.get(FAILURE);
    if (told != null) {
      return Failures.failed(told);
    }
    Throwable cause = status.getCause();
    String description = Optional.ofNullable(status.getDescription()).orElse("");
    if (status.getCode() == Status.Code.UNKNOWN
        && find(cause, ClosedChannelException.class).isPresent()) {
      // So gRPC says it when the other end dies at some moments of a connection's beginning.
      return new OperationFailed(cause, FailureCode.UNREACHABLE, server, "the connection broke");
    }
    return switch (status.getCode()) {
      case UNAVAILABLE -> unavailable(cause, description, server);
      case DEADLINE_EXCEEDED ->
          new OperationFailed(cause, FailureCode.UNREACHABLE, server, "no answer in time");
      case CANCELLED -> new OperationFailed(cause, FailureCode.CANCELLED, "The call to " + server);
      default ->
          new OperationFailed(
              cause, FailureCode.INTERNAL, server + ": " + status.getCode() + " " + description);
    };
  }

  private static OperationFailed unavailable(
      @Nullable Throwable cause, String description, String server) {
    Optional<Refusal> refusal = find(cause, Refusal.class);
    if (refusal.isPresent()) {
      String detail = String.valueOf(refusal.get().getMessage());
      return refusal.get().reason() == Reason.NOT_YET_VALID
          ? new OperationFailed(cause, FailureCode.CLOCK_SKEW, server, detail)
          : new OperationFailed(cause, FailureCode.CERTIFICATE_REFUSED, server, detail);
    }
    Optional<String> alert = alert(cause);
    if (alert.isPresent()) {
      return new OperationFailed(
          cause, FailureCode.CERTIFICATE_REFUSED, "This machine's certificate", alert.get());
    }
    return new OperationFailed(cause, FailureCode.UNREACHABLE, server, why(cause, description));
  }

  /// The alert with which the other end refused our certificate, if that is what happened.
  private static Optional<String> alert(@Nullable Throwable cause) {
    for (Throwable one = cause; one != null; one = one.getCause()) {
      String message = String.valueOf(one.getMessage()).toUpperCase(Locale.ROOT);
      if (!message.contains("ALERT")) {
        continue;
      }
      if (message.contains("CERTIFICATE_REQUIRED")) {
        return Optional.of("none was shown");
      }
      if (message.contains("CERTIFICATE_EXPIRED")) {
        return Optional.of("it has expired");
      }
      if (message.contains("CERTIFICATE_REVOKED")) {
        return Optional.of("it was revoked");
      }
      if (message.contains("UNKNOWN_CA")) {
        return Optional.of("the other end does not know who issued it");
      }
      if (message.contains("CERTIFICATE")) {
        return Optional.of("the other end does not accept it; compare the clocks");
      }
    }
    return Optional.empty();
  }

  private static String why(@Nullable Throwable cause, String description) {
    if (find(cause, UnknownHostException.class).isPresent()) {
      return "unknown host";
    }
    if (find(cause, SocketTimeoutException.class).isPresent()
        || named(cause, "ConnectTimeoutException")) {
      return "the connection timed out";
    }
    if (named(cause, "SslHandshakeTimeoutException")) {
      return "the handshake timed out";
    }
    if (find(cause, NoRouteToHostException.class).isPresent()) {
      return "no route to it";
    }
    if (find(cause, ConnectException.class).isPresent()) {
      return "the connection was refused";
    }
    if (named(cause, "NotSslRecordException") || said(cause, "WRONG_VERSION_NUMBER")) {
      return "what listens there does not speak TLS";
    }
    if (said(cause, "HANDSHAKE_FAILURE") || said(cause, "NO_SHARED_GROUP")) {
      return "no common TLS version or key exchange";
    }
    return description.isEmpty() ? "the connection broke" : "the connection broke: " + description;
  }

  private static <T extends Throwable> Optional<T> find(@Nullable Throwable from, Class<T> type) {
    for (Throwable one = from; one != null; one = one.getCause()) {
      if (type.isInstance(one)) {
        return Optional.of(type.cast(one));
      }
    }
    return Optional.empty();
  }

  private static boolean named(@Nullable Throwable from, String simpleName) {
    for (Throwable one = from; one != null; one = one.getCause()) {
      if (one.getClass().getSimpleName().equals(simpleName)) {
        return true;
      }
    }
    return false;
  }

  private static boolean said(@Nullable Throwable from, String word) {
    for (Throwable one = from; one != null; one = one.getCause()) {
      if (String.valueOf(one.getMessage()).contains(word)) {
        return true;
      }
    }
    return false;
  }
}
