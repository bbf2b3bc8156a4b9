package com.plexichat.backup.agent.api;

import static com.plexichat.backup.agent.catalogue.TestCatalogue.NOW;
import static com.plexichat.backup.agent.catalogue.TestCatalogue.submit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.catalogue.Acts;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.TestCatalogue;
import com.plexichat.backup.agent.jobs.CatalogueJobStore;
import com.plexichat.backup.agent.jobs.JobControl;
import com.plexichat.backup.agent.jobs.Jobs;
import com.plexichat.backup.agent.jobs.Work;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.JobDiagnosis;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.JobFinding;
import com.plexichat.backup.proto.PeerChanged;
import com.plexichat.backup.proto.PeerState;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.JobPhase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What keeps a job from going on, each cause provoked alone.
class JobDoctorTest {
  @TempDir Path folder;
  private Catalogue catalogue;
  private Jobs jobs;
  private JobDoctor doctor;
  private final AtomicLong now = new AtomicLong(NOW);
  private final CountDownLatch goesOn = new CountDownLatch(1);

  @BeforeEach
  void open() {
    catalogue = TestCatalogue.open(folder);
    TestCatalogue.found(catalogue);
    for (int peer = 1; peer <= 5; peer++) {
      become(peer, PeerState.ACTIVE);
    }
    TestCatalogue.backUp(catalogue, 1, "docs", 1, 1);
    submit(catalogue, Acts.closed(1, "complete", List.of(1), List.of()));
    jobs = new Jobs(new CatalogueJobStore(catalogue), () -> Instant.ofEpochMilli(now.get()));
    doctor = new JobDoctor(catalogue, jobs, new NoFigures(), () -> Instant.ofEpochMilli(now.get()));
  }

  @AfterEach
  void close() {
    jobs.close();
    catalogue.close();
  }

  private void become(int peer, PeerState state) {
    submit(
        catalogue,
        Command.newBuilder()
            .setPeerChanged(
                PeerChanged.newBuilder().setPeerId(Acts.peer(peer).hex()).setState(state))
            .build());
  }

  /// Works at one item until the test is over.
  private JobEntry begin(String id, String kind, String backup) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Work work =
        control -> {
          control.progress(JobPhase.CHECK, 1, 9, 0, 0);
          begun.countDown();
          goesOn.await();
          return new byte[0];
        };
    jobs.start(job(id, kind, backup), work);
    begun.await();
    return jobs.find(id).orElseThrow();
  }

  private static JobEntry job(String id, String kind, String backup) {
    return JobEntry.newBuilder()
        .setJobId(id)
        .setKind(kind)
        .setHost(Acts.peer(1).hex())
        .setBackupId(backup)
        .setAskedBy("person:anna")
        .build();
  }

  private JobDiagnosis diagnosed(String id) {
    return doctor.diagnose(jobs.find(id).orElseThrow());
  }

  private static List<String> codes(JobDiagnosis told) {
    return told.getFindingsList().stream().map(JobFinding::getCode).toList();
  }

  private static String text(JobFinding finding) {
    return finding.getSentence() + " " + finding.getEvidenceList() + " " + finding.getNextAct();
  }

  @Test
  void whatWorksIsNotBlocked() throws Exception {
    begin("j", "check", "");
    JobDiagnosis told = diagnosed("j");
    assertFalse(told.getBlocked());
    assertEquals(List.of("moving"), codes(told));
    assertTrue(told.getFindings(0).getSentence().contains("check"));
  }

  @Test
  void whoPausedItAndWhyIsNamed() throws Exception {
    jobs.pause(begin("j", "check", "").getJobId(), "person:anna", "disk");
    assertEquals("pausing", diagnosed("j").getFindings(0).getCode());
    assertFalse(diagnosed("j").getBlocked(), "it ends its item");
    JobEntry resting = jobs.find("j").orElseThrow().toBuilder().setState("paused").build();
    JobDiagnosis told = doctor.diagnose(resting);
    assertTrue(told.getBlocked());
    assertEquals("paused", told.getFindings(0).getCode());
    assertTrue(text(told.getFindings(0)).contains("person:anna"), told::toString);
    assertTrue(text(told.getFindings(0)).contains("job resume j"), told::toString);
  }

  @Test
  void whomItWaitsForIsNamed() throws Exception {
    begin("r", "repair", "");
    jobs.start(job("p", "prune", ""), _ -> new byte[0]);
    CountDownLatch waits = new CountDownLatch(1);
    try (AutoCloseable _ =
        jobs.watch(
            "p",
            entry -> {
              if (entry.getWaitsForCount() > 0) {
                waits.countDown();
              }
            })) {
      waits.await();
    }
    JobDiagnosis told = diagnosed("p");
    assertTrue(told.getBlocked());
    assertEquals("waits", told.getFindings(0).getCode());
    assertTrue(
        told.getFindings(0).getSentence().contains("job r (repair), which is running"),
        told::toString);
    assertTrue(text(told.getFindings(0)).contains("job r last moved 20"), told::toString);
  }

  @Test
  void aSilentMachineIsNamed() throws Exception {
    begin("j", "check", "");
    become(1, PeerState.DOWN);
    JobDiagnosis told = diagnosed("j");
    assertTrue(told.getBlocked());
    assertEquals("machine_silent", told.getFindings(0).getCode());
    assertTrue(text(told.getFindings(0)).contains("DOWN"), told::toString);
  }

  /// Of a peer that holds nothing of what is read nothing is said.
  @Test
  void aSilentPeerIsABlockerWhenNothingMovesAndItIsNeeded() throws Exception {
    begin("j", "restore", Acts.backup(1));
    become(2, PeerState.SUSPECT);
    assertFalse(diagnosed("j").getBlocked(), "it moves");
    assertEquals(List.of("moving", "peer_silent"), codes(diagnosed("j")));
    now.addAndGet(Duration.ofMinutes(2).toMillis());
    JobDiagnosis told = diagnosed("j");
    assertTrue(told.getBlocked());
    assertEquals(List.of("peer_silent", "idle"), codes(told));
    become(2, PeerState.ACTIVE);
    assertEquals(List.of("idle"), codes(diagnosed("j")));
  }

  @Test
  void aFailureIsToldWithWhatToDo() throws Exception {
    Work fails =
        (JobControl _) -> {
          throw new OperationFailed(FailureCode.PATH_MISSING, "/srv", "alpha");
        };
    jobs.start(job("j", "check", ""), fails);
    jobs.await("j");
    JobDiagnosis told = diagnosed("j");
    assertTrue(told.getBlocked());
    assertEquals("failed", told.getFindings(0).getCode());
    assertTrue(told.getFindings(0).getSentence().contains("/srv does not exist on alpha."));
    assertTrue(told.getFindings(0).getNextAct().startsWith("Check the path"));
  }
}
