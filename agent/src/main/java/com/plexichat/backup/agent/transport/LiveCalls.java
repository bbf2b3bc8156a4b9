package com.plexichat.backup.agent.transport;

import com.plexichat.backup.shared.client.CallFailures;
import com.plexichat.backup.shared.failure.OperationFailed;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The calls that are being answered, so that those of a caller who lost its standing can be cut.
final class LiveCalls {
  private static final Logger LOG = LoggerFactory.getLogger(LiveCalls.class);

  private final Set<Live<?, ?>> live = ConcurrentHashMap.newKeySet();

  /// The call to go on with; it leaves the list when it closes or [Live#leave] is called.
  <Q, R> Live<Q, R> enter(ServerCall<Q, R> call, Caller caller) {
    Live<Q, R> one = new Live<>(call, caller);
    live.add(one);
    return one;
  }

  int count() {
    return live.size();
  }

  /// Cuts the calls whose caller is refused now.
  void cut(Function<Caller, Optional<OperationFailed>> refusal) {
    live.forEach(one -> refusal.apply(one.caller).ifPresent(one::cut));
  }

  /// A call that may be closed by another thread than its handler's; what is sent later is dropped.
  final class Live<Q, R> extends SimpleForwardingServerCall<Q, R> {
    private final Caller caller;
    private boolean isClosed;

    private Live(ServerCall<Q, R> call, Caller caller) {
      super(call);
      this.caller = caller;
    }

    void leave() {
      live.remove(this);
    }

    private void cut(OperationFailed why) {
      LOG.warn(
          "cut {} of {}: {}", getMethodDescriptor().getFullMethodName(), caller, why.sentence());
      close(CallFailures.status(why), CallFailures.trailers(why));
    }

    @Override
    public synchronized void sendHeaders(Metadata headers) {
      if (!isClosed) {
        super.sendHeaders(headers);
      }
    }

    @Override
    public synchronized void sendMessage(R message) {
      if (!isClosed) {
        super.sendMessage(message);
      }
    }

    @Override
    public synchronized void close(Status status, Metadata trailers) {
      leave();
      if (!isClosed) {
        isClosed = true;
        super.close(status, trailers);
      }
    }
  }
}
