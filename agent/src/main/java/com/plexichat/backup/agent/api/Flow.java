package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.jobs.Jobs;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Long answers at the reader's pace, on the thread of the call.
final class Flow {
  private static final int WAIT_MS = 200;

  /// Between two looks at a reader that is slower, growing.
  private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(1);

  private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(20);

  private Flow() {}

  /// A sink that waits while the other side is slower.
  static <A> Consumer<A> of(StreamObserver<A> to) {
    ServerCallStreamObserver<A> call = (ServerCallStreamObserver<A>) to;
    return each -> {
      awaitReady(call, () -> false);
      if (call.isCancelled()) {
        throw new OperationFailed(FailureCode.CANCELLED, "The call");
      }
      call.onNext(each);
    };
  }

  /// Waits until the other side takes more, has gone away, or there is no reason to wait any more.
  static void awaitReady(ServerCallStreamObserver<?> call, BooleanSupplier isOver) {
    long pause = SHORTEST;
    while (!call.isReady() && !call.isCancelled() && !isOver.getAsBoolean()) {
      LockSupport.parkNanos(pause);
      pause = Math.min(LONGEST, pause * 2);
    }
  }

  /// Ends a subscription.
  static void close(AutoCloseable watch) {
    try {
      watch.close();
    } catch (Exception e) {
      throw new IllegalStateException("a watch does not end", e);
    }
  }

  /// Sends the job and its changes until it has ended or the reader goes away.
  static void watch(Jobs jobs, String jobId, StreamObserver<JobEntry> to) {
    LinkedBlockingQueue<JobEntry> changes = new LinkedBlockingQueue<>();
    ServerCallStreamObserver<JobEntry> call = (ServerCallStreamObserver<JobEntry>) to;
    AutoCloseable watch = jobs.watch(jobId, changes::add);
    try {
      while (!call.isCancelled()) {
        JobEntry entry = changes.poll(WAIT_MS, TimeUnit.MILLISECONDS);
        for (JobEntry newer = changes.poll(); newer != null; newer = changes.poll()) {
          entry = newer;
        }
        if (entry != null) {
          call.onNext(entry);
          if (Jobs.isFinal(entry)) {
            call.onCompleted();
            return;
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close(watch);
    }
  }
}
