package com.plexichat.backup.agent.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.catalogue.CopyRow;
import com.plexichat.backup.agent.jobs.CatalogueJobStore;
import com.plexichat.backup.agent.jobs.Jobs;
import com.plexichat.backup.agent.jobs.Work;
import com.plexichat.backup.proto.BackupDeleted;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.PeerState;
import com.plexichat.backup.proto.PlannedBackup;
import com.plexichat.backup.proto.PrunePlan;
import com.plexichat.backup.proto.RepairResult;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.JobPhase;
import com.plexichat.backup.shared.model.JobState;
import com.plexichat.backup.shared.model.Tier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Prune, sweep and repair that rest between two items, with what is on disk and in the catalogue
/// while they do.
class PausedUpkeepTest {
  private static final PrunePlan PLAN =
      PrunePlan.newBuilder()
          .addRemoved(PlannedBackup.newBuilder().setBackupId(UpkeepCluster.BACKUP))
          .build();

  @TempDir Path folder;
  private UpkeepCluster cluster;

  @BeforeEach
  void open() {
    cluster = new UpkeepCluster(folder, 6, 5);
  }

  private void backUp(int stripes) {
    cluster.backUp(Tier.BRONZE, stripes, 500);
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  private static JobEntry job(String kind) {
    return JobEntry.newBuilder().setJobId("paused").setKind(kind).setAskedBy("test").build();
  }

  /// Starts work that is paused at the first change that is meant, and waits until it rests.
  private void startAndPause(String kind, Work work, Predicate<JobEntry> when) throws Exception {
    Jobs jobs = cluster.jobs;
    CompletableFuture<JobEntry> resting = new CompletableFuture<>();
    try (AutoCloseable _ =
        jobs.watchAll(entry -> {
          if (entry.getPausedMs() == 0 && when.test(entry)) {
            jobs.pause("paused", "window");
          } else if (Jobs.state(entry) == JobState.PAUSED) {
            resting.complete(entry);
          }
        })) {
      jobs.start(job(kind), work);
      resting.get(20, TimeUnit.SECONDS);
    }
  }

  private Set<CopyState> states() {
    return cluster.stripes().stream()
        .flatMap(stripe -> stripe.shards().stream())
        .flatMap(shard -> shard.copies().stream())
        .map(CopyRow::state)
        .collect(Collectors.toSet());
  }

  /// Its backup is marked, nothing is moved; then the coordinator is killed and started again.
  @Test
  void aPruneRestsBetweenMarkingAndMovingOverARestart() throws Exception {
    backUp(2);
    cluster.submit(
        Command.newBuilder()
            .setBackupDeleted(BackupDeleted.newBuilder().setBackupId(UpkeepCluster.BACKUP)));
    Work prune = new PruneJob(cluster.base, PLAN, Duration.ofDays(7));
    startAndPause("prune", prune, job -> job.getPhase().equals(JobPhase.MARK.word()));
    assertEquals(BackupState.PRUNED, cluster.catalogue.backups().get(UpkeepCluster.BACKUP).state());
    assertEquals(Set.of(CopyState.OK), states());
    cluster.jobs.close();
    try (Jobs again = new Jobs(new CatalogueJobStore(cluster.catalogue), () -> cluster.now)) {
      JobEntry left = cluster.catalogue.jobs().unfinished().getFirst();
      assertTrue(left.getPausedMs() > 0);
      again.start(left, prune);
      assertEquals(Set.of(CopyState.OK), states());
      assertTrue(again.resume("paused"));
      assertEquals(JobState.DONE, Jobs.state(again.await("paused")));
    }
    assertEquals(Set.of(CopyState.TRASHED), states());
    assertEquals(List.of(), cluster.catalogue.jobs().unfinished());
  }

  @Test
  void aSweepThatRestsHasDeletedNothing() throws Exception {
    backUp(2);
    cluster.submit(
        Command.newBuilder()
            .setBackupDeleted(BackupDeleted.newBuilder().setBackupId(UpkeepCluster.BACKUP)));
    assertEquals(
        "done", cluster.run(new PruneJob(cluster.base, PLAN, Duration.ofDays(7))).getState());
    cluster.pass(Duration.ofDays(8));
    Work sweep = new SweepJob(cluster.base, Duration.ofDays(7));
    startAndPause("sweep", sweep, job -> Jobs.state(job) == JobState.RUNNING);
    assertEquals(Set.of(CopyState.TRASHED), states());
    assertTrue(cluster.jobs.resume("paused"));
    assertEquals(JobState.DONE, Jobs.state(cluster.jobs.await("paused")));
    assertEquals(Set.of(), states());
  }

  /// What it had planned before is planned anew: meanwhile a machine has gone.
  @Test
  void aRepairThatRestedPlansAnew() throws Exception {
    backUp(12);
    cluster.become(cluster.peers.get(1), PeerState.DOWN);
    assertTrue(cluster.underReplicated() > 0);
    Work repair =
        new RepairJob(cluster.base, UpkeepCluster::sign, List.of(), false, Optional.empty());
    startAndPause("repair", repair, job -> job.getDone() > 0);
    long left = cluster.underReplicated();
    assertTrue(left > 0, "it rested before its end");
    assertTrue(cluster.jobs.resume("paused"));
    JobEntry ended = cluster.jobs.await("paused");
    assertEquals(JobState.DONE, Jobs.state(ended), ended::getReason);
    assertEquals(0, cluster.underReplicated());
    assertTrue(RepairResult.parseFrom(ended.getResult()).getRepaired() > 0);
  }
}
