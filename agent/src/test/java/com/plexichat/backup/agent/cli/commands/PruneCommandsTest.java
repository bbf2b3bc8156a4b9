package com.plexichat.backup.agent.cli.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.proto.AllowPruningAnswer;
import com.plexichat.backup.proto.AllowPruningRequest;
import com.plexichat.backup.proto.BadShardCopy;
import com.plexichat.backup.proto.CategoryFigures;
import com.plexichat.backup.proto.Gate;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.ListPrunesAnswer;
import com.plexichat.backup.proto.PlanPruneAnswer;
import com.plexichat.backup.proto.PlanPruneRequest;
import com.plexichat.backup.proto.PlannedBackup;
import com.plexichat.backup.proto.PlannedCopy;
import com.plexichat.backup.proto.PruneEntry;
import com.plexichat.backup.proto.PrunePlan;
import com.plexichat.backup.proto.PruneResult;
import com.plexichat.backup.proto.RollBackPruneRequest;
import com.plexichat.backup.proto.RunPruneRequest;
import com.plexichat.backup.proto.SkippedCopies;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `plexichat prune …`: what it asks, with which code it ends, how it looks at 80 columns.
class PruneCommandsTest {
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

  private static PlanPruneAnswer plan(boolean isOpen) {
    return PlanPruneAnswer.newBuilder()
        .setPlanId(PLAN)
        .setPlan(
            PrunePlan.newBuilder()
                .addRemoved(BACKUP)
                .setStripes(3)
                .setCopies(78)
                .setBytes(81_788_928)
                .setOrphanedBytes(1024))
        .addKept(
            BACKUP.toBuilder().setReason("It is the newest that its set can be restored from."))
        .setKeptTotal(1)
        .addGates(
            Gate.newBuilder()
                .setGate("G3")
                .setOpen(isOpen)
                .setSentence("2 peers are active, and it takes 3."))
        .build();
  }

  private void ends(String call, PruneResult result) {
    cli.onJob(
        call,
        Samples.started(),
        JobEntry.newBuilder()
            .setJobId(Samples.JOB)
            .setKind("prune")
            .setState("done")
            .setResult(result.toByteString())
            .build());
  }

  private String out() {
    return cli.out.toString(StandardCharsets.UTF_8);
  }

  private void assertFits() {
    assertFalse(out().lines().anyMatch(line -> line.length() > 80), this::out);
  }

  @Test
  void aPlanShowsWhatGoesWhatStaysAndWhy() {
    cli.on("planPrune", plan(true));
    assertEquals(0, cli.run("prune", "plan", "--tier", "gold", "--tier", "silver", "--set", "s"));
    PlanPruneRequest asked = cli.request(PlanPruneRequest.class);
    assertEquals(List.of("gold", "silver"), asked.getTiersList());
    assertEquals("s", asked.getSet());
    assertTrue(out().contains(PLAN), this::out);
    assertTrue(out().contains("78 copies"), this::out);
    assertTrue(out().contains("prune run " + PLAN), this::out);
    assertFits();
    cli.on("planPrune", plan(false));
    assertEquals(3, cli.run("prune", "plan"), "a gate is closed");
    assertTrue(out().contains("CLOSED"), this::out);
    assertFalse(out().contains("prune run"), this::out);
  }

  @Test
  void categoriesShowHowManyOfWhatAndWhy() {
    PlannedCopy copy =
        PlannedCopy.newBuilder()
            .setCategory("redundant")
            .setPeerId(Fixture.ONE)
            .setBytes(1000)
            .setReason("Its shard has 4 copies, and 3 are asked.")
            .build();
    PlanPruneAnswer.Builder plan = plan(true).toBuilder();
    plan.getPlanBuilder()
        .clearRemoved()
        .addCategories(
            CategoryFigures.newBuilder()
                .setCategory("redundant")
                .setShards(2)
                .setCopies(2)
                .setBytes(2000))
        .addSpareCopies(copy)
        .addSpareCopies(copy);
    plan.clearKept()
        .addKeptCopies(copy.toBuilder().setCategory("corrupted").setReason("Repair first."));
    cli.on("planPrune", plan.build());
    assertEquals(0, cli.run("prune", "plan", "--category", "redundant,corrupted"));
    assertEquals(
        List.of("redundant", "corrupted"), cli.request(PlanPruneRequest.class).getCategoriesList());
    assertTrue(out().contains("CATEGORY"), this::out);
    assertTrue(out().contains("2.0 KiB"), this::out);
    assertTrue(out().contains("Repair first."), this::out);
    assertFits();
    ends(
        "runPrune",
        PruneResult.newBuilder()
            .setCopies(1)
            .addCategories(CategoryFigures.newBuilder().setCategory("redundant").setCopies(1))
            .addSkippedCopies(
                SkippedCopies.newBuilder()
                    .setCategory("redundant")
                    .setReason("A copy that stays is not whole, on machine3.")
                    .setCopies(1))
            .build());
    assertEquals(2, cli.run("prune", "run", PLAN, "--confirm", "--wait"));
    assertTrue(out().contains("not whole, on machine3"), this::out);
    assertFits();
  }

