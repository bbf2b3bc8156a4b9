package com.plexichat.backup.console.kit;

import com.plexichat.backup.console.state.Subscription;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Work beside the toolkit's thread, on virtual threads; what comes of it arrives on that thread.
public final class Tasks implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Tasks.class);

  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

  /// Starts work.
  ///
  /// @param done gets the result, on the toolkit's thread
  /// @param failed gets why there is none, on the toolkit's thread
  /// @return closing it interrupts the work; nothing arrives then
  public <T> Subscription run(
      Callable<T> work, Consumer<? super T> done, Consumer<OperationFailed> failed) {
    AtomicBoolean closed = new AtomicBoolean();
    Future<?> running =
        workers.submit(() -> {
          try {
            T result = work.call();
            arrive(closed, () -> done.accept(result));
          } catch (OperationFailed told) {
            arrive(closed, () -> failed.accept(told));
          } catch (Exception wrong) {
            if (!closed.get()) {
              LOG.error("a task of a screen failed", wrong);
            }
            OperationFailed told =
                new OperationFailed(wrong, FailureCode.INTERNAL, String.valueOf(wrong));
            arrive(closed, () -> failed.accept(told));
          }
        });
    return () -> {
      closed.set(true);
      running.cancel(true);
    };
  }

  private static void arrive(AtomicBoolean closed, Runnable result) {
    FxBridge.run(() -> {
      if (!closed.get()) {
        result.run();
      }
    });
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
