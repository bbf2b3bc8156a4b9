package com.plexichat.backup.agent.api;

import static com.plexichat.backup.agent.catalogue.TestCatalogue.submit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.backup.BackupDesk;
import com.plexichat.backup.agent.catalogue.Acts;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.TestCatalogue;
import com.plexichat.backup.agent.jobs.CatalogueJobStore;
import com.plexichat.backup.agent.jobs.Jobs;
import com.plexichat.backup.agent.jobs.RemoteWork;
import com.plexichat.backup.agent.transport.Caller;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.JobChanged;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.JobStarted;
import com.plexichat.backup.proto.PauseOrder;
import com.plexichat.backup.proto.RestoreRequest;
import com.plexichat.backup.proto.RestoreWork;
import com.plexichat.backup.proto.RunOrder;
import com.plexichat.backup.proto.SetSpec;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.Role;
import com.plexichat.backup.shared.model.Tier;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of a backup that was opened when its coordinator stopped.
class JobDeskTest {
  @TempDir Path folder;
  private Catalogue catalogue;
  private Jobs jobs;
  private JobDesk desk;

  @BeforeEach
  void open() {
    catalogue = TestCatalogue.open(folder);
    TestCatalogue.found(catalogue);
    InstantSource time = InstantSource.system();
    jobs = new Jobs(new CatalogueJobStore(catalogue), time);
    BackupDesk backups = new BackupDesk(catalogue, time, new SecureRandom());
    desk =
        new JobDesk(
            catalogue,
            new JobDesk.Desks(backups, new TestedBackups(catalogue, new TicketBook(time))),
            jobs,
            machines(),
            new SecureRandom());
    submit(catalogue, Acts.opened(1, "docs", 1, Tier.BRONZE));
  }

  @AfterEach
  void close() {
    jobs.close();
    catalogue.close();
  }

  /// Every machine is this one, and works on until it is stopped.
  private static JobMachines machines() {
    return (JobMachines)
        Proxy.newProxyInstance(
            JobMachines.class.getClassLoader(),
            new Class<?>[] {JobMachines.class},
            (_, method, given) ->
                switch (method.getName()) {
                  case "own" -> Acts.peer(1);
                  case "remote" ->
                      new RemoteWork(
                          new Working(),
                          (PeerId) given[0],
                          (RunOrder) given[1],
                          Duration.ofMinutes(1),
                          InstantSource.system());
                  default -> throw new AssertionError(method);
                });
  }

  /// Works until it is told to end.
  private static final class Working implements RemoteWork.Agents {
    private final CountDownLatch isCancelled = new CountDownLatch(1);

    @Override
    public void run(PeerId host, RunOrder order, Consumer<JobEntry> changes)
        throws InterruptedException {
      isCancelled.await();
      changes.accept(
          JobEntry.newBuilder().setJobId(order.getJobId()).setState("cancelled").build());
    }

    @Override
    public void cancel(PeerId host, String jobId) {
      isCancelled.countDown();
    }

    @Override
    public boolean pause(PeerId host, PauseOrder order) {
      return true;
    }
  }

  private BackupState state() {
    return catalogue.backups().get(Acts.backup(1)).state();
  }

  @Test
  void withoutAJobItIsInterruptedAtTheNextStart() {
    desk.resume();
    assertEquals(BackupState.INTERRUPTED, state());
  }

  @Test
  void withItsJobItGoesOn() {
    JobEntry job =
        JobEntry.newBuilder()
            .setJobId("job1")
            .setKind("backup")
            .setHost(Acts.peer(1).hex())
            .setBackupId(Acts.backup(1))
            .setState("running")
            .build();
    submit(
        catalogue, Command.newBuilder().setJobChanged(JobChanged.newBuilder().setJob(job)).build());
    desk.resume();
    assertEquals(BackupState.RUNNING, state());
    JobStarted again = desk.backUp(SetSpec.newBuilder().setName("docs").build(), "person:anna");
    assertEquals("job1", again.getJobId());
  }

