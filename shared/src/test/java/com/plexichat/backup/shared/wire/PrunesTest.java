package com.plexichat.backup.shared.wire;

import static com.plexichat.backup.shared.wire.AnswersTest.AT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.proto.CategoryFigures;
import com.plexichat.backup.proto.ChangeRetentionRequest;
import com.plexichat.backup.proto.Gate;
import com.plexichat.backup.proto.Keep;
import com.plexichat.backup.proto.PlanPruneAnswer;
import com.plexichat.backup.proto.PlannedBackup;
import com.plexichat.backup.proto.PruneEntry;
import com.plexichat.backup.shared.model.KeepKind;
import com.plexichat.backup.shared.model.Prune;
import com.plexichat.backup.shared.model.PruneCategory;
import com.plexichat.backup.shared.model.PrunePlan;
import com.plexichat.backup.shared.model.PrunePlan.Planned;
import com.plexichat.backup.shared.model.RetentionChange;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Plans of prunes, what lies in the trash, and changes of how long a backup is kept.
class PrunesTest {
  private static final long MS = AT.toEpochMilli();

  private static PlannedBackup.Builder planned(String id) {
    return PlannedBackup.newBuilder()
        .setBackupId(id)
        .setSet("docs")
        .setNumber(7)
        .setTier("silver")
        .setCreatedMs(MS)
        .setReason("why " + id);
  }

  @Test
  void aPlanIsReadWhole() {
    PlanPruneAnswer answer =
        PlanPruneAnswer.newBuilder()
            .setPlanId("p1")
            .setPlan(
                com.plexichat.backup.proto.PrunePlan.newBuilder()
                    .setMadeMs(MS)
                    .setAskedBy("person:ann")
                    .addRemoved(planned("a").setExpiresMs(MS + 1))
                    .setStripes(2)
                    .setCopies(30)
                    .setBytes(400)
                    .setOrphanedBytes(5)
                    .addCategories(
                        CategoryFigures.newBuilder()
                            .setCategory("corrupted")
                            .setCopies(3)
                            .setBytes(30)
                            .setKept(1))
                    .addCategories(CategoryFigures.newBuilder().setCategory("of tomorrow")))
            .addKept(planned("b"))
            .setKeptTotal(9)
            .addGates(Gate.newBuilder().setGate("G3").setOpen(true).setSentence("enough"))
            .addGates(Gate.newBuilder().setGate("G15").setSentence("job j works"))
            .build();
    PrunePlan.Gate closed = new PrunePlan.Gate("G15", false, "job j works");
    PrunePlan plan = Prunes.plan(answer);
    assertEquals(
        new PrunePlan(
            "p1",
            AT,
            "person:ann",
            List.of(
                new Planned("a", "docs", 7, "silver", AT, Optional.of(AT.plusMillis(1)), "why a")),
            List.of(new Planned("b", "docs", 7, "silver", AT, Optional.empty(), "why b")),
            9,
            new PrunePlan.Amount(2, 30, 400),
            List.of(new PrunePlan.Share(PruneCategory.CORRUPTED, 3, 30, 1)),
            List.of(new PrunePlan.Gate("G3", true, "enough"), closed),
            Optional.empty()),
        plan);
    assertEquals(List.of(closed), plan.closed());
    assertFalse(plan.isEmpty());
    assertTrue(Prunes.plan(PlanPruneAnswer.getDefaultInstance()).isEmpty());
    assertEquals(
        1, Prunes.plan(PlanPruneAnswer.newBuilder().addKept(planned("b")).build()).keptTotal());
  }

  @Test
  void whatTwoPeopleConsentToIsAllThatThePlanSays() {
    var plan =
        com.plexichat.backup.proto.PrunePlan.newBuilder()
            .setReclaimBytes(500)
            .setTrashedBytes(20)
            .build();
    PlanPruneAnswer.Builder answer =
        PlanPruneAnswer.newBuilder().setPlan(plan).addApprovedBy("ann");
    PrunePlan read = Prunes.plan(answer.build());
    PrunePlan.Consent consent = read.consent().orElseThrow();
    assertEquals(new PrunePlan.Consent(500, 20, List.of("ann"), Prunes.hash(plan)), consent);
    assertTrue(consent.isAtOnce());
    assertFalse(consent.isGiven());
    assertFalse(read.isEmpty(), "the trash goes with it");
    assertNotEquals(consent.hash(), Prunes.hash(plan.toBuilder().setReclaimBytes(501).build()));
    PrunePlan later = Prunes.plan(answer.addApprovedBy("bob").build());
    assertTrue(read.standing(later).consent().orElseThrow().isGiven());
    var early =
        com.plexichat.backup.proto.PrunePlan.newBuilder()
            .addCategories(CategoryFigures.newBuilder().setCategory("low-value"))
            .build();
    assertFalse(
        Prunes.plan(PlanPruneAnswer.newBuilder().setPlan(early).build())
            .consent()
            .orElseThrow()
            .isAtOnce());
  }

  @Test
  void whatLiesInTheTrashIsDueAtItsTime() {
    Prune read =
        Prunes.prune(
            PruneEntry.newBuilder()
                .setJobId("j")
                .setAtMs(MS)
                .setUntilMs(MS + 7)
                .setStripes(1)
                .setCopies(2)
                .setBytes(3)
                .addBackups("a")
                .build());
    assertEquals(
        new Prune("j", AT, AT.plusMillis(7), new PrunePlan.Amount(1, 2, 3), List.of("a")), read);
    assertFalse(read.isDue(AT.plusMillis(6)));
    assertTrue(read.isDue(AT.plusMillis(7)));
    assertEquals(new PrunePlan.Amount(2, 4, 6), read.amount().plus(read.amount()));
  }

  @Test
  void changesOfRetention() {
    ChangeRetentionRequest of =
        ChangeRetentionRequest.newBuilder().setBackupId("b").setReason("r").build();
    assertEquals(
        of.toBuilder().setMoreDays(30).build(),
        Prunes.message("b", new RetentionChange.Extend(30), "r"));
    assertEquals(
        of.toBuilder().setUntilMs(MS).build(),
        Prunes.message("b", new RetentionChange.Until(AT), "r"));
    assertEquals(
        of.toBuilder().setNow(true).build(), Prunes.message("b", new RetentionChange.End(), "r"));
    Keep hold = Keep.newBuilder().setKind("hold").setName("c").setOwner("o").build();
    assertEquals(
        of.toBuilder().setKeep(hold).build(),
        Prunes.message("b", new RetentionChange.Place(KeepKind.HOLD, "c", "o"), "r"));
    assertEquals(
        of.toBuilder().setRelease(Keep.newBuilder().setKind("pin")).build(),
        Prunes.message("b", new RetentionChange.Release(KeepKind.PIN, ""), "r"));
  }
}
