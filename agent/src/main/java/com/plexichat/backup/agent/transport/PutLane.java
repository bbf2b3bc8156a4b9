package com.plexichat.backup.agent.transport;

import com.google.protobuf.ByteString;
import com.plexichat.backup.proto.PutAnswer;
import com.plexichat.backup.proto.PutFrame;
import com.plexichat.backup.proto.PutHead;
import com.plexichat.backup.shared.client.CallFailures;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The one long stream on which all shards for one peer travel, whole shard after whole shard.
///
/// What is under way is bounded in bytes: who puts more waits. When the stream breaks, everything
/// under way fails and the next shard opens a new one.
final class PutLane implements AutoCloseable {
  private static final int READY_BYTES = 1 << 20;

  private final Channel channel;
  private final String peer;
  private final int window;
  private final SendGate gate;
  private final SendGate.Cause cause;
  private final Duration usual;
  private final Semaphore bytes;
  private final ReentrantLock sending = new ReentrantLock(true);
  private volatile @Nullable Stream stream;
  private volatile boolean isClosed;

  /// @param peer as people know it
  /// @param limits bytes under way at most, patience for an answer and for the network to take what
  ///   is sent, and the gate before it
  PutLane(Channel channel, String peer, PeerLink.Limits limits, SendGate.Cause cause) {
    this.channel = channel;
    this.peer = peer;
    this.cause = cause;
    this.window = limits.bytesUnderWay();
    this.gate = limits.gate();
    this.usual = limits.answerWithin();
    this.bytes = new Semaphore(window, true);
  }

  /// Sends a shard; returns when its array may be used again. The answer comes later, or a failure.
  CompletableFuture<PutAnswer> put(PutHead head, byte[] file, int offset, int length)
      throws InterruptedException {
    int share = Math.min(length, window);
    Duration patience = usual.plus(gate.slack());
    if (!bytes.tryAcquire(share, patience.toMillis(), TimeUnit.MILLISECONDS)) {
      return CompletableFuture.failedFuture(late(patience));
    }
    CompletableFuture<PutAnswer> answer = new CompletableFuture<>();
    CompletableFuture<PutAnswer> timed =
        answer
            .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
            .exceptionallyCompose(broken ->
                CompletableFuture.failedFuture(
                    broken instanceof TimeoutException
                        ? late(patience)
                        : CallFailures.failed(broken, peer)));
    var _ = answer.whenComplete((_, _) -> bytes.release(share));
    try {
      inTurn(head, answer, Framed.of(PutFrame.getDefaultInstance(), file, offset, length));
    } catch (InterruptedException e) {
      answer.completeExceptionally(interrupted());
      throw e;
    }
    return timed;
  }

  private void inTurn(PutHead head, CompletableFuture<PutAnswer> answer, Framed<PutFrame> shard)
      throws InterruptedException {
    sending.lockInterruptibly();
    try {
      Stream open = stream();
      open.expect(head.getShard(), answer);
      open.send(head, shard, answer);
    } finally {
      sending.unlock();
    }
  }

  private OperationFailed interrupted() {
    return new OperationFailed(FailureCode.CANCELLED, "Sending to " + peer);
  }

  private OperationFailed late(Duration patience) {
    return new OperationFailed(
        FailureCode.TIMED_OUT, "Sending a shard to " + peer, patience.toSeconds() + " s");
  }

  private Stream stream() {
    if (isClosed) {
      throw new OperationFailed(FailureCode.CANCELLED, "Sending to " + peer);
    }
    Stream open = stream;
    if (open == null || open.isOver()) {
      open = new Stream();
      open.start();
      stream = open;
      if (isClosed) {
        open.cancel("closed");
      }
    }
    return open;
  }

  /// Ends the stream; what is under way fails.
  @Override
  public void close() {
    isClosed = true;
    Stream open = stream;
    if (open != null) {
      open.cancel("closed");
    }
  }

