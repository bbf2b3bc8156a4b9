package com.plexichat.backup.agent.cli.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.proto.ApplyTierAnswer;
import com.plexichat.backup.proto.ApplyTierRequest;
import com.plexichat.backup.proto.AuditRetentionAnswer;
import com.plexichat.backup.proto.ChangeTierAnswer;
import com.plexichat.backup.proto.ChangeTierRequest;
import com.plexichat.backup.proto.DefineTierAnswer;
import com.plexichat.backup.proto.DefineTierRequest;
import com.plexichat.backup.proto.KeptDay;
import com.plexichat.backup.proto.LifecycleRule;
import com.plexichat.backup.proto.ListRulesAnswer;
import com.plexichat.backup.proto.ListTiersAnswer;
import com.plexichat.backup.proto.RetentionFinding;
import com.plexichat.backup.proto.RetieredBackup;
import com.plexichat.backup.proto.RuleMatch;
import com.plexichat.backup.proto.SetCadence;
import com.plexichat.backup.proto.SetRulesRequest;
import com.plexichat.backup.proto.SimulateAnswer;
import com.plexichat.backup.proto.SimulatedDay;
import com.plexichat.backup.proto.TierSpec;
import com.plexichat.backup.proto.TierVersion;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.wire.Tiers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Tiers, rules, simulation and audit: what is asked, with which code it ends, how it looks at 80
/// columns.
class TierCommandsTest {
  private static final RetieredBackup BACKUP =
      RetieredBackup.newBuilder()
          .setBackupId(Samples.BACKUP)
          .setSet("mail-archive-of-the-whole-organisation")
          .setFromVersion(1)
          .setFromEndsMs(Fixture.NOW)
          .setToEndsMs(Fixture.NOW + 864_000_000)
          .setFromCopies(3)
          .setToCopies(2)
          .setEndsAtOnce(true)
          .build();

  private final Fixture cli = new Fixture();

  private void assertFits() {
    assertFalse(cli.out().lines().anyMatch(line -> line.length() > 80), cli::out);
  }

  private static ListTiersAnswer tiers() {
    ListTiersAnswer.Builder answer = ListTiersAnswer.newBuilder();
    for (Tier tier : Tier.DEFAULTS) {
      answer.addTiers(
          TierVersion.newBuilder().setTier(Tiers.message(tier)).setSets(3).setBackups(1_234));
    }
    TierSpec.Builder thinned = Tiers.message(Tier.SILVER).toBuilder().setVersion(12);
    thinned.getKeepBuilder().setLast(3).setHourly(24).setDaily(7).setWeekly(4).setMonthly(12);
    return answer
        .addTiers(
            TierVersion.newBuilder()
                .setTier(thinned.setName("machines-of-the-branch-offices"))
                .setAtMs(Fixture.NOW)
                .setBy("person:a.rather.long.name@example.org")
                .setWhy("a decision of the board of 12 June")
                .addChanges("days 365 to 400")
                .addChanges("keep all to daily 7, weekly 4"))
        .build();
  }

  @Test
  void tiersAreListedWithWhatTheyKeep() {
    cli.on("listTiers", tiers());
    assertEquals(0, cli.run("retention", "tiers"));
    assertTrue(cli.out().contains("2,555"), cli::out);
    assertFits();
    assertEquals(0, cli.run("retention", "tier", "silver"));
    assertTrue(cli.out().contains("days 365 to 400"), cli::out);
    assertTrue(cli.out().contains("the product"), cli::out);
    assertFits();
    assertEquals(0, cli.run("retention", "tiers", "--output", "json"));
    assertTrue(cli.out().contains("\"hourly\": 24"), cli::out);
  }

