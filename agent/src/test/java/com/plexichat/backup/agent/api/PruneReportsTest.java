package com.plexichat.backup.agent.api;

import static com.plexichat.backup.agent.catalogue.TestCatalogue.NOW;
import static com.plexichat.backup.agent.catalogue.TestCatalogue.submit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.backup.BackupDesk;
import com.plexichat.backup.agent.catalogue.Acts;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.CopyRow;
import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.agent.catalogue.TestCatalogue;
import com.plexichat.backup.agent.jobs.CatalogueJobStore;
import com.plexichat.backup.agent.jobs.Jobs;
import com.plexichat.backup.agent.security.TestPeople;
import com.plexichat.backup.agent.upkeep.Holders;
import com.plexichat.backup.proto.BackupPruned;
import com.plexichat.backup.proto.BackupSwept;
import com.plexichat.backup.proto.CheckRollbackRequest;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.CopiesChanged;
import com.plexichat.backup.proto.JobChanged;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.PlannedBackup;
import com.plexichat.backup.proto.PrunePlan;
import com.plexichat.backup.proto.PruneReport;
import com.plexichat.backup.proto.PruneResult;
import com.plexichat.backup.proto.PruneStep;
import com.plexichat.backup.proto.ReportPruneRequest;
import com.plexichat.backup.proto.RollBackPruneRequest;
import com.plexichat.backup.proto.RollbackOutlook;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a prune came to and what became of it, on a real catalogue.
class PruneReportsTest {
  private static final String PRUNE = "p1";
  private static final long WEEK = Duration.ofDays(7).toMillis();
  private static final PrunePlan PLAN =
      PrunePlan.newBuilder()
          .addRemoved(PlannedBackup.newBuilder().setBackupId(Acts.backup(1)))
          .build();
  private static final PruneResult RESULT =
      PruneResult.newBuilder()
          .addBackups(Acts.backup(1))
          .setCopies(12)
          .setTrashedUntilMs(NOW + WEEK)
          .build();

  @TempDir Path folder;
  private Catalogue catalogue;
  private Jobs jobs;
  private PruneReports reports;
  private final Set<PeerId> silent = new HashSet<>();

  /// The first of two backups was pruned by a job; the stripe that it alone needed is in the trash.
  @BeforeEach
  void prune() {
    catalogue = TestCatalogue.open(folder);
    TestCatalogue.found(catalogue);
    TestCatalogue.backUp(catalogue, 1, "docs", 1, 1, 2);
    submit(catalogue, Acts.closedUntil(1, NOW - 1, 1, 2));
    TestCatalogue.backUp(catalogue, 2, "docs", 2, 3);
    submit(catalogue, Acts.closed(2, "complete", List.of(3), List.of(1)));
    BackupPruned pruned =
        BackupPruned.newBuilder().setBackupId(Acts.backup(1)).setJobId(PRUNE).build();
    submit(catalogue, Command.newBuilder().setBackupPruned(pruned).build());
    become("TRASHED", PRUNE);
    job("prune", PRUNE, NOW, PLAN.toByteString(), RESULT);
    InstantSource time = InstantSource.fixed(Instant.ofEpochMilli(NOW));
    jobs = new Jobs(new CatalogueJobStore(catalogue), time);
    JobDesk.Desks desks =
        new JobDesk.Desks(
            new BackupDesk(catalogue, time, new SecureRandom()),
            new TestedBackups(catalogue, new TicketBook(time)));
    JobDesk acts = new JobDesk(catalogue, desks, jobs, EndlessWork.machines(), new SecureRandom());
    TestPeople people = new TestPeople(catalogue.cluster().find().orElseThrow().id(), time);
    PruneDesk prunes =
        new PruneDesk(catalogue, acts, people.approvals(), time, Duration.ofMillis(WEEK));
    reports = new PruneReports(catalogue, prunes, holders(), time);
  }

  @AfterEach
  void close() {
    jobs.close();
    catalogue.close();
  }

  /// Holders that say whether they are there, and nothing else.
  private Holders holders() {
    return (Holders)
        Proxy.newProxyInstance(
            Holders.class.getClassLoader(),
            new Class<?>[] {Holders.class},
            (_, method, args) -> {
              assertEquals("probe", method.getName(), "nothing else is asked of holders");
              return !silent.contains((PeerId) args[0]);
            });
  }

  private void job(
      String kind, String id, long at, com.google.protobuf.ByteString asked, PruneResult result) {
    JobEntry job =
        JobEntry.newBuilder()
            .setJobId(id)
            .setKind(kind)
            .setState("done")
            .setStartedMs(at)
            .setEndedMs(at + 1)
            .setParameters(asked)
            .setResult(result.toByteString())
            .build();
    submit(
        catalogue, Command.newBuilder().setJobChanged(JobChanged.newBuilder().setJob(job)).build());
  }

