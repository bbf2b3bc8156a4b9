package com.plexichat.backup.agent.cli.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.proto.CategoryFigures;
import com.plexichat.backup.proto.CheckPlanAnswer;
import com.plexichat.backup.proto.CheckPlanRequest;
import com.plexichat.backup.proto.CheckRollbackRequest;
import com.plexichat.backup.proto.Gate;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.PlanPruneAnswer;
import com.plexichat.backup.proto.PlannedBackup;
import com.plexichat.backup.proto.PlannedCopy;
import com.plexichat.backup.proto.PruneEntry;
import com.plexichat.backup.proto.PrunePlan;
import com.plexichat.backup.proto.PruneReport;
import com.plexichat.backup.proto.PruneResult;
import com.plexichat.backup.proto.PruneStep;
import com.plexichat.backup.proto.PrunedTier;
import com.plexichat.backup.proto.ReportPruneRequest;
import com.plexichat.backup.proto.ReturningBackup;
import com.plexichat.backup.proto.RollbackOutlook;
import com.plexichat.backup.proto.SilentHolder;
import com.plexichat.backup.proto.SkippedCopies;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.wire.Failures;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is asked before and after a prune: with which code it ends, how it looks at 80 columns.
class PruneChecksTest {
  private static final String PLAN = "5f64117d668bf71a";
  private static final PlannedBackup BACKUP =
      PlannedBackup.newBuilder()
          .setBackupId(Samples.BACKUP)
          .setSet("mail-archive-of-the-whole-organisation")
          .setNumber(3)
          .setTier("critical")
          .setCreatedMs(Fixture.NOW)
          .setExpiresMs(Fixture.NOW)
          .setReason("Its retention has ended.")
          .build();

  private final Fixture cli = new Fixture();

  private void assertFits() {
    assertFalse(cli.out().lines().anyMatch(line -> line.length() > 80), cli::out);
  }

  private String words() {
    return cli.out().replaceAll("\\s+", " ");
  }

  private static CheckPlanAnswer.Builder checked(boolean isOpen) {
    return CheckPlanAnswer.newBuilder()
        .setShown(
            PlanPruneAnswer.newBuilder()
                .setPlanId(PLAN)
                .setPlan(
                    PrunePlan.newBuilder()
                        .setMadeMs(Fixture.NOW)
                        .setAskedBy("person:anna")
                        .addRemoved(BACKUP)
                        .addSpareCopies(PlannedCopy.getDefaultInstance()))
                .addGates(
                    Gate.newBuilder()
                        .setGate("G3")
                        .setOpen(isOpen)
                        .setSentence("2 peers are active, and it takes 3.")));
  }

  @Test
  void aPlanThatWouldRunSaysWhatItWouldSkip() {
    cli.on(
        "checkPlan",
        checked(true)
            .addSkipped(BACKUP.toBuilder().setReason("Its newest, which stays, is not whole."))
            .addSkippedCopies(
                SkippedCopies.newBuilder()
                    .setCategory("redundant")
                    .setReason("Its stripe has it no more, or needs it.")
                    .setCopies(1))
            .build());
    assertEquals(0, cli.run("prune", "check", PLAN));
    assertEquals(PLAN, cli.request(CheckPlanRequest.class).getPlanId());
    assertTrue(cli.out().contains("Run it: plexichat prune run " + PLAN), cli::out);
    assertTrue(words().contains("SKIPPED"), cli::out);
    assertFits();
    assertEquals(0, cli.run("prune", "check", PLAN, "--output", "json"));
    assertTrue(cli.out().contains("\"would_run\": true"), cli::out);
  }

  @Test
  void aPlanThatWouldBeRefusedSaysWhyInTheWordsOfTheRun() {
    OperationFailed closed = new OperationFailed(FailureCode.GATE_CLOSED, "G3", "2 are active.");
    OperationFailed stale = new OperationFailed(FailureCode.PLAN_STALE, PLAN, "backup b stays.");
    cli.on(
        "checkPlan",
        checked(false)
            .addRefusals(Failures.message(closed))
            .addRefusals(Failures.message(stale))
            .build());
    assertEquals(3, cli.run("prune", "check", PLAN));
    assertFits();
    String words = words();
    assertTrue(words.contains(closed.sentence()) && words.contains(stale.sentence()), words);
    assertTrue(words.contains(stale.nextAct()), words);
    assertFalse(words.contains("Run it:"), words);
    OperationFailed unknown = new OperationFailed(FailureCode.PLAN_UNKNOWN, PLAN);
    cli.on(
        "checkPlan", CheckPlanAnswer.newBuilder().addRefusals(Failures.message(unknown)).build());
    assertEquals(3, cli.run("prune", "check", PLAN));
    assertTrue(cli.out().contains(unknown.sentence()), cli::out);
    assertEquals(64, cli.run("prune", "check"));
  }

