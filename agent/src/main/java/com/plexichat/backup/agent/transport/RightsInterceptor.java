package com.plexichat.backup.agent.transport;

import com.plexichat.backup.shared.client.CallFailures;
import com.plexichat.backup.shared.failure.OperationFailed;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the [Gatekeeper] about every call before anything else happens, and tells the service who
/// calls.
final class RightsInterceptor implements ServerInterceptor {
  private static final Logger LOG = LoggerFactory.getLogger(RightsInterceptor.class);

  private final Gatekeeper gatekeeper;
  private final Supplier<Standing> standing;
  private final InstantSource clock;
  private final LiveCalls live;

  RightsInterceptor(
      Gatekeeper gatekeeper, Supplier<Standing> standing, InstantSource clock, LiveCalls live) {
    this.live = live;
    this.gatekeeper = gatekeeper;
    this.standing = standing;
    this.clock = clock;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    Caller caller = CallerFilter.caller(call.getAttributes());
    Optional<OperationFailed> refusal =
        gatekeeper.refusal(
            Gatekeeper.rightOf(call.getMethodDescriptor()),
            caller,
            standing.get(),
            clock.instant());
    if (refusal.isPresent()) {
      OperationFailed why = refusal.get();
      LOG.warn("refused {}: {}", call.getMethodDescriptor().getFullMethodName(), why.sentence());
      call.close(CallFailures.status(why), CallFailures.trailers(why));
      return new ServerCall.Listener<>() {};
    }
    if (live.isFull(caller)) {
      LOG.debug("too many calls of {}", caller);
      call.close(
          Status.RESOURCE_EXHAUSTED.withDescription("too many calls at once"), new Metadata());
      return new ServerCall.Listener<>() {};
    }
    LiveCalls.Live<Q, R> entered = live.enter(call, caller);
    Context context = caller.in(Context.current());
    return new Leaving<>(Contexts.interceptCall(context, entered, headers, next), entered);
  }

  /// Cuts the calls of callers who lost their standing since.
  void recheck() {
    Standing now = standing.get();
    live.cut(caller -> gatekeeper.gone(caller, now, clock.instant()));
  }

  int liveCalls() {
    return live.count();
  }

  private static final class Leaving<Q> extends SimpleForwardingServerCallListener<Q> {
    private final LiveCalls.Live<Q, ?> call;

    private Leaving(ServerCall.Listener<Q> listener, LiveCalls.Live<Q, ?> call) {
      super(listener);
      this.call = call;
    }

    @Override
    public void onCancel() {
      call.leave();
      super.onCancel();
    }

    @Override
    public void onComplete() {
      call.leave();
      super.onComplete();
    }
  }
}
