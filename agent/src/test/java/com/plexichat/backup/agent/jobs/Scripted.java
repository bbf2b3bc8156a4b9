package com.plexichat.backup.agent.jobs;

import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.shared.model.JobPhase;
import com.plexichat.backup.shared.model.JobState;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/// Work of some items, each of which a test lets end.
final class Scripted implements Work {
  private static final int PATIENCE_SECONDS = 20;

  final int items;
  final AtomicInteger done = new AtomicInteger();
  private final Semaphore begun = new Semaphore(0);
  private final Semaphore mayEnd = new Semaphore(0);

  Scripted(int items) {
    this.items = items;
  }

  @Override
  public byte[] run(JobControl control) throws InterruptedException {
    while (done.get() < items) {
      control.checkpoint();
      begun.release();
      mayEnd.acquire();
      control.progress(JobPhase.CHECK, done.incrementAndGet(), items, 0, 0);
    }
    return new byte[] {(byte) items};
  }

  /// Waits until an item more has begun.
  void awaitItem() throws InterruptedException {
    if (!begun.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("no item has begun");
    }
  }

  void end(int more) {
    mayEnd.release(more);
  }

  static JobEntry job(String id, String kind) {
    return JobEntry.newBuilder().setJobId(id).setKind(kind).setAskedBy("person:anna").build();
  }

  /// Waits until a job is as it is wanted.
  static JobEntry await(Jobs jobs, String id, Predicate<JobEntry> wanted) throws Exception {
    CompletableFuture<JobEntry> found = new CompletableFuture<>();
    try (AutoCloseable _ =
        jobs.watch(
            id,
            entry -> {
              if (wanted.test(entry)) {
                found.complete(entry);
              }
            })) {
      return found.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (java.util.concurrent.TimeoutException late) {
      throw new AssertionError("it never came to it: " + jobs.find(id), late);
    }
  }

  static JobEntry await(Jobs jobs, String id, JobState state) throws Exception {
    return await(jobs, id, entry -> Jobs.state(entry) == state);
  }
}