  @Test
  void aVersionIsMadeFromTheNewestAndAskedAbout() {
    cli.on("listTiers", tiers());
    cli.on(
        "defineTier",
        request -> {
          DefineTierRequest ask = (DefineTierRequest) request;
          return DefineTierAnswer.newBuilder()
              .setTier(ask.getTier().toBuilder().setVersion(2))
              .addChanges("days 365 to 30")
              .addWeaker("days 365 to 30")
              .setBackups(4)
              .setDefined(ask.getConfirm())
              .build();
        });
    assertEquals(3, cli.run("retention", "set", "silver", "--days", "30", "--keep-daily", "7"));
    TierSpec asked = cli.request(DefineTierRequest.class).getTier();
    assertEquals(1, asked.getVersion(), "the one that it was made from");
    assertEquals(3, asked.getCopies());
    assertEquals(7, asked.getKeep().getDaily());
    assertTrue(cli.out().replaceAll("\\s+", " ").contains("Say it again with --confirm"), cli::out);
    assertFits();
    assertEquals(0, cli.run("retention", "set", "silver", "--days", "30", "--dry-run"));
    assertEquals(0, cli.run("retention", "set", "silver", "--days", "30", "--confirm"));
    assertTrue(
        cli.out().replaceAll("\\s+", " ").contains("retention apply --tier silver"), cli::out);
    assertEquals(64, cli.run("retention", "set", "new", "--days", "30"), "copies are not said");
    assertEquals(
        0, cli.run("retention", "set", "new", "--days", "30", "--copies", "2", "--confirm"));
    assertEquals(0, cli.request(DefineTierRequest.class).getTier().getVersion());
  }

  @Test
  void applyingShowsFirstAndNeedsAWord() {
    cli.on(
        "applyTier",
        request ->
            ApplyTierAnswer.newBuilder()
                .addBackups(BACKUP)
                .addBackups(BACKUP.toBuilder().setEndsAtOnce(false).setDecided("extended"))
                .setTotal(2)
                .setEnded(1)
                .setVersion(2)
                .setApplied(((ApplyTierRequest) request).getConfirm())
                .build());
    assertEquals(3, cli.run("retention", "apply", "--tier", "silver"));
    assertTrue(cli.out().contains("1 of them ends at once"), cli::out);
    assertTrue(cli.out().contains("3 to 2"), cli::out);
    assertFits();
    assertEquals(0, cli.run("retention", "apply", "--tier", "silver", "--dry-run"));
    assertEquals(0, cli.run("retention", "apply", "--tier", "silver", "--confirm"));
    cli.on("applyTier", ApplyTierAnswer.newBuilder().setVersion(2).build());
    assertEquals(0, cli.run("retention", "apply", "--tier", "silver"));
  }

  @Test
  void oneBackupGetsAnotherTier() {
    cli.on(
        "changeTier",
        request ->
            ChangeTierAnswer.newBuilder()
                .setBackup(BACKUP)
                .setFrom("silver 1")
                .setTo("bronze 1")
                .setDone(((ChangeTierRequest) request).getConfirm())
                .build());
    assertEquals(3, cli.run("retention", "set-tier", Samples.BACKUP, "bronze"));
    assertFits();
    assertEquals(0, cli.run("retention", "set-tier", Samples.BACKUP, "bronze", "--confirm"));
    cli.on(
        "changeTier",
        ChangeTierAnswer.newBuilder()
            .setBackup(BACKUP)
            .setFrom("silver 1")
            .setTo("gold 1")
            .setRaises(true)
            .setJobId(Samples.JOB)
            .build());
    assertEquals(0, cli.run("retention", "set-tier", Samples.BACKUP, "gold"));
    assertTrue(cli.out().contains("job watch " + Samples.JOB), cli::out);
    assertFits();
  }