  private static PruneReport.Builder report() {
    return PruneReport.newBuilder()
        .setJob(
            JobEntry.newBuilder()
                .setJobId(Samples.JOB)
                .setKind("prune")
                .setState("rolled_back")
                .setReason("Job 00aa took back what it did.")
                .setAskedBy("schedule:daily-prune")
                .setStartedMs(Fixture.NOW)
                .setEndedMs(Fixture.NOW + 5_000))
        .setPlanId(PLAN)
        .setPlan(
            PrunePlan.newBuilder()
                .addRemoved(BACKUP)
                .addCategories(
                    CategoryFigures.newBuilder()
                        .setCategory("expired")
                        .setBackups(1)
                        .setCopies(80)
                        .setBytes(81_788_928)))
        .setResult(
            PruneResult.newBuilder()
                .addBackups(Samples.BACKUP)
                .addSkipped(BACKUP.toBuilder().setReason("A copy is not whole, on alpha."))
                .setStripes(3)
                .setCopies(78)
                .setBytes(81_788_928)
                .addUnanswered(Fixture.TWO))
        .addTiers(PrunedTier.newBuilder().setTier("critical").setBackups(1).setSourceBytes(4096))
        .addSince(
            PruneStep.newBuilder()
                .setKind("rollback")
                .setJobId("00112233445566ff")
                .setState("done")
                .setEndedMs(Fixture.NOW)
                .setCopies(78)
                .setBytes(81_788_928));
  }

  @Test
  void aReportSaysWhatWentAndWhatBecameOfIt() {
    cli.on("reportPrune", report().build());
    assertEquals(0, cli.run("prune", "report", Samples.JOB));
    assertEquals(Samples.JOB, cli.request(ReportPruneRequest.class).getJobId());
    assertFits();
    for (String word : List.of("rolled back", "WENT", "SKIPPED", "00112233445566ff", "nothing")) {
      assertTrue(words().contains(word), () -> word + " in " + cli.out());
    }
    PruneEntry trash =
        PruneEntry.newBuilder().setCopies(78).setBytes(1024).setUntilMs(Fixture.NOW).build();
    cli.on("reportPrune", report().setTrash(trash).setCanRollBack(true).build());
    assertEquals(0, cli.run("prune", "report", Samples.JOB));
    assertTrue(words().contains("78 copies, 1.0 KiB; swept from 2026-07-01"), cli::out);
    assertTrue(words().contains("prune rollback " + Samples.JOB + " --check"), cli::out);
    assertFits();
    assertEquals(0, cli.run("prune", "report", Samples.JOB, "--output", "json"));
    assertTrue(cli.out().contains("\"can_roll_back\": true"), cli::out);
    cli.on("reportPrune", new OperationFailed(FailureCode.NOT_A_PRUNE, "j", "backup"));
    assertEquals(1, cli.run("prune", "report", "j"));
    assertTrue(cli.err().contains("Job j is no prune, but of kind backup."), cli::err);
  }

  private static ReturningBackup.Builder returning(String why) {
    return ReturningBackup.newBuilder().setBackup(BACKUP.toBuilder().setReason(why)).setStripes(3);
  }

  @Test
  void aRollbackIsCheckedBeforeItChangesAnything() {
    RollbackOutlook whole =
        RollbackOutlook.newBuilder()
            .addBackups(returning(""))
            .setStripes(3)
            .setCopies(78)
            .setBytes(81_788_928)
            .setUntilMs(Fixture.NOW)
            .build();
    cli.on("checkRollback", whole);
    assertEquals(0, cli.run("prune", "rollback", Samples.JOB, "--check"));
    assertEquals(Samples.JOB, cli.request(CheckRollbackRequest.class).getJobId());
    assertTrue(words().contains("1 of 1 would come back whole"), cli::out);
    assertFits();
    cli.on(
        "checkRollback",
        whole.toBuilder()
            .addBackups(returning("Too little is left of 2 of its 3 stripes.").setGone(true))
            .addSilent(SilentHolder.newBuilder().setPeerId(Fixture.TWO).setCopies(12))
            .build());
    assertEquals(2, cli.run("prune", "rollback", Samples.JOB, "--check"));
    assertTrue(words().contains("Too little is left"), cli::out);
    assertTrue(words().contains("a-machine-with-a-rather-long-name"), cli::out);
    assertFits();
    OperationFailed unknown = new OperationFailed(FailureCode.PRUNE_UNKNOWN, Samples.JOB);
    cli.on(
        "checkRollback",
        RollbackOutlook.newBuilder().addRefusals(Failures.message(unknown)).build());
    assertEquals(3, cli.run("prune", "rollback", Samples.JOB, "--check"));
    assertTrue(words().contains(unknown.sentence()), cli::out);
    assertFalse(words().contains("Bring it back"), cli::out);
  }
}
