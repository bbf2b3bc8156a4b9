package com.plexichat.backup.agent.jobs;

import static com.plexichat.backup.agent.jobs.Scripted.await;
import static com.plexichat.backup.agent.jobs.Scripted.job;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.shared.model.JobState;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Who works beside whom, who waits, and who gives way.
class TurnsTest {
  private final Jobs jobs = new Jobs(new KeptJobs(), InstantSource.system());

  @AfterEach
  void close() {
    jobs.close();
  }

  /// Starts a job and waits until it is at its first item.
  private Scripted working(String id, String kind, int items) throws Exception {
    Scripted work = new Scripted(items);
    jobs.start(job(id, kind), work);
    work.awaitItem();
    return work;
  }

  private Scripted waiting(String id, String kind, int items, String... waitsFor) throws Exception {
    Scripted work = new Scripted(items);
    jobs.start(job(id, kind), work);
    await(jobs, id, entry -> entry.getWaitsForList().equals(List.of(waitsFor)));
    return work;
  }

  private void ends(String id, Scripted work) throws Exception {
    work.end(work.items);
    assertEquals(JobState.DONE, Jobs.state(jobs.await(id)));
  }

  @Test
  void theTableIsTheSameFromBothSides() {
    for (JobClass one : JobClass.values()) {
      for (JobClass other : JobClass.values()) {
        assertEquals(one.excludes(other), other.excludes(one), one + " " + other);
      }
    }
    assertTrue(JobClass.of("prune").excludes(JobClass.of("repair")));
    assertTrue(JobClass.of("sweep").excludes(JobClass.of("rebalance")));
    assertTrue(JobClass.of("repair").excludes(JobClass.of("reseal")));
    for (JobClass other : JobClass.values()) {
      assertFalse(JobClass.SAVE.excludes(other), "a backup waits for nobody");
      assertFalse(JobClass.READ.excludes(other), "nor does a restore");
    }
  }

  @Test
  void aPruneWaitsForARepairAndBeginsByItself() throws Exception {
    Scripted repair = working("r", "repair", 1);
    Scripted prune = waiting("p", "prune", 1, "r");
    JobEntry told = jobs.find("p").orElseThrow();
    assertEquals(JobState.QUEUED, Jobs.state(told));
    assertEquals("waits for job r (repair)", told.getReason());
    Scripted backup = working("b", "backup", 1);
    ends("b", backup);
    ends("r", repair);
    prune.awaitItem();
    JobEntry begun = await(jobs, "p", JobState.RUNNING);
    assertEquals(0, begun.getWaitsForCount());
    ends("p", prune);
  }

  @Test
  void aPruneGivesWayToARepairAtItsNextItemAndGoesOnBehindIt() throws Exception {
    Scripted prune = working("p", "prune", 3);
    Scripted repair = waiting("r", "repair", 1, "p");
    prune.end(1);
    repair.awaitItem();
    JobEntry givesWay = await(jobs, "p", JobState.QUEUED);
    assertEquals("waits for job r (repair)", givesWay.getReason());
    assertEquals(1, prune.done.get());
    ends("r", repair);
    prune.awaitItem();
    ends("p", prune);
    assertEquals(3, prune.done.get());
  }

  @Test
  void whatIsAsUrgentEndsFirst() throws Exception {
    Scripted repair = working("r", "repair", 2);
    Scripted rollback = waiting("b", "rollback", 1, "r");
    repair.end(1);
    repair.awaitItem();
    ends("r", repair);
    ends("b", rollback);
  }

  @Test
  void theMoreUrgentOneComesFirstThenTheOlderOne() throws Exception {
    Scripted first = working("1", "prune", 1);
    waiting("2", "sweep", 1, "1");
    waiting("3", "sweep", 1, "1");
    waiting("4", "rollback", 1, "1");
    assertEquals(
        List.of("1", "4", "2", "3"), jobs.queue().stream().map(JobEntry::getJobId).toList());
    ends("1", first);
    await(jobs, "4", JobState.RUNNING);
    await(jobs, "2", entry -> entry.getWaitsForList().equals(List.of("4")));
    assertEquals(JobState.QUEUED, Jobs.state(jobs.find("3").orElseThrow()));
  }

  @Test
  void onlySoManyOfAClassWorkAtOnce() throws Exception {
    Scripted first = working("1", "repair", 1);
    Scripted second = working("2", "repair", 1);
    Scripted third = waiting("3", "repair", 1, "1", "2");
    ends("1", first);
    third.awaitItem();
    ends("2", second);
    ends("3", third);
  }

  @Test
  void whatRestsKeepsNobodyFromWorking() throws Exception {
    Scripted prune = working("p", "prune", 2);
    jobs.pause("p", "");
    waiting("s", "sweep", 1, "p");
    prune.end(1);
    await(jobs, "s", JobState.RUNNING);
    jobs.resume("p");
    JobEntry queued = await(jobs, "p", JobState.QUEUED);
    assertEquals(List.of("s"), queued.getWaitsForList());
    jobs.cancel("s", "");
    ends("p", prune);
  }

  @Test
  void whoWaitsCanBeCancelledAndIsInNobodysWay() throws Exception {
    Scripted repair = working("r", "repair", 1);
    Scripted prune = waiting("p", "prune", 1, "r");
    jobs.cancel("p", "");
    assertEquals(JobState.CANCELLED, Jobs.state(jobs.await("p")));
    assertEquals(0, prune.done.get());
    ends("r", repair);
    assertEquals(List.of(), jobs.queue());
  }
}
