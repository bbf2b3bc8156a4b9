package com.plexichat.backup.agent.transport;

import com.plexichat.backup.shared.client.CallFailures;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Calls to one agent, for callers that block on virtual threads.
final class PeerCalls {
  private static final int READY_BYTES = 1 << 20;

  /// Lists of live stripes and placements come from the coordinator in one message.
  private static final int LARGEST_ANSWER = 64 << 20;

  private final Channel channel;
  private final String peer;

  /// @param peer as people know it
  PeerCalls(Channel channel, String peer) {
    this.channel = channel;
    this.peer = peer;
  }

  /// One question, one answer.
  <Q, R> R ask(MethodDescriptor<Q, R> method, Duration within, Q question)
      throws InterruptedException {
    try (Incoming<R> answers = stream(method, within, question)) {
      return only(answers);
    }
  }

  /// One question, many answers, at the reader's pace.
  <Q, R> void read(
      MethodDescriptor<Q, R> method, Duration within, Q question, Consumer<? super R> reader)
      throws InterruptedException {
    try (Incoming<R> answers = stream(method, within, question)) {
      for (R answer = answers.next(); answer != null; answer = answers.next()) {
        reader.accept(answer);
      }
    }
  }

  /// One question, many answers; close what comes back.
  <Q, R> Incoming<R> stream(MethodDescriptor<Q, R> method, Duration within, Q question) {
    Incoming<R> answers = start(method, within, call -> call.sendMessage(question));
    answers.halfClose();
    return answers;
  }

  /// What a message passes before it is sent.
  interface Before<Q> {
    void pass(Q message) throws InterruptedException;
  }

  /// Many messages, one answer; waits while the network has enough.
  <Q, R> R send(MethodDescriptor<Q, R> method, Duration within, Iterator<Q> messages)
      throws InterruptedException {
    return send(method, within, messages, _ -> {});
  }

  /// The same, where each message waits for something else too.
  <Q, R> R send(
      MethodDescriptor<Q, R> method, Duration within, Iterator<Q> messages, Before<Q> before)
      throws InterruptedException {
    ClientCall<Q, R> call = newCall(method, within);
    try (Incoming<R> answers = new Incoming<>(call, peer)) {
      answers.start();
      while (answers.awaitReady() && messages.hasNext()) {
        Q message = messages.next();
        before.pass(message);
        call.sendMessage(message);
      }
      answers.halfClose();
      return only(answers);
    }
  }

  private <Q, R> Incoming<R> start(
      MethodDescriptor<Q, R> method, Duration within, Consumer<ClientCall<Q, R>> sender) {
    ClientCall<Q, R> call = newCall(method, within);
    Incoming<R> answers = new Incoming<>(call, peer);
    answers.start();
    sender.accept(call);
    return answers;
  }

  private <Q, R> ClientCall<Q, R> newCall(MethodDescriptor<Q, R> method, Duration within) {
    return channel.newCall(
        method,
        CallOptions.DEFAULT
            .withDeadlineAfter(within.toMillis(), TimeUnit.MILLISECONDS)
            .withMaxInboundMessageSize(LARGEST_ANSWER)
            .withOnReadyThreshold(READY_BYTES));
  }

  private <R> R only(Incoming<R> answers) throws InterruptedException {
    R answer = answers.next();
    if (answer == null) {
      throw new OperationFailed(FailureCode.INTERNAL, peer + " ended a call without an answer");
    }
    answers.next();
    return answer;
  }

  /// Answers of one call as they come. Closing it before the end cancels the call.
  static final class Incoming<R> extends ClientCall.Listener<R> implements AutoCloseable {
    private final ClientCall<?, R> call;
    private final String peer;
    private final Inbox<R> inbox;
    private boolean isOver;

    private Incoming(ClientCall<?, R> call, String peer) {
      this.call = call;
      this.peer = peer;
      this.inbox = new Inbox<>(Dialogue.AHEAD, call::request);
    }

    private void start() {
      call.start(this, new Metadata());
      inbox.open();
    }

    private void halfClose() {
      synchronized (this) {
        if (isOver) {
          return;
        }
      }
      call.halfClose();
    }

    /// The next answer; null at the end. Fails as the call did.
    @Nullable R next() throws InterruptedException {
      return inbox.next();
    }

    /// Whether the network takes more; false when the call is over.
    private synchronized boolean awaitReady() throws InterruptedException {
      while (!isOver && !call.isReady()) {
        wait();
      }
      return !isOver;
    }

    @Override
    public void onMessage(R answer) {
      inbox.put(answer);
    }

    @Override
    public synchronized void onReady() {
      notifyAll();
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      synchronized (this) {
        isOver = true;
        notifyAll();
      }
      if (status.isOk()) {
        inbox.end();
      } else {
        inbox.fail(CallFailures.failed(status, trailers, peer));
      }
    }

    @Override
    public void close() {
      call.cancel("no more is wanted", null);
      inbox.fail(new OperationFailed(FailureCode.CANCELLED, "The call to " + peer));
    }
  }
}
