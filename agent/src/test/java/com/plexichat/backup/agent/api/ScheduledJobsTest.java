package com.plexichat.backup.agent.api;

import static com.plexichat.backup.agent.catalogue.TestCatalogue.NOW;
import static com.plexichat.backup.agent.catalogue.TestCatalogue.submit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.plexichat.backup.agent.backup.BackupDesk;
import com.plexichat.backup.agent.catalogue.Acts;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.TestCatalogue;
import com.plexichat.backup.agent.jobs.CatalogueJobStore;
import com.plexichat.backup.agent.jobs.Jobs;
import com.plexichat.backup.agent.jobs.RemoteWork;
import com.plexichat.backup.agent.jobs.Work;
import com.plexichat.backup.agent.policy.ScheduledWork.Begun;
import com.plexichat.backup.agent.security.Approvals;
import com.plexichat.backup.agent.security.TestPeople;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.PauseOrder;
import com.plexichat.backup.proto.PeerChanged;
import com.plexichat.backup.proto.PeerState;
import com.plexichat.backup.proto.RunOrder;
import com.plexichat.backup.proto.ScheduleSpec;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What schedules start at the real desks: the same gates, and no job where there is nothing to do.
class ScheduledJobsTest {
  private static final String WHO = "schedule:one";

  @TempDir Path folder;
  private Catalogue catalogue;
  private Jobs jobs;
  private ScheduledJobs works;

  @BeforeEach
  void open() {
    catalogue = TestCatalogue.open(folder);
    TestCatalogue.found(catalogue);
    become(PeerState.ACTIVE, 1, 2, 3, 4, 5);
    InstantSource time = () -> Instant.ofEpochMilli(NOW);
    jobs = new Jobs(new CatalogueJobStore(catalogue), time);
    JobDesk acts =
        new JobDesk(
            catalogue,
            new JobDesk.Desks(
                new BackupDesk(catalogue, time, new SecureRandom()),
                new TestedBackups(catalogue, new TicketBook(time))),
            jobs,
            machines(),
            new SecureRandom());
    Approvals approvals = new TestPeople("c1", time).approvals();
    works =
        new ScheduledJobs(
            acts, new PruneDesk(catalogue, acts, approvals, time, Duration.ofDays(7)));
  }

  @AfterEach
  void close() {
    jobs.close();
    catalogue.close();
  }

  private static JobMachines machines() {
    Work endless =
        _ -> {
          new CountDownLatch(1).await();
          return new byte[0];
        };
    RemoteWork.Agents busy =
        new RemoteWork.Agents() {
          @Override
          public void run(PeerId host, RunOrder order, Consumer<JobEntry> changes)
              throws InterruptedException {
            new CountDownLatch(1).await();
          }

          @Override
          public void cancel(PeerId host, String jobId) {}

          @Override
          public boolean pause(PeerId host, PauseOrder order) {
            return true;
          }
        };
    return (JobMachines)
        Proxy.newProxyInstance(
            JobMachines.class.getClassLoader(),
            new Class<?>[] {JobMachines.class},
            (_, method, args) ->
                switch (method.getName()) {
                  case "own" -> Acts.peer(1);
                  case "remote" ->
                      new RemoteWork(
                          busy,
                          (PeerId) args[0],
                          (RunOrder) args[1],
                          Duration.ofDays(1),
                          InstantSource.system());
                  default -> endless;
                });
  }

  private void become(PeerState state, int... peers) {
    for (int peer : peers) {
      submit(
          catalogue,
          Command.newBuilder()
              .setPeerChanged(
                  PeerChanged.newBuilder().setPeerId(Acts.peer(peer).hex()).setState(state))
              .build());
    }
  }

  private Begun start(String kind, String set, String depth) {
    return works.start(
        ScheduleSpec.newBuilder().setName("one").setKind(kind).setSet(set).setDepth(depth).build(),
        WHO);
  }

  private void endOne() {
    TestCatalogue.backUp(catalogue, 1, "docs", 1, 1, 2);
    submit(catalogue, Acts.closedUntil(1, NOW - 1, 1, 2));
    TestCatalogue.backUp(catalogue, 2, "docs", 2, 3);
    submit(catalogue, Acts.closed(2, "complete", List.of(3), List.of(1)));
  }

  @Test
  void whereNothingIsToDoNoJobIsBegun() {
    assertEquals("", start("prune", "", "").jobId());
    assertEquals("", start("sweep", "", "").jobId());
    assertEquals("", start("verify", "docs", "hash").jobId());
    assertEquals(List.of(), catalogue.jobs().newest(9));
  }

  @Test
  void aPruneGoesThroughPlanAndGates() {
    endOne();
    become(PeerState.CORDONED, 1, 2, 3);
    OperationFailed refused = assertThrows(OperationFailed.class, () -> start("prune", "", ""));
    assertEquals(FailureCode.GATE_CLOSED, refused.code());
    assertEquals(List.of(), catalogue.jobs().newest(9));
    become(PeerState.ACTIVE, 1, 2, 3);
    JobEntry job = jobs.find(start("prune", "", "").jobId()).orElseThrow();
    assertEquals("prune", job.getKind());
    assertEquals(WHO, job.getAskedBy());
    assertEquals(
        FailureCode.GATE_CLOSED,
        assertThrows(OperationFailed.class, () -> start("prune", "", "")).code(),
        "one at a time");
  }

  @Test
  void aPruneOfOtherTiersLeavesThisOne() {
    endOne();
    ScheduleSpec gold =
        ScheduleSpec.newBuilder().setName("one").setKind("prune").addTiers("gold").build();
    assertEquals("", works.start(gold, WHO).jobId());
  }

  @Test
  void checksVerificationsAndBackupsAreJobs() {
    endOne();
    for (Begun begun :
        List.of(
            start("check", "", "presence"),
            start("verify", "docs", "hash"),
            start("backup", "docs", ""))) {
      assertEquals(WHO, jobs.find(begun.jobId()).orElseThrow().getAskedBy());
    }
    assertEquals(
        Acts.backup(2),
        catalogue.jobs().newest(9).stream()
            .filter(job -> job.getKind().equals("verify"))
            .findFirst()
            .orElseThrow()
            .getBackupId(),
        "the newest");
    assertEquals(
        start("backup", "docs", "").jobId(),
        start("backup", "docs", "").jobId(),
        "one that runs is not doubled");
    assertEquals(
        FailureCode.SET_UNKNOWN,
        assertThrows(OperationFailed.class, () -> start("backup", "gone", "")).code());
  }
}