  /// The coordinator died while somebody watched, and goes on with it.
  @Test
  void theSameRestoreAgainIsTheOneThatGoesOn() throws Exception {
    TestCatalogue.backUp(catalogue, 2, "mail", 1, 1);
    submit(catalogue, Acts.closed(2, "complete", List.of(1), List.of()));
    RestoreRequest ask =
        RestoreRequest.newBuilder()
            .setBackupId(Acts.backup(2))
            .setTo(ByteString.copyFromUtf8("/to"))
            .build();
    JobStarted first = desk.restore(ask, "person:anna");
    JobStarted same = desk.restore(ask, "person:ben");
    assertEquals(first.getJobId(), same.getJobId());
    assertTrue(same.getResumed());
    RestoreRequest other = ask.toBuilder().setOverwrite("changed").build();
    assertNotEquals(first.getJobId(), desk.restore(other, "person:anna").getJobId());
    jobs.cancel(first.getJobId(), "test");
    jobs.await(first.getJobId());
    assertNotEquals(first.getJobId(), desk.restore(ask, "person:anna").getJobId());
  }

  /// A restart is a new job that names the old one and asks for the same.
  @Test
  void whatWasCancelledIsDoneOnceMoreByANewJob() throws Exception {
    TestCatalogue.backUp(catalogue, 2, "mail", 1, 1);
    submit(catalogue, Acts.closed(2, "complete", List.of(1), List.of()));
    RestoreRequest ask =
        RestoreRequest.newBuilder()
            .setBackupId(Acts.backup(2))
            .setTo(ByteString.copyFromUtf8("/to"))
            .setOverwrite("changed")
            .build();
    JobEntry first = cancelled(desk.restore(ask, "person:anna"));
    JobEntry again = found(desk.again(first, "person:ben"));
    assertNotEquals(first.getJobId(), again.getJobId());
    assertEquals(first.getJobId(), again.getRestartOf());
    assertEquals("person:ben", again.getAskedBy());
    assertEquals(first.getHost(), again.getHost());
    RestoreWork work = JobWork.order(again).getRestore();
    assertEquals(
        JobWork.order(first).getRestore().toBuilder().setAskedBy("person:ben").build(), work);
    assertEquals(again.getJobId(), JobWork.order(again).getJobId());
  }

  @Test
  void theBackupThatWasCancelledGoesOnInANewJob() throws Exception {
    SetSpec docs = SetSpec.newBuilder().setName("docs").build();
    JobEntry first = cancelled(desk.backUp(docs, "person:anna"));
    assertEquals(BackupState.INTERRUPTED, state());
    JobEntry again = found(desk.again(first, "person:anna"));
    assertEquals(first.getJobId(), again.getRestartOf());
    assertEquals(Acts.backup(1), again.getBackupId());
    assertEquals(BackupState.RUNNING, state());
  }

  private JobEntry cancelled(JobStarted started) throws Exception {
    jobs.cancel(started.getJobId(), "test");
    JobEntry ended = jobs.await(started.getJobId());
    assertEquals("cancelled", ended.getState());
    return ended;
  }

  private JobEntry found(JobStarted started) {
    return jobs.find(started.getJobId()).orElseThrow();
  }

  @Test
  void whoLetsAJobWorkNeedsTheRightOfItsKind() {
    Caller system =
        new Caller(Caller.Kind.PERSON, "sam", Set.of(Role.SYSTEM_ADMINISTRATOR), "", Instant.MAX);
    for (String kind : List.of("backup", "repair", "check", "verify")) {
      JobsService.requireRight(JobEntry.newBuilder().setKind(kind).build(), system);
    }
    for (String kind : List.of("prune", "rollback", "sweep", "restore")) {
      JobEntry job = JobEntry.newBuilder().setKind(kind).build();
      assertEquals(
          FailureCode.NOT_ALLOWED,
          assertThrows(OperationFailed.class, () -> JobsService.requireRight(job, system)).code(),
          kind);
    }
  }

  /// Its disk failed for a moment and it did not stop.
  @Test
  void withoutAJobItGoesOnWhenItIsAskedForAgain() {
    JobStarted again = desk.backUp(SetSpec.newBuilder().setName("docs").build(), "person:anna");
    assertNotEquals("job1", again.getJobId());
    assertEquals(Acts.backup(1), again.getBackupId());
    assertTrue(again.getResumed());
    assertEquals(BackupState.RUNNING, state());
    assertTrue(jobs.find(again.getJobId()).isPresent());
  }
}
