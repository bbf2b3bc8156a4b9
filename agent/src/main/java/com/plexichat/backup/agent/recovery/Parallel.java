package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/// A few calls at the same time, each on a thread of its own.
final class Parallel<T> {
  private final List<FutureTask<T>> tasks = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  void start(Callable<T> call) {
    FutureTask<T> task = new FutureTask<>(call);
    tasks.add(task);
    threads.add(Thread.ofVirtual().start(task));
  }

  /// Waits for all. What failed is given to `failures`, which may throw, and left out.
  List<T> results(Consumer<OperationFailed> failures) {
    List<T> results = new ArrayList<>();
    try {
      for (FutureTask<T> task : tasks) {
        try {
          results.add(task.get());
        } catch (ExecutionException e) {
          if (e.getCause() instanceof OperationFailed failed) {
            failures.accept(failed);
          } else {
            throw new OperationFailed(
                e.getCause(), FailureCode.INTERNAL, String.valueOf(e.getCause()));
          }
        }
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationFailed(e, FailureCode.CANCELLED, "Reading shards");
    } finally {
      threads.forEach(Thread::interrupt);
    }
  }
}
