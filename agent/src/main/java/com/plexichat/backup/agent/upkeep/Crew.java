package com.plexichat.backup.agent.upkeep;

import com.plexichat.backup.agent.jobs.JobControl;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Runs tasks in their order, a few at the same time, each on a virtual thread.
final class Crew {
  private Crew() {}

  /// The same for a job: it rests when each of these threads has come to a checkpoint. Tasks have
  /// those; the crew itself has one when all have ended.
  static void run(JobControl control, int most, List<Runnable> tasks) throws InterruptedException {
    control.putDown();
    try {
      run(most, tasks.stream().map(task -> (Runnable) () -> work(control, task)).toList());
    } finally {
      control.takeUp();
    }
    control.checkpoint();
  }

  private static void work(JobControl control, Runnable task) {
    control.takeUp();
    try {
      task.run();
    } finally {
      control.putDown();
    }
  }

  /// Returns when all have ended. What a task throws is thrown here, after the others ended; an
  /// interrupt interrupts them.
  static void run(int most, List<Runnable> tasks) throws InterruptedException {
    if (tasks.isEmpty()) {
      return;
    }
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.min(most, tasks.size()), Thread.ofVirtual().name("upkeep-", 0).factory());
    try {
      List<Callable<Object>> calls = tasks.stream().map(Executors::callable).toList();
      for (Future<Object> ended : threads.invokeAll(calls)) {
        join(ended);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void join(Future<Object> ended) throws InterruptedException {
    try {
      ended.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof OperationFailed failed) {
        throw new OperationFailed(failed, failed.code(), failed.args().toArray(String[]::new));
      }
      throw new OperationFailed(e.getCause(), FailureCode.INTERNAL, String.valueOf(e.getCause()));
    }
  }
}
