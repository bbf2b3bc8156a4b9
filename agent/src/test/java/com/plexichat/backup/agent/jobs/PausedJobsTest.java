package com.plexichat.backup.agent.jobs;

import static com.plexichat.backup.agent.jobs.Scripted.await;
import static com.plexichat.backup.agent.jobs.Scripted.job;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.shared.model.JobPhase;
import com.plexichat.backup.shared.model.JobState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Jobs that are paused, go on, and do not look as if they ran when they do not.
class PausedJobsTest {
  private final KeptJobs store = new KeptJobs();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-07-01T12:00:00Z"));
  private final InstantSource time = now::get;
  private Jobs jobs = new Jobs(store, time);

  @AfterEach
  void close() {
    jobs.close();
  }

  private JobState state(String id) {
    return Jobs.state(jobs.find(id).orElseThrow());
  }

  @Test
  void itRestsBehindTheItemThatItIsAtAndGoesOnWhereItWas() throws Exception {
    Scripted work = new Scripted(3);
    jobs.start(job("j", "backup"), work);
    work.awaitItem();
    assertTrue(jobs.pause("j", "person:anna", "disk is changed"));
    JobEntry ending = jobs.find("j").orElseThrow();
    assertEquals(JobState.RUNNING, Jobs.state(ending), "an item is under way");
    assertEquals(
        "Paused by anna, as soon as the item under way is whole: disk is changed",
        ending.getReason());
    work.end(1);
    JobEntry resting = await(jobs, "j", JobState.PAUSED);
    assertEquals("Paused by anna: disk is changed", resting.getReason());
    assertEquals(1, work.done.get());
    assertTrue(store.find("j").orElseThrow().getPausedMs() > 0);
    assertTrue(store.actors.contains("person:anna"));
    work.end(2);
    assertTrue(jobs.resume("j", "person:ben"));
    JobEntry ended = jobs.await("j");
    assertEquals(JobState.DONE, Jobs.state(ended));
    assertEquals(3, work.done.get());
    assertEquals(0, ended.getPausedMs());
    assertFalse(jobs.pause("j", "too late"));
    assertFalse(jobs.resume("j"));
  }

  @Test
  void itStaysPausedOverARestart() throws Exception {
    Scripted work = new Scripted(2);
    jobs.start(job("j", "backup"), work);
    work.awaitItem();
    jobs.pause("j", "window");
    work.end(1);
    await(jobs, "j", JobState.PAUSED);
    jobs.close();
    jobs = new Jobs(store, time);
    assertEquals(JobState.PAUSED, state("j"), "before anybody goes on with it");
    jobs.start(store.find("j").orElseThrow(), work);
    await(jobs, "j", JobState.PAUSED);
    assertEquals(1, work.done.get());
    assertTrue(jobs.resume("j"));
    work.end(1);
    assertEquals(JobState.DONE, Jobs.state(jobs.await("j")));
    assertEquals(2, work.done.get());
  }

  @Test
  void whatIsPausedCanBeCancelled() throws Exception {
    Scripted work = new Scripted(2);
    jobs.start(job("j", "repair"), work);
    work.awaitItem();
    jobs.pause("j", "");
    work.end(1);
    await(jobs, "j", JobState.PAUSED);
    assertTrue(jobs.cancel("j", "enough"));
    JobEntry ended = jobs.await("j");
    assertEquals(JobState.CANCELLED, Jobs.state(ended));
    assertEquals(0, ended.getPausedMs());
    assertEquals(1, work.done.get());
  }

  @Test
  void whatIsCancelledBeforeItsTurnIsTold() throws Exception {
    Scripted first = new Scripted(1);
    jobs.start(job("first", "prune"), first);
    first.awaitItem();
    CountDownLatch told = new CountDownLatch(1);
    Work second =
        new Work() {
          @Override
          public byte[] run(JobControl control) {
            throw new AssertionError("it never had its turn");
          }

          @Override
          public void neverBegan() {
            told.countDown();
          }
        };
    jobs.start(job("second", "sweep"), second);
    await(jobs, "second", JobState.QUEUED);
    jobs.cancel("second", "not now");
    assertEquals(JobState.CANCELLED, Jobs.state(jobs.await("second")));
    assertEquals(0, told.getCount());
    first.end(1);
    assertEquals(JobState.DONE, Jobs.state(jobs.await("first")));
  }

  /// Its coordinator is gone and another one knows nothing of it: nothing else would ever end it.
  @Test
  void whatIsPausedIsEndedWhenAnotherCoordinatorTakesOver() throws Exception {
    Scripted resting = new Scripted(2);
    jobs.start(job("j", "backup"), resting);
    resting.awaitItem();
    Scripted working = new Scripted(1);
    jobs.start(job("w", "backup"), working);
    working.awaitItem();
    jobs.pause("j", "");
    resting.end(1);
    await(jobs, "j", JobState.PAUSED);
    jobs.cancelPaused("another coordinator took over");
    assertEquals(JobState.CANCELLED, Jobs.state(jobs.await("j")));
    working.end(1);
    assertEquals(JobState.DONE, Jobs.state(jobs.await("w")));
  }

