package com.plexichat.backup.agent.transport;

import com.plexichat.backup.shared.client.CallFailures;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/// The server's side of one call, for a handler that blocks on a virtual thread of its own.
///
/// Both directions have back-pressure: at most [#AHEAD] requests wait here, and an answer waits
/// until the network has taken earlier ones.
final class Dialogue<Q, R> extends ServerCall.Listener<Q> {
  static final int AHEAD = 4;

  /// Bytes that may wait in the network before a sender waits.
  private static final int READY_BYTES = 1 << 20;

  private final ServerCall<Q, R> call;
  private final Inbox<Q> requests;
  private final Object turn = new Object();
  private boolean isOver;
  private boolean isHeaded;

  Dialogue(ServerCall<Q, R> call) {
    this.call = call;
    this.requests = new Inbox<>(AHEAD, call::request);
    call.setOnReadyThreshold(READY_BYTES);
  }

  void open() {
    requests.open();
  }

  /// The next request; null when the caller has said everything. Fails when the call is over.
  @Nullable Q next() throws InterruptedException {
    return requests.next();
  }

  /// The only request of a call that has one.
  Q only() throws InterruptedException {
    Q request = requests.next();
    if (request == null) {
      throw new OperationFailed(FailureCode.USAGE, "The call came without a request.");
    }
    return request;
  }

  /// Sends an answer, waiting for its turn; any thread may.
  void send(R answer) throws InterruptedException {
    synchronized (turn) {
      while (!isOver && !call.isReady()) {
        turn.wait();
      }
      requireOpen();
      head();
      call.sendMessage(answer);
    }
  }

  /// Ends the call well. Where nothing was answered, no headers go before: gRPC may have ended the
  /// call already because a message could not be read, and headers after the end would cost the
  /// caller its whole connection.
  void end() {
    synchronized (turn) {
      if (!isOver) {
        isOver = true;
        call.close(Status.OK, new Metadata());
      }
    }
    requests.fail(new OperationFailed(FailureCode.CANCELLED, "The call"));
  }

  /// Ends the call with a failure.
  void end(OperationFailed failed) {
    synchronized (turn) {
      if (!isOver) {
        isOver = true;
        call.close(CallFailures.status(failed), CallFailures.trailers(failed));
      }
    }
    requests.fail(failed);
  }

  private void head() {
    if (!isHeaded) {
      isHeaded = true;
      call.sendHeaders(new Metadata());
    }
  }

  private void requireOpen() {
    if (isOver) {
      throw new OperationFailed(FailureCode.CANCELLED, "The call");
    }
  }

  @Override
  public void onMessage(Q message) {
    requests.put(message);
  }

  @Override
  public void onHalfClose() {
    requests.end();
  }

  @Override
  public void onCancel() {
    over();
  }

  /// Also when it was closed from outside, for a caller who lost its standing.
  @Override
  public void onComplete() {
    over();
  }

  private void over() {
    synchronized (turn) {
      isOver = true;
      turn.notifyAll();
    }
    requests.fail(new OperationFailed(FailureCode.CANCELLED, "The call"));
  }

  @Override
  public void onReady() {
    synchronized (turn) {
      turn.notifyAll();
    }
  }
}
