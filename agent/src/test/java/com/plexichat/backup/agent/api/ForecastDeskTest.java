package com.plexichat.backup.agent.api;

import static com.plexichat.backup.agent.api.RetentionRig.DAY;
import static com.plexichat.backup.agent.catalogue.TestCatalogue.submit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.catalogue.Acts;
import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.agent.planning.PrunePlanner;
import com.plexichat.backup.agent.planning.PrunePlanner.Verdict;
import com.plexichat.backup.proto.BackupKept;
import com.plexichat.backup.proto.BackupPruned;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.Keep;
import com.plexichat.backup.proto.KeptDay;
import com.plexichat.backup.proto.SimulateAnswer;
import com.plexichat.backup.proto.SimulateRequest;
import com.plexichat.backup.proto.SimulatedDay;
import com.plexichat.backup.proto.TierSpec;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.KeepRules;
import com.plexichat.backup.shared.model.RecoveryClass;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.wire.Tiers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is said of the days to come is what comes when they are lived through, judge and marks of
/// the prune included.
class ForecastDeskTest {
  private static final int DAYS = 16;

  @TempDir Path folder;
  private RetentionRig rig;
  private int next = 1;

  /// A set in its rhythm: each backup brings a stripe, and the one before loses its own.
  private final class Living {
    private final String set;
    private final Tier tier;
    private final long interval;
    private long number;
    private long last;
    private int stripe;

    Living(String set, Tier tier, long interval) {
      this.set = set;
      this.tier = tier;
      this.interval = interval;
    }

    void backUp(boolean isReplacing) {
      int id = next++;
      Integer[] dropped = isReplacing ? new Integer[] {stripe} : new Integer[0];
      rig.backUp(id, set, ++number, tier, id, dropped);
      stripe = id;
      last = rig.now;
    }
  }

