package com.plexichat.backup.agent.api;

import static com.plexichat.backup.agent.api.RetentionRig.DAY;
import static com.plexichat.backup.agent.api.RetentionRig.WHO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.catalogue.Acts;
import com.plexichat.backup.agent.policy.RetentionDesk;
import com.plexichat.backup.proto.ApplyTierAnswer;
import com.plexichat.backup.proto.ApplyTierRequest;
import com.plexichat.backup.proto.ChangeRetentionRequest;
import com.plexichat.backup.proto.ChangeTierAnswer;
import com.plexichat.backup.proto.ChangeTierRequest;
import com.plexichat.backup.proto.DefineTierAnswer;
import com.plexichat.backup.proto.LifecycleRule;
import com.plexichat.backup.proto.ListTiersAnswer;
import com.plexichat.backup.proto.RetieredBackup;
import com.plexichat.backup.proto.SetRulesRequest;
import com.plexichat.backup.proto.SetSpec;
import com.plexichat.backup.proto.TierSpec;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.KeepRules;
import com.plexichat.backup.shared.model.RecoveryClass;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.wire.Tiers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tiers and rules on a real catalogue: what is refused, what follows, and what stays as it was.
class TierDeskTest {
  @TempDir Path folder;
  private RetentionRig rig;

  @BeforeEach
  void open() {
    rig = new RetentionRig(folder);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private static Tier silver(int version, int days, int copies, KeepRules keep) {
    return new Tier(
        "silver",
        days,
        copies,
        8,
        2,
        0,
        new Tier.Edition(version, RecoveryClass.STANDARD, "#8a95a5", keep, 1, 0));
  }

  private OperationFailed refused(TierSpec tier) {
    long head = rig.catalogue.head().index();
    OperationFailed refused =
        assertThrows(
            OperationFailed.class,
            () ->
                rig.tiers.define(rig.ask(Tier.SILVER).setTier(tier).setConfirm(true).build(), WHO));
    assertEquals(head, rig.catalogue.head().index());
    return refused;
  }

  @Test
  void theFourOfTheProductAreThereWithoutACommand() {
    ListTiersAnswer all = rig.tiers.list("");
    assertEquals(
        List.of("bronze", "silver", "gold", "critical"),
        all.getTiersList().stream().map(one -> one.getTier().getName()).toList());
    assertEquals(
        List.of(90, 365, 1095, 2555),
        all.getTiersList().stream().map(one -> one.getTier().getDays()).toList());
    assertEquals(1, all.getTiers(1).getSets(), "a set of a log without versions follows");
  }

  @Test
  void everyVersionStaysReadableWithWhoWhyAndWhatChanged() {
    DefineTierAnswer first =
        rig.tiers.define(rig.ask(silver(1, 400, 3, KeepRules.NONE)).build(), WHO);
    assertTrue(first.getDefined());
    assertEquals(List.of("days 365 to 400"), first.getChangesList());
    rig.define(silver(2, 400, 3, new KeepRules(0, 0, 7, 4, 0, 0)));
    ListTiersAnswer versions = rig.tiers.list("SILVER");
    assertEquals(3, versions.getTiersCount());
    assertEquals(List.of("keep all to daily 7, weekly 4"), versions.getTiers(0).getChangesList());
    assertEquals("because", versions.getTiers(1).getWhy());
    assertEquals(WHO, versions.getTiers(1).getBy());
    assertEquals(365, versions.getTiers(2).getTier().getDays());
    assertEquals(0, versions.getTiers(2).getAtMs());
    assertEquals(
        FailureCode.ACT_REFUSED,
        refused(Tiers.message(silver(1, 500, 3, KeepRules.NONE))).code(),
        "made from a version that is not the newest any more");
    rig.close();
    rig = new RetentionRig(folder.resolve("other"));
    assertEquals(1, rig.tiers.list("silver").getTiersCount());
  }

  @Test
  void whatKeepsLessIsShownFirstAndNeedsAWord() {
    DefineTierAnswer shown =
        rig.tiers.define(rig.ask(silver(1, 30, 2, KeepRules.NONE)).build(), WHO);
    assertFalse(shown.getDefined());
    assertEquals(List.of("days 365 to 30", "copies 3 to 2"), shown.getWeakerList());
    assertEquals(1, shown.getSets());
    assertEquals(1, rig.tiers.list("silver").getTiersCount());
    assertTrue(
        rig.tiers
            .define(rig.ask(silver(1, 30, 2, KeepRules.NONE)).setConfirm(true).build(), WHO)
            .getDefined());
    DefineTierAnswer same =
        rig.tiers.define(rig.ask(silver(2, 30, 2, KeepRules.NONE)).build(), WHO);
    assertEquals(0, same.getChangesCount());
    assertFalse(same.getDefined());
  }

  @Test
  void aTierThatCannotBeIsRefused() {
    TierSpec good = Tiers.message(silver(1, 400, 3, KeepRules.NONE));
    assertEquals(FailureCode.USAGE, refused(good.toBuilder().setDays(0).build()).code());
    assertEquals(FailureCode.USAGE, refused(good.toBuilder().setDays(36_501).build()).code());
    assertEquals(FailureCode.USAGE, refused(good.toBuilder().setCopies(0).build()).code());
    assertEquals(FailureCode.USAGE, refused(good.toBuilder().setColour("red").build()).code());
    assertEquals(
        FailureCode.USAGE, refused(good.toBuilder().setRecoveryClass("fast").build()).code());
    TierSpec.Builder odd = good.toBuilder().setVersion(0);
    assertEquals(FailureCode.NAME_INVALID, refused(odd.setName("a tier").build()).code());
    assertEquals(FailureCode.NAME_INVALID, refused(odd.setName("../x").build()).code());
    assertEquals(FailureCode.NAME_TAKEN, refused(odd.setName("Silver").build()).code());
    OperationFailed unknown = assertThrows(OperationFailed.class, () -> rig.tiers.list("wood"));
    assertEquals(FailureCode.TIER_UNKNOWN, unknown.code());
    assertTrue(unknown.sentence().contains("bronze, silver, gold, critical"), unknown.sentence());
  }

  @Test
  void moreCopiesThanOwnersAreRefusedUnlessThatIsMeant() {
    OperationFailed tooMany = refused(Tiers.message(silver(1, 365, 6, KeepRules.NONE)));
    assertEquals(FailureCode.TIER_TOO_LARGE, tooMany.code());
    assertTrue(tooMany.sentence().contains("needs 8 other owners, and 4 are there"));
    DefineTierAnswer meant =
        rig.tiers.define(
            rig.ask(silver(1, 365, 6, KeepRules.NONE)).setAllowUnderProtected(true).build(), WHO);
    assertTrue(meant.getDefined());
    assertTrue(meant.getWarning().contains("needs 8 owners"), meant.getWarning());
  }

  @Test
  void setsThatNameATierFollowItAndOwnNumbersStay() {
    Tier own = new Tier("silver", 30, 2, 8, 2, 0);
    rig.set("own", "/own", own);
    Tier second = rig.define(silver(1, 400, 3, KeepRules.NONE));
    SetSpec mail = SetSpec.newBuilder().setName("mail").build();
    assertEquals(second, Tiers.tier(rig.backups.meant(mail, Acts.peer(1)).getTier()));
    SetSpec kept = SetSpec.newBuilder().setName("own").build();
    assertEquals(own, Tiers.tier(rig.backups.meant(kept, Acts.peer(1)).getTier()));
    SetSpec named =
        SetSpec.newBuilder()
            .setName("new")
            .addPaths(ByteString.copyFromUtf8("/x"))
            .setTier(TierSpec.newBuilder().setName("silver"))
            .build();
    assertEquals(second, Tiers.tier(rig.backups.meant(named, Acts.peer(1)).getTier()));
  }

  @Test
  void existingBackupsChangeWhenATierIsAppliedAndPeopleWin() {
    RetentionDesk people = new RetentionDesk(rig.catalogue, () -> Instant.ofEpochMilli(rig.now));
    for (int backup = 1; backup <= 4; backup++) {
      rig.backUp(backup, "mail", backup, Tier.SILVER, backup);
    }
    long closed = rig.now;
    people.change(ask(2).setMoreDays(10).build(), WHO);
    people.change(ask(3).setNow(true).build(), WHO);
    rig.now += 40 * DAY;
    Tier next = rig.define(silver(1, 30, 2, KeepRules.NONE));
    ApplyTierRequest.Builder ask = ApplyTierRequest.newBuilder().setTier("silver");
    ApplyTierAnswer shown = rig.tiers.apply(ask.build(), WHO);
    assertFalse(shown.getApplied());
    assertEquals(4, shown.getTotal());
    assertEquals(2, shown.getEnded());
    assertEquals(Tier.SILVER, rig.row(1).tier());
    ApplyTierAnswer drafted =
        rig.tiers.apply(
            ask.clone()
                .setDryRun(true)
                .setDraft(Tiers.message(silver(2, 3_650, 2, KeepRules.NONE)))
                .build(),
            WHO);
    assertEquals(3, drafted.getVersion());
    assertEquals(0, drafted.getEnded(), "as if it were kept for ten years");
    assertThrows(
        OperationFailed.class,
        () ->
            rig.tiers.apply(
                ask.clone()
                    .setConfirm(true)
                    .setDraft(Tiers.message(silver(2, 3_650, 2, KeepRules.NONE)))
                    .build(),
                WHO));
    assertEquals(Tier.SILVER, rig.row(1).tier());
    assertTrue(rig.tiers.apply(ask.setConfirm(true).build(), WHO).getApplied());
    assertEquals(next, rig.row(1).tier());
    assertEquals(closed + 30 * DAY, rig.row(1).retention().endsMs());
    assertEquals(closed + 375 * DAY, rig.row(2).retention().endsMs(), "extended");
    assertEquals(closed, rig.row(3).retention().endsMs(), "ended by hand");
    RetieredBackup extended = shown.getBackups(1);
    assertEquals("extended", extended.getDecided());
    assertEquals(3, extended.getFromCopies());
    assertEquals(2, extended.getToCopies());
    assertEquals(0, rig.tiers.apply(ask.build(), WHO).getTotal());
    rig.define(silver(2, 3_650, 2, KeepRules.NONE));
    rig.tiers.apply(ask.build(), WHO);
    assertEquals(closed + 3_650 * DAY, rig.row(2).retention().endsMs(), "never shortened");
    assertEquals(closed, rig.row(3).retention().endsMs());
  }

  private ChangeRetentionRequest.Builder ask(int backup) {
    return ChangeRetentionRequest.newBuilder()
        .setBackupId(Acts.backup(backup))
        .setReason("because");
  }

  private ChangeTierAnswer change(String tier, boolean confirm) {
    return rig.retier.change(
        ChangeTierRequest.newBuilder()
            .setBackupId(Acts.backup(1))
            .setTier(tier)
            .setConfirm(confirm)
            .build(),
        WHO);
  }

  @Test
  void loweringNeedsAWordAndIsDoneAtOnce() {
    rig.backUp(1, "mail", 1, Tier.SILVER, 1);
    ChangeTierAnswer shown = change("bronze", false);
    assertFalse(shown.getDone());
    assertEquals(Tier.SILVER, rig.row(1).tier());
    assertTrue(change("bronze", true).getDone());
    assertEquals(Tier.BRONZE, rig.row(1).tier());
    assertEquals(rig.now + 90 * DAY, rig.row(1).retention().endsMs());
    assertEquals(List.of(), rig.catalogue.jobs().unfinished());
  }

  @Test
  void raisingAsksForCopiesAtOnceAndKeepsTheTierUntilTheyAreThere() {
    rig.backUp(1, "docs", 1, Tier.BRONZE, 1);
    assertEquals(0, rig.catalogue.stripes().countUnderReplicated(rig.now));
    ChangeTierAnswer raising = change("silver", false);
    assertTrue(raising.getRaises());
    assertEquals(1, rig.catalogue.stripes().countUnderReplicated(rig.now));
    assertEquals(Tier.BRONZE, rig.row(1).tier());
    assertEquals(rig.now + 90 * DAY, rig.row(1).retention().endsMs());
    assertEquals("raise", rig.catalogue.jobs().unfinished().getFirst().getKind());
    assertEquals(raising.getJobId(), change("silver", false).getJobId(), "one job does it");
    assertEquals(
        FailureCode.ACT_REFUSED,
        assertThrows(OperationFailed.class, () -> change("bronze", true)).code(),
        "while it is raised");
    OperationFailed tooFew = assertThrows(OperationFailed.class, () -> change("critical", true));
    assertEquals(3, tooFew.code().exitCode());
    assertTrue(
        tooFew.sentence().contains("8 other owners are needed and 4 are there"), tooFew.sentence());
  }

  @Test
  void rulesGiveNewSetsTheirTierAndExistingOnesArePreviewed() {
    SetSpec critical =
        SetSpec.newBuilder()
            .setName("new")
            .addPaths(ByteString.copyFromUtf8("/srv/critical/db"))
            .build();
    assertEquals(Tier.CRITICAL, Tiers.tier(rig.backups.meant(critical, Acts.peer(1)).getTier()));
    SetSpec mixed = critical.toBuilder().addPaths(ByteString.copyFromUtf8("/home")).build();
    OperationFailed undecided =
        assertThrows(OperationFailed.class, () -> rig.backups.meant(mixed, Acts.peer(1)));
    assertEquals(FailureCode.TIER_UNDECIDED, undecided.code());
    assertEquals("silver", rig.rules.list().getMatches(0).getWouldBe());
    assertTrue(rig.rules.list().getSeeds());
    SetRulesRequest put = put("/home*", "gold", 0);
    assertEquals("gold", rig.rules.change(put, WHO).getMatches(0).getWouldBe());
    assertEquals(30, rig.rules.list().getRules(2).getRank());
    assertFalse(rig.rules.list().getSeeds());
    assertEquals(
        FailureCode.RULE_TIE,
        assertThrows(OperationFailed.class, () -> rig.rules.change(put("/*", "bronze", 30), WHO))
            .code());
    assertEquals(
        FailureCode.USAGE,
        assertThrows(OperationFailed.class, () -> rig.rules.change(put("home", "gold", 1), WHO))
            .code());
    assertEquals(
        FailureCode.TIER_UNKNOWN,
        assertThrows(OperationFailed.class, () -> rig.rules.change(put("/x", "wood", 1), WHO))
            .code());
    SetRulesRequest remove = SetRulesRequest.newBuilder().setRemove("/home*").build();
    assertEquals(2, rig.rules.change(remove, WHO).getRulesCount());
    assertEquals(
        FailureCode.RULE_UNKNOWN,
        assertThrows(OperationFailed.class, () -> rig.rules.change(remove, WHO)).code());
  }

  private static SetRulesRequest put(String pattern, String tier, int rank) {
    return SetRulesRequest.newBuilder()
        .setPut(LifecycleRule.newBuilder().setPattern(pattern).setTier(tier).setRank(rank))
        .build();
  }

  @Test
  void aDatabaseThatIsMadeAnewKnowsTiersRulesAndRaises() throws Exception {
    rig.backUp(1, "docs", 1, Tier.BRONZE, 1);
    rig.define(silver(1, 400, 3, KeepRules.NONE));
    rig.rules.change(put("/home*", "gold", 0), WHO);
    change("silver", false);
    rig.jobs.close();
    rig.catalogue.close();
    java.nio.file.Files.move(folder.resolve("db"), folder.resolve("gone"));
    var again =
        com.plexichat.backup.agent.catalogue.TestCatalogue.open(
            folder, () -> Instant.ofEpochMilli(rig.now));
    try (again) {
      assertEquals(400, again.tiers().find("silver").orElseThrow().days());
      assertEquals(3, again.tiers().rules().orElseThrow().size());
      assertEquals(
          2, again.backups().get(Acts.backup(1)).retention().wanted().orElseThrow().version());
      assertEquals(1, again.stripes().countUnderReplicated(rig.now));
    }
    rig = new RetentionRig(folder.resolve("other"));
  }
}