  /// One call, until it breaks.
  private final class Stream extends ClientCall.Listener<PutAnswer> {
    private final ClientCall<Framed<PutFrame>, PutAnswer> call =
        channel.newCall(PeersMethods.PUT, CallOptions.DEFAULT.withOnReadyThreshold(READY_BYTES));
    private final Map<ByteString, Deque<CompletableFuture<PutAnswer>>> waiting = new HashMap<>();
    private @Nullable OperationFailed over;

    private void start() {
      call.start(this, new Metadata());
      call.request(16);
    }

    private synchronized boolean isOver() {
      return over != null;
    }

    private void expect(ByteString shard, CompletableFuture<PutAnswer> answer) {
      OperationFailed broken;
      synchronized (this) {
        broken = over;
        if (broken == null) {
          waiting.computeIfAbsent(shard, _ -> new ArrayDeque<>()).add(answer);
        }
      }
      if (broken != null) {
        answer.completeExceptionally(broken);
      }
    }

    private void send(PutHead head, Framed<PutFrame> shard, CompletableFuture<PutAnswer> answer)
        throws InterruptedException {
      int length = shard.size();
      int done = 0;
      try {
        do {
          if (isOver()) {
            return;
          }
          int size = Math.min(gate.piece(FrameSink.FRAME), length - done);
          PutFrame.Builder beside = PutFrame.newBuilder().setLast(done + size == length);
          if (done == 0) {
            beside.setHead(head);
          }
          PutFrame frame = beside.build();
          gate.send(peer, cause, (long) size + frame.getSerializedSize());
          if (!awaitReady()) {
            return;
          }
          call.sendMessage(Framed.of(frame, shard.array(), shard.offset() + done, size));
          done += size;
        } while (done < length);
      } catch (InterruptedException e) {
        if (done > 0) {
          // Nobody could tell the rest of it from the next one.
          cancel("a shard was given up half way");
        } else {
          answer.completeExceptionally(interrupted());
          forget(head.getShard());
        }
        throw e;
      }
    }

    /// Nobody answers for what was never sent.
    private synchronized void forget(ByteString shard) {
      Deque<CompletableFuture<PutAnswer>> queue = waiting.get(shard);
      if (queue != null && queue.removeIf(CompletableFuture::isDone) && queue.isEmpty()) {
        waiting.remove(shard);
      }
    }

    /// Whether the network takes more; false when the stream is over. A peer that takes nothing for
    /// too long is given up.
    private boolean awaitReady() throws InterruptedException {
      long left = usual.toMillis();
      synchronized (this) {
        while (over == null && !call.isReady() && left > 0) {
          // A missed wake-up costs a second at most.
          long turn = Math.min(left, 1000);
          wait(turn);
          left -= turn;
        }
        if (over != null) {
          return false;
        }
      }
      if (!call.isReady()) {
        cancel("it takes nothing");
        return false;
      }
      return true;
    }

    private void cancel(String why) {
      call.cancel(why, null);
    }

    @Override
    public void onMessage(PutAnswer answer) {
      CompletableFuture<PutAnswer> first;
      synchronized (this) {
        Deque<CompletableFuture<PutAnswer>> queue = waiting.get(answer.getShard());
        first = queue == null ? null : queue.poll();
        if (queue != null && queue.isEmpty()) {
          waiting.remove(answer.getShard());
        }
      }
      if (first != null) {
        first.complete(answer);
      }
      call.request(1);
    }

    @Override
    public void onReady() {
      synchronized (this) {
        notifyAll();
      }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      OperationFailed why =
          status.isOk()
              ? new OperationFailed(FailureCode.UNREACHABLE, peer, "it ended the stream")
              : CallFailures.failed(status, trailers, peer);
      Map<ByteString, Deque<CompletableFuture<PutAnswer>>> lost;
      synchronized (this) {
        over = why;
        lost = Map.copyOf(waiting);
        waiting.clear();
        notifyAll();
      }
      lost.values().forEach(queue -> queue.forEach(one -> one.completeExceptionally(why)));
    }
  }
}
