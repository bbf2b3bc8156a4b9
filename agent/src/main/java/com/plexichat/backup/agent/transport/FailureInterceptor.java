package com.plexichat.backup.agent.transport;

import com.plexichat.backup.shared.client.CallFailures;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns what a service throws into a status and a [com.plexichat.backup.proto.Failure] in the
/// trailers.
///
/// What nobody expected is logged here, once, and the caller learns only that it happened: the
/// message of an unexpected exception may hold what the caller must not see.
final class FailureInterceptor implements ServerInterceptor {
  private static final Logger LOG = LoggerFactory.getLogger(FailureInterceptor.class);

  static OperationFailed internal(Throwable broken) {
    return new OperationFailed(
        broken, FailureCode.INTERNAL, broken.getClass().getSimpleName() + ", see the agent's log");
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    Closing<Q, R> closing = new Closing<>(call);
    try {
      return new Catching<>(next.startCall(closing, headers), closing);
    } catch (RuntimeException broken) {
      closing.fail(broken);
      return new ServerCall.Listener<>() {};
    }
  }

  /// A call that is closed once, and with trailers when it failed.
  private static final class Closing<Q, R> extends SimpleForwardingServerCall<Q, R> {
    private boolean isClosed;

    private Closing(ServerCall<Q, R> call) {
      super(call);
    }

    /// A service that hands an exception to its observer ends here with UNKNOWN and a cause.
    @Override
    public synchronized void close(Status status, Metadata trailers) {
      if (isClosed) {
        return;
      }
      Throwable cause = status.getCause();
      if (cause instanceof OperationFailed failed) {
        closeWith(failed);
      } else if (status.getCode() == Status.Code.UNKNOWN && cause != null) {
        closeWith(logged(cause));
      } else {
        isClosed = true;
        super.close(status, trailers);
      }
    }

    private synchronized void fail(RuntimeException thrown) {
      if (isClosed) {
        return;
      }
      if (thrown instanceof OperationFailed failed) {
        closeWith(failed);
      } else if (thrown instanceof StatusRuntimeException plain) {
        isClosed = true;
        Metadata trailers = plain.getTrailers();
        super.close(plain.getStatus(), trailers == null ? new Metadata() : trailers);
      } else {
        closeWith(logged(thrown));
      }
    }

    private void closeWith(OperationFailed failed) {
      isClosed = true;
      super.close(CallFailures.status(failed), CallFailures.trailers(failed));
    }

    private OperationFailed logged(Throwable broken) {
      if (broken instanceof StatusException || broken instanceof StatusRuntimeException) {
        return CallFailures.failed(broken, "another agent");
      }
      LOG.error("{} failed", getMethodDescriptor().getFullMethodName(), broken);
      return internal(broken);
    }
  }

  private static final class Catching<Q> extends SimpleForwardingServerCallListener<Q> {
    private final Closing<Q, ?> call;

    private Catching(ServerCall.Listener<Q> listener, Closing<Q, ?> call) {
      super(listener);
      this.call = call;
    }

    private void guarded(Runnable work) {
      try {
        work.run();
      } catch (RuntimeException broken) {
        call.fail(broken);
      }
    }

    @Override
    public void onMessage(Q message) {
      guarded(() -> super.onMessage(message));
    }

    @Override
    public void onHalfClose() {
      guarded(super::onHalfClose);
    }

    @Override
    public void onCancel() {
      guarded(super::onCancel);
    }

    @Override
    public void onComplete() {
      guarded(super::onComplete);
    }

    @Override
    public void onReady() {
      guarded(super::onReady);
    }
  }
}