  @Test
  void rulesAreShownWithWhatTheyWouldSay() {
    ListRulesAnswer rules =
        ListRulesAnswer.newBuilder()
            .addRules(
                LifecycleRule.newBuilder()
                    .setPattern("*/critical/*")
                    .setTier("critical")
                    .setRank(10))
            .setUsual("silver")
            .setSeeds(true)
            .addMatches(
                RuleMatch.newBuilder()
                    .setSet("documents")
                    .setTier("gold")
                    .setWouldBe("critical")
                    .setPattern("*/critical/*"))
            .addMatches(
                RuleMatch.newBuilder()
                    .setSet("mail")
                    .setTier("gold")
                    .setConflict(
                        "The paths of the set differ: /srv/critical/db is critical by"
                            + " */critical/*; /home is silver by no rule."))
            .build();
    cli.on("listRules", rules);
    cli.on("setRules", rules);
    assertEquals(0, cli.run("retention", "rules", "list"));
    assertTrue(cli.out().contains("undecided"), cli::out);
    assertFits();
    assertEquals(0, cli.run("retention", "rules", "set", "/srv/*", "--tier", "gold", "--dry-run"));
    assertTrue(cli.request(SetRulesRequest.class).getDryRun());
    assertTrue(cli.out().contains("Nothing was changed."), cli::out);
    assertEquals(0, cli.run("retention", "rules", "remove", "/srv/*"));
    assertEquals("/srv/*", cli.request(SetRulesRequest.class).getRemove());
    assertEquals(64, cli.run("retention", "rules", "set", "/srv/*"));
  }

  @Test
  void theDaysToComeAreAChartOfMonthsAndWholeForScripts() {
    SimulateAnswer.Builder answer =
        SimulateAnswer.newBuilder()
            .setFromMs(Fixture.NOW)
            .addSets(
                SetCadence.newBuilder()
                    .setSet("documents")
                    .setTier("silver 2")
                    .setIntervalMs(Duration.ofHours(6).toMillis())
                    .setBytes(123_456_789)
                    .setBasis("its last 10 backups"))
            .addSets(
                SetCadence.newBuilder()
                    .setSet("photographs-of-the-whole-family")
                    .setTier("bronze 1")
                    .setBasis("not known: it has one backup; none to come is counted"));
    for (int day = 0; day <= 365; day++) {
      answer.addDays(
          SimulatedDay.newBuilder()
              .setDay(day)
              .setAtMs(Fixture.NOW + day * Duration.ofDays(1).toMillis())
              .setBackups(1_000 + day)
              .setBytes((100L + day) << 30)
              .setMade(4)
              .setGone(3));
    }
    answer
        .addKept(KeptDay.newBuilder().setAtMs(Fixture.NOW).setBackups(2).setBy("monthly"))
        .addKept(
            KeptDay.newBuilder()
                .setAtMs(Fixture.NOW + Duration.ofDays(40).toMillis())
                .setBackups(1_234)
                .setBy("monthly"));
    cli.on("simulateRetention", answer.build());
    assertEquals(0, cli.run("retention", "simulate"));
    assertTrue(cli.out().contains("2027-06"), cli::out);
    assertTrue(
        cli.out().lines().anyMatch(line -> line.matches("monthly +2 +1[^ ]*236 .*")), cli::out);
    assertTrue(cli.out().contains("########################"), cli::out);
    assertFits();
    assertEquals(0, cli.run("retention", "simulate", "--output", "json"));
    assertEquals(366, cli.out().lines().filter(line -> line.contains("\"day\"")).count());
    assertTrue(cli.out().contains("\"by\": \"monthly\""), cli::out);
  }

  @Test
  void anAuditEndsWithTwoWhenAnythingIsFound() {
    cli.on("auditRetention", AuditRetentionAnswer.newBuilder().addChecked("not_pruned").build());
    assertEquals(0, cli.run("retention", "audit"));
    assertTrue(cli.out().contains("No violation; 1 kind was looked for."), cli::out);
    AuditRetentionAnswer.Builder found = AuditRetentionAnswer.newBuilder().setTotal(2);
    for (String backup : List.of(Samples.BACKUP, "")) {
      found.addFindings(
          RetentionFinding.newBuilder()
              .setKind("no_restore_point")
              .setBackupId(backup)
              .setSet("photographs-of-the-whole-family")
              .setSentence(
                  "Its newest backup that can be restored is of 2026-11-20T10:00:00Z; standard"
                      + " allows 24 hours.")
              .setNext("Back the set up now, and see why the last ones did not."));
    }
    cli.on("auditRetention", found.build());
    assertEquals(2, cli.run("retention", "audit"));
    assertTrue(cli.out().contains("2 violations"), cli::out);
    assertFits();
  }
}
