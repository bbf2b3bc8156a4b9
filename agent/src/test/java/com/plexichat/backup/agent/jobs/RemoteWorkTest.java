package com.plexichat.backup.agent.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.PauseOrder;
import com.plexichat.backup.proto.RunOrder;
import com.plexichat.backup.shared.model.JobState;
import com.plexichat.backup.shared.model.PeerId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// A job that another machine executes, and that is cancelled here.
class RemoteWorkTest {
  private static final ByteString RESULT = ByteString.copyFromUtf8("result");

  @Test
  void whatEndedBeforeItHeardOfTheCancellationIsDone() throws Exception {
    JobEntry ended = cancelled(new Machine(JobState.DONE, true));
    assertEquals(JobState.DONE, Jobs.state(ended));
    assertEquals(RESULT, ended.getResult());
  }

  @Test
  void whatEndedByItIsCancelled() throws Exception {
    assertEquals(JobState.CANCELLED, Jobs.state(cancelled(new Machine(JobState.CANCELLED, true))));
  }

  /// The order may have come through although nothing was told of it yet.
  @Test
  void theEndIsWaitedForWhereTheMachineHasToldNothingYet() throws Exception {
    assertEquals(JobState.DONE, Jobs.state(cancelled(new Machine(JobState.DONE, false))));
  }

  /// Cancels a job while it runs on a machine.
  private static JobEntry cancelled(Machine machine) throws Exception {
    try (Jobs jobs = new Jobs(JobStore.none(), InstantSource.system())) {
      RemoteWork work =
          new RemoteWork(
              machine,
              new PeerId("1".repeat(32)),
              RunOrder.newBuilder().setJobId("job").build(),
              Duration.ofMinutes(1),
              InstantSource.system());
      jobs.start(JobEntry.newBuilder().setJobId("job").build(), work);
      machine.isWatched.await();
      jobs.cancel("job", "enough");
      return jobs.await("job");
    }
  }

  /// Tells that the job runs, or nothing, until who watches is interrupted; whoever watches then is
  /// told its end.
  private static final class Machine implements RemoteWork.Agents {
    private final JobState end;
    private final boolean isTelling;
    private final CountDownLatch isWatched = new CountDownLatch(1);

    Machine(JobState end, boolean isTelling) {
      this.end = end;
      this.isTelling = isTelling;
    }

    @Override
    public void run(PeerId host, RunOrder order, Consumer<JobEntry> changes)
        throws InterruptedException {
      if (isWatched.getCount() == 0) {
        changes.accept(entry(end).toBuilder().setResult(RESULT).build());
        return;
      }
      if (isTelling) {
        changes.accept(entry(JobState.RUNNING));
      }
      isWatched.countDown();
      new CountDownLatch(1).await();
    }

    private static JobEntry entry(JobState state) {
      return JobEntry.newBuilder().setJobId("job").setState(JobControl.name(state)).build();
    }

    @Override
    public boolean pause(PeerId host, PauseOrder order) {
      throw new AssertionError("nobody paused it");
    }

    @Override
    public void cancel(PeerId host, String jobId) {
      // It comes too late, or the end says that it came in time.
    }
  }
}