  private List<CopyRow> become(String state, String job) {
    StripeRow stripe = catalogue.stripes().find(Acts.stripe(1), NOW).orElseThrow();
    CopiesChanged.Builder all = CopiesChanged.newBuilder().setJobId(job);
    for (ShardRow shard : stripe.shards()) {
      for (CopyRow copy : shard.copies()) {
        all.addCopies(
            Acts.changed(1, shard.index(), 1, state).getCopiesChanged().getCopies(0).toBuilder()
                .setPeerId(copy.peer().hex()));
      }
    }
    submit(catalogue, Command.newBuilder().setCopiesChanged(all).build());
    return stripe.shards().stream().flatMap(shard -> shard.copies().stream()).toList();
  }

  private PruneReport report(String job) {
    return reports.report(ReportPruneRequest.newBuilder().setJobId(job).build());
  }

  private RollbackOutlook check(String job) {
    return reports.check(CheckRollbackRequest.newBuilder().setJobId(job).build());
  }

  @Test
  void whatLiesInTheTrashComesBack() {
    PruneReport report = report(PRUNE);
    assertEquals(RESULT, report.getResult());
    assertEquals(PLAN, report.getPlan());
    assertTrue(report.getCanRollBack());
    assertEquals(NOW + WEEK, report.getTrash().getUntilMs());
    assertTrue(report.getTrash().getCopies() > 0);
    assertEquals(1, report.getTiers(0).getBackups());
    assertEquals("bronze", report.getTiers(0).getTier());
    long head = catalogue.head().index();
    RollbackOutlook outlook = check(PRUNE);
    assertEquals(0, outlook.getRefusalsCount());
    assertEquals(report.getTrash().getCopies(), outlook.getCopies());
    assertEquals(report.getTrash().getBytes(), outlook.getBytes());
    assertEquals(NOW + WEEK, outlook.getUntilMs());
    assertEquals(Acts.backup(1), outlook.getBackups(0).getBackup().getBackupId());
    assertFalse(outlook.getBackups(0).getGone());
    assertEquals(2, outlook.getBackups(0).getStripes());
    assertEquals(0, outlook.getBackups(0).getWaiting());
    assertEquals(head, catalogue.head().index(), "nothing is changed");
  }

  @Test
  void whoDoesNotAnswerIsNamed() {
    become("TRASHED", PRUNE).forEach(copy -> silent.add(copy.peer()));
    RollbackOutlook outlook = check(PRUNE);
    assertEquals(silent.size(), outlook.getSilentCount());
    assertEquals(1, outlook.getBackups(0).getWaiting());
    assertEquals(
        "1 of its 2 stripes wait for machines that do not answer.",
        outlook.getBackups(0).getBackup().getReason());
    assertFalse(outlook.getBackups(0).getGone());
  }

  @Test
  void whatIsLostDoesNotComeBackAndWhatIsSweptIsRefused() {
    become("MISSING", "");
    RollbackOutlook lost = check(PRUNE);
    assertTrue(lost.getBackups(0).getGone());
    assertEquals(1, lost.getBackups(0).getLacking());
    assertEquals(0, lost.getRefusalsCount(), "what is left of it can");
    BackupSwept swept = BackupSwept.newBuilder().setBackupId(Acts.backup(1)).build();
    submit(catalogue, Command.newBuilder().setBackupSwept(swept).build());
    job("sweep", "early", NOW + 1, PLAN.toByteString(), RESULT);
    job("sweep", "late", NOW + WEEK, PLAN.toByteString(), RESULT);
    job("sweep", "idle", NOW + WEEK, PLAN.toByteString(), PruneResult.getDefaultInstance());
    assertEquals("PRUNE_UNKNOWN", check(PRUNE).getRefusals(0).getCode());
    PruneReport report = report(PRUNE);
    assertFalse(report.getCanRollBack());
    assertFalse(report.hasTrash());
    assertEquals(List.of("late"), report.getSinceList().stream().map(PruneStep::getJobId).toList());
  }

  @Test
  void aRollbackIsNamedAndOtherJobsAreRefused() {
    RollBackPruneRequest asked = RollBackPruneRequest.newBuilder().setJobId(PRUNE).build();
    job("rollback", "r1", NOW + 5, asked.toByteString(), RESULT);
    job("rollback", "r2", NOW, asked.toBuilder().setJobId("p2").build().toByteString(), RESULT);
    assertEquals("r1", report(PRUNE).getSince(0).getJobId());
    assertEquals(1, report(PRUNE).getSinceCount());
    assertEquals(
        FailureCode.NOT_A_PRUNE, assertThrows(OperationFailed.class, () -> report("r1")).code());
    assertEquals(
        FailureCode.JOB_UNKNOWN, assertThrows(OperationFailed.class, () -> report("no")).code());
    assertEquals("PRUNE_UNKNOWN", check("r1").getRefusals(0).getCode());
  }
}