  @Test
  void whatWaitsIsPausedAtOnceAndDoesNotBegin() throws Exception {
    Scripted repair = new Scripted(1);
    jobs.start(job("r", "repair"), repair);
    repair.awaitItem();
    Scripted prune = new Scripted(1);
    jobs.start(job("p", "prune"), prune);
    await(jobs, "p", job -> job.getWaitsForCount() == 1);
    jobs.pause("p", "");
    JobEntry resting = await(jobs, "p", JobState.PAUSED);
    assertEquals(0, resting.getWaitsForCount());
    repair.end(1);
    jobs.await("r");
    assertEquals(JobState.PAUSED, state("p"));
    prune.end(1);
    jobs.resume("p");
    assertEquals(JobState.DONE, Jobs.state(jobs.await("p")));
  }

  @Test
  void whatAPersonPausedTheEndOfAWindowDoesNotResume() throws Exception {
    Scripted work = new Scripted(2);
    jobs.start(job("j", "sweep"), work);
    work.awaitItem();
    assertTrue(jobs.pause("j", "the window ends"));
    assertTrue(jobs.pause("j", "person:anna", "not tonight"));
    assertTrue(jobs.pause("j", "the window ends"));
    assertEquals("person:anna", jobs.find("j").orElseThrow().getPausedBy());
    assertFalse(jobs.resume("j"));
    work.end(1);
    await(jobs, "j", JobState.PAUSED);
    assertTrue(jobs.resume("j", "person:ben"));
    work.end(1);
    assertEquals(JobState.DONE, Jobs.state(jobs.await("j")));
  }

  /// Nobody may be told that it rests while one of its threads is at an item.
  @Test
  void itRestsWhenEachOfItsThreadsDoes() throws Exception {
    CountDownLatch bothBegan = new CountDownLatch(2);
    CountDownLatch firstMayEnd = new CountDownLatch(1);
    CountDownLatch secondMayEnd = new CountDownLatch(1);
    CountDownLatch firstRests = new CountDownLatch(1);
    Work work =
        control -> {
          control.takeUp();
          Thread second =
              Thread.ofVirtual()
                  .start(() -> {
                    bothBegan.countDown();
                    join(secondMayEnd);
                    control.checkpoint();
                    control.putDown();
                  });
          bothBegan.countDown();
          join(firstMayEnd);
          firstRests.countDown();
          control.checkpoint();
          second.join();
          return new byte[0];
        };
    jobs.start(job("j", "check"), work);
    join(bothBegan);
    jobs.pause("j", "");
    firstMayEnd.countDown();
    join(firstRests);
    await(jobs, "j", job -> job.getReason().contains("as soon as"));
    assertEquals(JobState.RUNNING, state("j"));
    secondMayEnd.countDown();
    await(jobs, "j", JobState.PAUSED);
    jobs.resume("j");
    assertEquals(JobState.DONE, Jobs.state(jobs.await("j")));
  }

  private static void join(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Before, the thread died and the job looked as if it ran for ever.
  @Test
  void whatBreaksTheThreadEndsTheJob() throws Exception {
    Work broken =
        _ -> {
          throw new StackOverflowError("deep");
        };
    jobs.start(job("j", "check"), broken);
    assertEquals(JobState.FAILED, Jobs.state(jobs.await("j")));
  }

  @Test
  void whatNobodyExecutesDoesNotLookAsIfItRan() {
    JobEntry left = job("j", "check").toBuilder().setState("running").setRate(7).build();
    store.save(left, "", "");
    JobEntry told = jobs.find("j").orElseThrow();
    assertEquals(JobState.STALLED, Jobs.state(told));
    assertTrue(told.getReason().startsWith("Nobody executes it"), told::getReason);
    assertEquals(0, told.getRate());
    assertEquals("stalled", jobs.newest(1).getFirst().getState());
  }

  @Test
  void whatIsExecutedTellsSoThoughNothingMoves() throws Exception {
    Scripted work = new Scripted(2);
    jobs.start(job("j", "check"), work);
    work.awaitItem();
    work.end(1);
    work.awaitItem();
    long moved = now.get().toEpochMilli();
    now.set(now.get().plusSeconds(100));
    jobs.beat(Duration.ofSeconds(30));
    JobEntry told = jobs.find("j").orElseThrow();
    assertEquals(now.get().toEpochMilli(), told.getHeartbeatMs());
    assertEquals(moved, told.getProgressedMs());
    assertEquals(JobState.RUNNING, Jobs.state(told), "its thread is here");
    assertEquals(JobPhase.CHECK.word(), told.getPhase());
    work.end(1);
    jobs.await("j");
  }
}
