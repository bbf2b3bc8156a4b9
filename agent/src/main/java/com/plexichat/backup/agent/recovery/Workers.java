package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A few tasks at a time, each on a virtual thread of its own. The first failure ends all: whoever
/// submits or waits next gets it.
final class Workers implements AutoCloseable {
  private final int most;
  private final Semaphore room;
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable OperationFailed> failure = new AtomicReference<>();

  Workers(int most) {
    this.most = most;
    this.room = new Semaphore(most);
  }

  /// Starts a task; waits while enough of them run.
  void submit(Runnable task) throws InterruptedException {
    check();
    room.acquire();
    Thread thread =
        Thread.ofVirtual()
            .unstarted(() -> {
              try {
                if (failure.get() == null) {
                  task.run();
                }
              } catch (OperationFailed e) {
                failure.compareAndSet(null, e);
              } catch (RuntimeException | Error e) {
                failure.compareAndSet(
                    null, new OperationFailed(e, FailureCode.INTERNAL, e.toString()));
              } finally {
                running.remove(Thread.currentThread());
                room.release();
              }
            });
    running.add(thread);
    thread.start();
  }

  /// Waits for everything that was submitted.
  void await() throws InterruptedException {
    room.acquire(most);
    room.release(most);
    check();
  }

  void check() {
    OperationFailed failed = failure.get();
    if (failed != null) {
      throw failed;
    }
  }

  /// Interrupts what runs and waits until it has ended, so that nothing is left half done behind.
  @Override
  public void close() {
    failure.compareAndSet(null, new OperationFailed(FailureCode.CANCELLED, "The work"));
    running.forEach(Thread::interrupt);
    room.acquireUninterruptibly(most);
    room.release(most);
  }
}