  @BeforeEach
  void open() {
    rig = new RetentionRig(folder);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private Tier tier(String name, int days, KeepRules keep) {
    return rig.define(
        new Tier(
            name, days, 2, 8, 2, 0, new Tier.Edition(1, RecoveryClass.STANDARD, "", keep, 1, 0)));
  }

  private Living lived(String set, Tier tier, Duration interval, int backups) {
    rig.set(set, "/" + set, tier);
    Living living = new Living(set, tier, interval.toMillis());
    for (int backup = 0; backup < backups; backup++) {
      living.backUp(backup > 1);
      rig.now += living.interval;
    }
    return living;
  }

  /// As if a version were defined: sets that follow the tier make theirs under it, others do not.
  @Test
  void aDraftIsReckonedWithAsIfItWereTheNextVersion() {
    Tier plain = tier("silver", 30, KeepRules.NONE);
    lived("docs", plain, Duration.ofHours(24), 5);
    SimulateRequest usual = SimulateRequest.newBuilder().setDays(40).setTier("silver").build();
    TierSpec shorter = Tiers.message(plain).toBuilder().setDays(3).build();
    int asItIs = rig.forecast.simulate(usual).getDays(40).getBackups();
    int asDraft =
        rig.forecast.simulate(usual.toBuilder().setDraft(shorter).build()).getDays(40).getBackups();
    assertTrue(asItIs > 25, "thirty days of one each: " + asItIs);
    assertTrue(asDraft < 6, "three days of one each: " + asDraft);
    assertEquals(asItIs, rig.forecast.simulate(usual).getDays(40).getBackups(), "nothing is kept");
    SimulateRequest wrong = usual.toBuilder().setDraft(shorter.toBuilder().setDays(0)).build();
    assertThrows(OperationFailed.class, () -> rig.forecast.simulate(wrong));
  }

  @Test
  void whatIsSaidOfTheDaysToComeIsWhatComes() {
    Tier thinned = tier("silver", 30, new KeepRules(1, 0, 4, 2, 1, 0));
    Tier plain = tier("bronze", 9, KeepRules.NONE);
    List<Living> sets =
        List.of(
            lived("docs", thinned, Duration.ofHours(9), 12),
            lived("mail", plain, Duration.ofHours(31), 5));
    submit(
        rig.catalogue,
        Command.newBuilder()
            .setBackupKept(
                BackupKept.newBuilder()
                    .setBackupId(Acts.backup(3))
                    .setKeep(Keep.newBuilder().setKind("hold").setName("case")))
            .build(),
        Acts.deleted(5));
    long from = rig.now;
    SimulateAnswer said = rig.forecast.simulate(SimulateRequest.newBuilder().setDays(DAYS).build());
    assertEquals(DAYS + 1, said.getDaysCount());
    assertEquals(Duration.ofHours(9).toMillis(), said.getSets(0).getIntervalMs());
    assertEquals(18_000, said.getSets(0).getBytes());
    assertTold(said.getDays(0), 0, 0);
    boolean[] isFirst = {true, true};
    int gone = 0;
    for (int day = 1; day <= DAYS; day++) {
      long until = from + day * DAY;
      int made = 0;
      for (int at = 0; at < sets.size(); at++) {
        Living set = sets.get(at);
        for (long when = set.last + set.interval; when <= until; when += set.interval) {
          if (when > from) {
            rig.now = when;
            set.backUp(!isFirst[at]);
            isFirst[at] = false;
            made++;
          }
        }
      }
      rig.now = until;
      int pruned = prune();
      gone += pruned;
      assertTold(said.getDays(day), made, pruned);
    }
    assertTrue(gone > 25, "thinned and ended: " + gone);
    assertKept(said);
    assertEquals(
        rig.catalogue.backups().ofSet("mail").stream().filter(ForecastDeskTest::isThere).count(),
        rig.forecast
            .simulate(SimulateRequest.newBuilder().setDays(1).setTier("bronze").build())
            .getDays(0)
            .getBackups());
  }

  /// What was said to be left is what is, on the days on which it was made; a case holds one.
  private void assertKept(SimulateAnswer said) {
    Map<LocalDate, Integer> there = new TreeMap<>();
    PruneCandidates.rows(rig.catalogue)
        .values()
        .forEach(row -> there.merge(day(row.createdMs()), 1, Integer::sum));
    Map<LocalDate, Integer> told = new TreeMap<>();
    said.getKeptList().forEach(one -> told.put(day(one.getAtMs()), one.getBackups()));
    assertEquals(there, told);
    Set<String> by = said.getKeptList().stream().map(KeptDay::getBy).collect(Collectors.toSet());
    assertEquals(Set.of("monthly", "weekly", "daily", "term", "other"), by);
  }

  private static LocalDate day(long ms) {
    return LocalDate.ofInstant(Instant.ofEpochMilli(ms), ZoneOffset.UTC);
  }

  private static boolean isThere(BackupRow row) {
    return row.state().isListed();
  }

  private int prune() {
    Map<String, BackupRow> rows = PruneCandidates.rows(rig.catalogue);
    int pruned = 0;
    for (Verdict verdict :
        PrunePlanner.judge(
            rows.values().stream()
                .map(row -> PruneCandidates.candidate(row, false, rig.now))
                .toList(),
            new PrunePlanner.UnderWay(Set.of(), new HashMap<>()))) {
      if (verdict.goes()) {
        pruned++;
        submit(
            rig.catalogue,
            Command.newBuilder()
                .setBackupPruned(
                    BackupPruned.newBuilder().setBackupId(verdict.id()).setJobId("job"))
                .build());
      }
    }
    return pruned;
  }

  private void assertTold(SimulatedDay said, int made, int gone) {
    String when = "day " + said.getDay();
    assertEquals(made, said.getMade(), when);
    assertEquals(gone, said.getGone(), when);
    assertEquals(PruneCandidates.rows(rig.catalogue).size(), said.getBackups(), when);
    long[] bytes = new long[1];
    rig.catalogue.stripes().forEach(rig.now, stripe -> bytes[0] += bytes(stripe));
    rig.catalogue.stripes().dead(Set.of(), stripe -> bytes[0] -= bytes(stripe));
    assertEquals(bytes[0], said.getBytes(), when);
  }

  private static long bytes(StripeRow stripe) {
    return stripe.shards().stream().mapToLong(shard -> shard.counted() * shard.length()).sum();
  }

  @Test
  void whatCannotBeMeasuredIsSaidAndNotMadeUp() {
    rig.backUp(1, "docs", 1, Tier.BRONZE, 1);
    SimulateAnswer said = rig.forecast.simulate(SimulateRequest.newBuilder().setDays(100).build());
    assertEquals(
        "not known: it has one backup; none to come is counted", said.getSets(0).getBasis());
    assertEquals(
        "not known: it has no backup; none to come is counted", said.getSets(1).getBasis());
    assertTrue(said.getDaysList().stream().allMatch(day -> day.getBackups() == 1));
    assertTrue(said.getDaysList().stream().allMatch(day -> day.getBytes() == 18_000));
    rig.now += 1_000;
    rig.backUp(2, "docs", 2, Tier.BRONZE, 2);
    SimulateRequest far = SimulateRequest.newBuilder().setDays(365).build();
    OperationFailed tooMany = assertThrows(OperationFailed.class, () -> rig.forecast.simulate(far));
    assertTrue(tooMany.sentence().contains("ask for fewer days"), tooMany.sentence());
    assertThrows(
        OperationFailed.class,
        () -> rig.forecast.simulate(SimulateRequest.newBuilder().setDays(-1).build()));
  }
}
