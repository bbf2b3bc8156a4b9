package com.plexichat.backup.agent.transport;

import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs each call of a method on a virtual thread of its own, so that it may block.
final class BlockingHandler<Q, R> implements ServerCallHandler<Q, R> {
  private static final Logger LOG = LoggerFactory.getLogger(BlockingHandler.class);

  private final Body<Q, R> body;

  /// What a call does.
  interface Body<Q, R> {
    void run(Caller caller, Dialogue<Q, R> call) throws InterruptedException;
  }

  BlockingHandler(Body<Q, R> body) {
    this.body = body;
  }

  @Override
  public ServerCall.Listener<Q> startCall(ServerCall<Q, R> call, Metadata headers) {
    Dialogue<Q, R> dialogue = new Dialogue<>(call);
    Caller caller = Caller.current();
    String method = call.getMethodDescriptor().getFullMethodName();
    Thread.ofVirtual()
        .name(method)
        .start(Context.current().wrap(() -> run(method, caller, dialogue)));
    dialogue.open();
    return dialogue;
  }

  private void run(String method, Caller caller, Dialogue<Q, R> dialogue) {
    try {
      body.run(caller, dialogue);
      dialogue.end();
    } catch (OperationFailed failed) {
      dialogue.end(failed);
    } catch (InterruptedException interrupted) {
      dialogue.end(new OperationFailed(interrupted, FailureCode.CANCELLED, "The call"));
    } catch (RuntimeException | Error broken) {
      LOG.error("{} called by {} failed", method, caller, broken);
      dialogue.end(FailureInterceptor.internal(broken));
    }
  }
}
