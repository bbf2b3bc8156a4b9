package com.plexichat.backup.agent.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.plexichat.backup.agent.backup.BackupDesk;
import com.plexichat.backup.agent.catalogue.Acts;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.TestCatalogue;
import com.plexichat.backup.agent.jobs.JobStore;
import com.plexichat.backup.agent.jobs.Jobs;
import com.plexichat.backup.agent.jobs.Work;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.BackupState;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whoever cancels interrupts the thread at any moment.
class SavingWorkTest {
  private static final InstantSource TIME =
      InstantSource.fixed(Instant.ofEpochMilli(TestCatalogue.NOW));

  @TempDir Path folder;
  private Catalogue catalogue;

  @BeforeEach
  void open() {
    catalogue = TestCatalogue.open(folder);
    TestCatalogue.found(catalogue);
    TestCatalogue.backUp(catalogue, 1, "docs", 1, 1);
  }

  @AfterEach
  void close() {
    catalogue.close();
  }

  private SavingWork saving(Work work) {
    return new SavingWork(
        work, new BackupDesk(catalogue, TIME, new SecureRandom()), catalogue, Acts.backup(1));
  }

  private BackupState state() {
    return catalogue.backups().get(Acts.backup(1)).state();
  }

  @Test
  void theInterruptOfACancellationThatComesLateLeavesNoBackupRunning() throws Exception {
    assertEquals(BackupState.RUNNING, state());
    try (Jobs jobs = new Jobs(JobStore.none(), TIME)) {
      Work ended =
          control -> {
            jobs.cancel(control.jobId(), "enough");
            // Its machine was faster: the end is told, and only then comes the interrupt.
            Thread.interrupted();
            Thread.currentThread().interrupt();
            throw new OperationFailed(FailureCode.CANCELLED, "The job");
          };
      jobs.start(JobEntry.newBuilder().setJobId("job").build(), saving(ended));
      assertEquals("cancelled", jobs.await("job").getState());
    }
    assertEquals(BackupState.INTERRUPTED, state());
  }

  @Test
  void oneThatNeverBeganIsNotLeftRunningEither() {
    Thread.currentThread().interrupt();
    saving(_ -> new byte[0]).neverBegan();
    assertEquals(BackupState.INTERRUPTED, state());
  }

  /// The job goes on after the restart, and its backup with it.
  @Test
  void oneWhoseAgentStopsGoesOn() throws Exception {
    Jobs jobs = new Jobs(JobStore.none(), TIME);
    Work stopped =
        _ -> {
          Thread.currentThread().interrupt();
          throw new OperationFailed(FailureCode.INTERRUPTED, "The job", "the agent is stopping");
        };
    jobs.start(JobEntry.newBuilder().setJobId("job").build(), saving(stopped));
    jobs.await("job");
    jobs.close();
    assertEquals(BackupState.RUNNING, state());
  }
}
