package com.plexichat.backup.agent.transport;

import com.plexichat.backup.shared.client.CallFailures;
import com.plexichat.backup.shared.failure.OperationFailed;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.Map;
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
  private final Map<String, Integer> byCaller = new ConcurrentHashMap<>();
  private final int most;

  /// @param most calls of one caller at once
  LiveCalls(int most) {
    this.most = most;
  }

  /// Whether a caller has as many calls under way as it may have.
  boolean isFull(Caller caller) {
    return byCaller.getOrDefault(caller.actor(), 0) >= most;
  }

  /// The call to go on with; it leaves the list when it closes or [Live#leave] is called.
  <Q, R> Live<Q, R> enter(ServerCall<Q, R> call, Caller caller) {
    Live<Q, R> one = new Live<>(call, caller);
    live.add(one);
    byCaller.merge(caller.actor(), 1, Integer::sum);
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
      if (live.remove(this)) {
        byCaller.computeIfPresent(
            caller.actor(), (_, calls) -> calls > 1 ? Integer.valueOf(calls - 1) : null);
      }
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
