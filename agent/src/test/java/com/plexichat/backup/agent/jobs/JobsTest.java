package com.plexichat.backup.agent.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.JobState;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// What is known of jobs that have not begun here.
class JobsTest {
  private static final JobEntry JOB = JobEntry.newBuilder().setJobId("job").build();

  @Test
  void whatCouldNotBeSavedIsNotThereAndCanBeginLater() throws Exception {
    Full store = new Full();
    try (Jobs jobs = new Jobs(store, InstantSource.system())) {
      assertThrows(OperationFailed.class, () -> jobs.start(JOB, _ -> new byte[0]));
      assertEquals(Optional.empty(), jobs.find("job"));
      OperationFailed unknown =
          assertThrows(OperationFailed.class, () -> jobs.watch("job", _ -> {}));
      assertEquals(FailureCode.JOB_UNKNOWN, unknown.code());
      store.isFull = false;
      jobs.start(JOB, _ -> new byte[0]);
      assertEquals(JobState.DONE, Jobs.state(jobs.await("job")));
    }
  }

  /// A coordinator that starts again answers before it has gone on with its jobs.
  @Test
  void whoWatchesBeforeAJobGoesOnHearsItsEnd() throws Exception {
    JobEntry running = JOB.toBuilder().setState("running").build();
    Full store = new Full();
    store.isFull = false;
    store.stored = Optional.of(running);
    List<JobState> heard = new CopyOnWriteArrayList<>();
    try (Jobs jobs = new Jobs(store, InstantSource.system());
        AutoCloseable _ = jobs.watch("job", entry -> heard.add(Jobs.state(entry)))) {
      assertEquals(List.of(JobState.STALLED), heard, "nobody executes it yet");
      jobs.start(running, _ -> new byte[0]);
      jobs.await("job");
      assertEquals(JobState.DONE, heard.getLast());
    }
  }

  /// The cancellation interrupts the thread that writes down that the job begins.
  @Test
  void whatIsCancelledJustWhenItBeginsIsToldThatItNeverBegan() throws Exception {
    AtomicReference<Jobs> all = new AtomicReference<>();
    JobStore store =
        new Full() {
          @Override
          public void save(JobEntry job, String actor, String reason) {
            if (Jobs.state(job) == JobState.RUNNING) {
              all.get().cancel("job", "enough");
              throw new OperationFailed(FailureCode.INTERRUPTED, "The command", "it was stopped");
            }
          }
        };
    List<String> told = new CopyOnWriteArrayList<>();
    Work work =
        new Work() {
          @Override
          public byte[] run(JobControl control) {
            told.add("run");
            return new byte[0];
          }

          @Override
          public void neverBegan() {
            told.add("never began");
          }
        };
    try (Jobs jobs = new Jobs(store, InstantSource.system())) {
      all.set(jobs);
      jobs.start(JOB, work);
      assertEquals(JobState.CANCELLED, Jobs.state(jobs.await("job")));
    }
    assertEquals(List.of("never began"), told);
  }

  /// A thread that is interrupted cannot write to the catalogue, and the end would be lost.
  @Test
  void whoCancelsWhileTheEndIsSavedComesTooLate() throws Exception {
    AtomicReference<Jobs> all = new AtomicReference<>();
    List<JobState> saved = new CopyOnWriteArrayList<>();
    JobStore store =
        new Full() {
          @Override
          public void save(JobEntry job, String actor, String reason) {
            if (Jobs.isFinal(job)) {
              all.get().cancel("job", "enough");
            }
            if (Thread.currentThread().isInterrupted()) {
              throw new OperationFailed(FailureCode.INTERRUPTED, "The command", "it was stopped");
            }
            saved.add(Jobs.state(job));
          }
        };
    try (Jobs jobs = new Jobs(store, InstantSource.system())) {
      all.set(jobs);
      CountDownLatch started = new CountDownLatch(1);
      jobs.start(
          JOB,
          _ -> {
            started.await();
            return new byte[0];
          });
      started.countDown();
      assertEquals(JobState.DONE, Jobs.state(jobs.await("job")));
    }
    assertEquals(JobState.DONE, saved.getLast());
  }

  /// Saves nothing until it has room.
  private static class Full implements JobStore {
    private boolean isFull = true;
    private Optional<JobEntry> stored = Optional.empty();

    @Override
    public void save(JobEntry job, String actor, String reason) {
      if (isFull) {
        throw new OperationFailed(FailureCode.NO_SPACE, "the catalogue");
      }
    }

    @Override
    public Optional<JobEntry> find(String jobId) {
      return stored;
    }

    @Override
    public List<JobEntry> newest(int most) {
      return List.of();
    }
  }
}
