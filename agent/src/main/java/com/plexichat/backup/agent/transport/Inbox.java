package com.plexichat.backup.agent.transport;

import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Messages of one call on their way from gRPC's thread to a virtual thread that waits for them.
///
/// It is bounded because a further message is asked for only when one was taken. What is never
/// taken is closed.
final class Inbox<T> {
  private final int ahead;
  private final IntConsumer request;
  private final Deque<T> queue = new ArrayDeque<>();
  private boolean isEnded;
  private @Nullable OperationFailed failure;

  /// @param ahead messages that may wait here
  /// @param request asks the call for so many more; may be called on any thread
  Inbox(int ahead, IntConsumer request) {
    this.ahead = ahead;
    this.request = request;
  }

  void open() {
    request.accept(ahead);
  }

  synchronized void put(T message) {
    if (isEnded) {
      discard(message);
      return;
    }
    queue.add(message);
    notifyAll();
  }

  /// No further message comes; those that came are still given out.
  synchronized void end() {
    isEnded = true;
    notifyAll();
  }

  /// The call is over: what was not taken is closed.
  synchronized void fail(OperationFailed why) {
    if (failure == null) {
      failure = why;
    }
    isEnded = true;
    queue.forEach(Inbox::discard);
    queue.clear();
    notifyAll();
  }

  /// The next message; null at the end. Fails when the call did.
  @Nullable T next() throws InterruptedException {
    T message;
    synchronized (this) {
      while (queue.isEmpty() && !isEnded) {
        wait();
      }
      if (failure != null) {
        throw again(failure);
      }
      message = queue.poll();
    }
    if (message != null) {
      request.accept(1);
    }
    return message;
  }

  /// The same failure with the stack of who waits for it.
  private static OperationFailed again(OperationFailed failure) {
    return new OperationFailed(failure, failure.code(), failure.args().toArray(String[]::new));
  }

  private static void discard(Object message) {
    if (message instanceof Framed<?> frame) {
      frame.close();
    }
  }
}
