package com.plexichat.backup.agent.jobs;

import static com.plexichat.backup.agent.jobs.Scripted.await;
import static com.plexichat.backup.agent.jobs.Scripted.job;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.PauseOrder;
import com.plexichat.backup.proto.RunOrder;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.JobState;
import com.plexichat.backup.shared.model.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Jobs that another machine executes: they rest there, over restarts of either side.
class RemotePauseTest {
  private final KeptJobs store = new KeptJobs();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-07-01T12:00:00Z"));
  private final InstantSource time = now::get;
  private final Machine machine = new Machine();
  private Jobs jobs = new Jobs(store, time);

  @AfterEach
  void close() {
    jobs.close();
    machine.jobs.close();
  }

  private Work remote() {
    return new RemoteWork(
        machine,
        new PeerId("1".repeat(32)),
        RunOrder.newBuilder().setJobId("j").build(),
        Duration.ofMinutes(1),
        time);
  }

  private void begin() throws Exception {
    jobs.start(job("j", "backup"), remote());
    machine.work.awaitItem();
    await(jobs, "j", JobState.RUNNING);
  }

  private void rest() throws Exception {
    assertTrue(jobs.pause("j", "person:anna", "disk"));
    await(machine.jobs, "j", job -> job.getPausedMs() > 0);
    assertEquals(
        "Paused by anna, as soon as the item under way is whole: disk",
        await(jobs, "j", JobState.RUNNING).getReason());
    machine.work.end(1);
    assertEquals("Paused by anna: disk", await(jobs, "j", JobState.PAUSED).getReason());
    assertEquals(1, machine.work.done.get());
  }

  private void goesOn() throws Exception {
    machine.work.end(1);
    assertTrue(jobs.resume("j", "person:anna"));
    assertEquals(JobState.DONE, Jobs.state(jobs.await("j")));
    assertEquals(2, machine.work.done.get());
  }

  @Test
  void itRestsThereAndSaysSoWhenItDoes() throws Exception {
    begin();
    rest();
    assertTrue(store.find("j").orElseThrow().getPausedMs() > 0);
    goesOn();
  }

  @Test
  void aCoordinatorThatIsStartedAgainLeavesItPaused() throws Exception {
    begin();
    rest();
    jobs.close();
    jobs = new Jobs(store, time);
    jobs.start(store.find("j").orElseThrow(), remote());
    await(jobs, "j", JobState.PAUSED);
    assertEquals(JobState.PAUSED, Jobs.state(machine.jobs.find("j").orElseThrow()));
    goesOn();
  }

  @Test
  void aMachineThatIsStartedAgainWhileItRestsIsAskedWhenItMayGoOn() throws Exception {
    begin();
    rest();
    machine.startAgain();
    now.set(now.get().plusSeconds(3600));
    assertEquals(JobState.PAUSED, Jobs.state(jobs.find("j").orElseThrow()));
    goesOn();
  }

  @Test
  void whatRestsThereIsCancelledThereAfterARestartToo() throws Exception {
    begin();
    rest();
    jobs.close();
    jobs = new Jobs(store, time);
    jobs.start(store.find("j").orElseThrow(), remote());
    await(jobs, "j", JobState.PAUSED);
    jobs.cancel("j", "enough");
    assertEquals(JobState.CANCELLED, Jobs.state(jobs.await("j")));
    assertEquals(JobState.CANCELLED, Jobs.state(machine.jobs.await("j")));
    assertEquals(1, machine.work.done.get());
  }

  @Test
  void aMachineThatIsNotHeardOfDoesNotLookAsIfItWorked() throws Exception {
    begin();
    long heard = jobs.find("j").orElseThrow().getHeartbeatMs();
    now.set(now.get().plusSeconds(29));
    jobs.beat(Duration.ofSeconds(30));
    assertEquals(JobState.RUNNING, Jobs.state(jobs.find("j").orElseThrow()));
    now.set(now.get().plusSeconds(2));
    jobs.beat(Duration.ofSeconds(30));
    JobEntry silent = jobs.find("j").orElseThrow();
    assertEquals(JobState.STALLED, Jobs.state(silent));
    assertEquals(heard, silent.getHeartbeatMs());
    machine.work.end(2);
    assertEquals(JobState.DONE, Jobs.state(jobs.await("j")));
  }

  /// An agent with its own jobs, one of which is the scripted one.
  private final class Machine implements RemoteWork.Agents {
    private final Scripted work = new Scripted(2);
    private volatile Jobs jobs = new Jobs(JobStore.none(), time);
    private volatile boolean isBroken;

    /// Every line to it breaks, and it knows nothing of what it did.
    void startAgain() {
      Jobs before = jobs;
      jobs = new Jobs(JobStore.none(), time);
      isBroken = true;
      before.close();
    }

    @Override
    public void run(PeerId host, RunOrder order, Consumer<JobEntry> changes)
        throws InterruptedException {
      isBroken = false;
      if (jobs.find("j").isEmpty()) {
        jobs.start(job("j", "backup"), work);
      }
      LinkedBlockingQueue<JobEntry> told = new LinkedBlockingQueue<>();
      try (AutoCloseable _ = jobs.watch("j", told::add)) {
        while (!isBroken) {
          JobEntry entry = told.poll(20, TimeUnit.MILLISECONDS);
          if (entry != null) {
            changes.accept(entry);
            if (Jobs.isFinal(entry)) {
              return;
            }
          }
        }
      } catch (InterruptedException | OperationFailed e) {
        throw e;
      } catch (Exception e) {
        throw new AssertionError(e);
      }
      throw new OperationFailed(FailureCode.UNREACHABLE, "the machine", "it was started again");
    }

    @Override
    public void cancel(PeerId host, String jobId) {
      jobs.cancel(jobId, "cancelled");
    }

    @Override
    public boolean pause(PeerId host, PauseOrder order) {
      return order.getPaused()
          ? jobs.pause(order.getJobId(), order.getReason())
          : jobs.resume(order.getJobId());
    }
  }
}