  @Test
  void whatLosesSomethingMustBeConfirmed() {
    assertEquals(3, cli.run("prune", "run", PLAN));
    assertEquals(3, cli.run("prune", "run", "--plan", PLAN));
    assertEquals(3, cli.run("prune", "rollback", Samples.JOB));
    assertEquals(3, cli.run("prune", "sweep"));
    assertEquals(3, cli.run("prune", "allow", "--reason", "r"));
    assertTrue(cli.asked.isEmpty());
    assertEquals(64, cli.run("prune", "run", "--confirm"));
  }

  @Test
  void whatWasSkippedDamagedOrNotReachedIsToldByTheExitCode() {
    PruneResult whole = PruneResult.newBuilder().addBackups("b").setCopies(78).build();
    ends("runPrune", whole);
    assertEquals(0, cli.run("prune", "run", PLAN, "--confirm", "--wait", "--reason", "r"));
    assertEquals(PLAN, cli.request(RunPruneRequest.class).getPlanId());
    assertEquals("r", cli.request(RunPruneRequest.class).getReason());
    assertEquals(0, cli.run("prune", "run", "--plan", PLAN, "--confirm"));
    assertEquals(PLAN, cli.request(RunPruneRequest.class).getPlanId());
    ends("sweepTrash", whole.toBuilder().setResting(3).build());
    assertEquals(0, cli.run("prune", "sweep", "--confirm", "--wait"));
    assertTrue(out().contains("3 copies that their machines still keep"), this::out);
    assertFits();
    ends("runPrune", whole.toBuilder().addUnanswered(Fixture.TWO).build());
    assertEquals(5, cli.run("prune", "run", PLAN, "--confirm", "--wait"));
    assertTrue(out().contains("a-machine-with-a-rather-long-name"), this::out);
    assertFits();
    ends("runPrune", whole.toBuilder().addSkipped(BACKUP).build());
    assertEquals(2, cli.run("prune", "run", PLAN, "--confirm", "--wait"));
    assertTrue(out().contains("SKIPPED"), this::out);
    BadShardCopy bad =
        BadShardCopy.newBuilder()
            .setShard(Samples.SHARD)
            .setPeerId(Fixture.ONE)
            .setState("CORRUPT")
            .build();
    ends("rollBackPrune", whole.toBuilder().addDamaged(bad).build());
    assertEquals(2, cli.run("prune", "rollback", Samples.JOB, "--confirm", "--wait"));
    assertEquals(Samples.JOB, cli.request(RollBackPruneRequest.class).getJobId());
    assertTrue(out().contains("CORRUPT"), this::out);
    assertFits();
  }

  @Test
  void scriptsReadWhatTheContractNames() {
    ends("runPrune", PruneResult.newBuilder().setCopies(78).setBytes(9).addSkipped(BACKUP).build());
    assertEquals(2, cli.run("prune", "run", PLAN, "--confirm", "--wait", "--output", "json"));
    for (String field :
        List.of(
            "\"job_id\": \"" + Samples.JOB,
            "\"state\": \"done\"",
            "\"removed_shards\": 78",
            "\"freed_bytes\": 9",
            "\"trashed_until\": null",
            "\"" + BACKUP.getReason() + "\": 1")) {
      assertTrue(out().contains(field), () -> field + " in " + out());
    }
  }

  @Test
  void pruningAfterARebuildIsAllowedByAPerson() {
    cli.on(
        "allowPruning",
        AllowPruningAnswer.newBuilder()
            .addGates(Gate.newBuilder().setGate("G10").setOpen(true).setSentence("It is."))
            .build());
    assertEquals(0, cli.run("prune", "allow", "--reason", "holds are set", "--confirm"));
    assertEquals("holds are set", cli.request(AllowPruningRequest.class).getReason());
    assertTrue(out().contains("G10"), this::out);
  }

  @Test
  void whatCanBeBroughtBackIsListedWithItsDates() {
    cli.on("listPrunes", ListPrunesAnswer.getDefaultInstance());
    assertEquals(0, cli.run("prune", "list"));
    assertTrue(out().contains("The trash is empty."), this::out);
    cli.on(
        "listPrunes",
        ListPrunesAnswer.newBuilder()
            .addPrunes(
                PruneEntry.newBuilder()
                    .setJobId(Samples.JOB)
                    .setAtMs(Fixture.NOW)
                    .setUntilMs(Fixture.NOW + 604_800_000L)
                    .setCopies(78)
                    .setBytes(81_788_928)
                    .addBackups(Samples.BACKUP))
            .build());
    assertEquals(0, cli.run("prune", "list"));
    assertTrue(out().contains("2026-07-08"), this::out);
    assertFits();
  }
}
