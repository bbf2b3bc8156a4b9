package com.plexichat.backup.agent.policy;

import static com.plexichat.backup.agent.catalogue.TestCatalogue.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.catalogue.Acts;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.TestCatalogue;
import com.plexichat.backup.proto.CalendarEntry;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.ExposureAnswer;
import com.plexichat.backup.proto.ScheduleEntry;
import com.plexichat.backup.proto.ScheduleSpec;
import com.plexichat.backup.proto.SetExposure;
import com.plexichat.backup.proto.WindowEntry;
import com.plexichat.backup.proto.WindowSpec;
import com.plexichat.backup.proto.WindowTime;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Tier;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/// What people decide of schedules and windows, what the calendar tells, and how much would be
/// lost; on a real catalogue.
class ScheduleDeskTest {
  private static final String WHO = "person:anna";
  private static final WindowSpec NIGHT =
      WindowSpec.newBuilder()
          .setName("night")
          .addTimes(WindowTime.newBuilder().addDays("sun").setToMinute(360))
          .build();

  @TempDir Path folder;
  private long now = NOW;
  private Catalogue catalogue;
  private ScheduleDesk desk;
  private WindowDesk windows;

  @BeforeEach
  void open() {
    catalogue = TestCatalogue.open(folder, () -> Instant.ofEpochMilli(now));
    TestCatalogue.found(catalogue);
    desk = new ScheduleDesk(catalogue, () -> Instant.ofEpochMilli(now));
    windows = new WindowDesk(catalogue, () -> Instant.ofEpochMilli(now));
  }

  @AfterEach
  void close() {
    catalogue.close();
  }

  private static ScheduleSpec.Builder spec(String kind) {
    return ScheduleSpec.newBuilder().setName("one").setKind(kind).setRule("0 2 * * *");
  }

  private ScheduleEntry define(ScheduleSpec.Builder spec) {
    return desk.define(spec.build(), "because", WHO);
  }

  private static FailureCode refused(Executable act) {
    return assertThrows(OperationFailed.class, act).code();
  }

  private FailureCode refused(ScheduleSpec.Builder spec) {
    FailureCode code = refused(() -> define(spec));
    assertEquals(List.of(), catalogue.schedules().all());
    return code;
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertEquals(FailureCode.NAME_INVALID, refused(spec("prune").setName("")));
    assertEquals(FailureCode.NAME_INVALID, refused(spec("prune").setName("a b")));
    assertEquals(FailureCode.NAME_INVALID, refused(spec("prune").setName("n".repeat(65))));
    assertEquals(FailureCode.USAGE, refused(spec("dance")));
    assertEquals(FailureCode.USAGE, refused(spec("")));
    assertEquals(FailureCode.USAGE, refused(spec("backup")), "of which set?");
    assertEquals(FailureCode.USAGE, refused(spec("prune").setSet("docs")));
    assertEquals(FailureCode.SET_UNKNOWN, refused(spec("backup").setSet("nothing")));
    assertEquals(FailureCode.SET_UNKNOWN, refused(spec("verify").setSet("nothing")));
    assertEquals(FailureCode.USAGE, refused(spec("sweep").addTiers("gold")));
    assertEquals(FailureCode.TIER_UNKNOWN, refused(spec("prune").addTiers("wood")));
    assertEquals(FailureCode.USAGE, refused(spec("prune").setDepth("hash")));
    assertEquals(FailureCode.USAGE, refused(spec("check").setDepth("deep")));
    assertEquals(FailureCode.USAGE, refused(spec("verify").setSet("docs").setDepth("shallow")));
    assertEquals(FailureCode.RULE_INVALID, refused(spec("prune").setRule("0 0 31 2 *")));
    assertEquals(
        FailureCode.RULE_INVALID, refused(spec("prune").setRule("* * * * *")), "too often");
    assertEquals(FailureCode.RULE_INVALID, refused(spec("prune").setRule("1,5 * * * *")));
    assertEquals(FailureCode.WINDOW_UNKNOWN, refused(spec("prune").setWindow("night")));
    assertEquals(
        FailureCode.USAGE,
        refused(() -> desk.define(spec("prune").build(), "n".repeat(1_001), WHO)));
    assertEquals(FailureCode.SCHEDULE_UNKNOWN, refused(() -> desk.show("one")));
    assertEquals(FailureCode.SCHEDULE_UNKNOWN, refused(() -> desk.suspend("one", true, "", WHO)));
    assertEquals(FailureCode.SCHEDULE_UNKNOWN, refused(() -> desk.remove("one", "", WHO)));
  }

  @Test
  void whatIsDefinedIsListedWithItsNextStart() {
    ScheduleEntry entry = define(spec("backup").setSet("docs").setRule("every 5m"));
    assertEquals("*/5 * * * *", entry.getSchedule().getRule());
    assertEquals(NOW + 300_000, entry.getNextMs());
    assertEquals(WHO, entry.getDefinedBy());
    assertEquals("presence", define(spec("check").setName("c")).getSchedule().getDepth());
    assertEquals(
        "hash", define(spec("verify").setName("v").setSet("docs")).getSchedule().getDepth());
    assertEquals(
        List.of("c", "one", "v"),
        desk.list().stream().map(one -> one.getSchedule().getName()).toList());
    assertEquals(5, desk.show("one").getNextMsCount());
    assertEquals(NOW + 5 * 300_000, desk.show("one").getNextMs(4));
    desk.remove("one", "", WHO);
    assertEquals(2, desk.list().size());
  }

  @Test
  void aPreviewSaysWhenItWouldStartAndChangesNothing() {
    ScheduleEntry seen =
        desk.preview(spec("backup").setSet("docs").setRule("every 5m").build(), WHO);
    assertEquals("*/5 * * * *", seen.getSchedule().getRule());
    assertEquals(5, seen.getComingMsCount());
    assertEquals(NOW + 300_000, seen.getComingMs(0));
    assertEquals(
        FailureCode.RULE_INVALID,
        refused(() -> desk.preview(spec("prune").setRule("0 0 31 2 *").build(), WHO)));
    assertEquals(List.of(), catalogue.schedules().all());
    define(spec("prune"));
    desk.suspend("one", true, "", WHO);
    assertEquals(5, desk.preview(spec("prune").build(), WHO).getComingMsCount(), "as if it ran");
  }

  @Test
  void whatIsSuspendedStaysSoWhenItIsChanged() {
    define(spec("prune"));
    ScheduleEntry still = desk.suspend("one", true, "an audit", WHO);
    assertTrue(still.getSchedule().getSuspended());
    assertEquals(0, still.getNextMs());
    assertEquals(WHO, still.getSwitchedBy());
    assertEquals(FailureCode.ACT_REFUSED, refused(() -> desk.suspend("one", true, "", WHO)));
    assertTrue(define(spec("prune").setRule("0 3 * * *")).getSchedule().getSuspended());
    ScheduleEntry again = desk.suspend("one", false, "", WHO);
    assertEquals(NOW + 3 * 3_600_000, again.getNextMs());
    assertEquals(FailureCode.ACT_REFUSED, refused(() -> desk.suspend("one", false, "", WHO)));
  }

  @Test
  void aWindowIsKeptWhileItIsUsed() {
    assertEquals(
        FailureCode.WINDOW_INVALID,
        refused(() -> windows.define(NIGHT.toBuilder().clearTimes().build(), "", WHO)));
    WindowTime tuesday = WindowTime.newBuilder().addDays("tues").setToMinute(60).build();
    assertEquals(
        FailureCode.WINDOW_INVALID,
        refused(() -> windows.define(NIGHT.toBuilder().addTimes(tuesday).build(), "", WHO)));
    WindowTime brief = WindowTime.newBuilder().setFromMinute(60).setToMinute(70).build();
    assertEquals(
        FailureCode.WINDOW_INVALID,
        refused(() -> windows.define(NIGHT.toBuilder().addTimes(brief).build(), "", WHO)));
    assertEquals(
        FailureCode.NAME_INVALID,
        refused(() -> windows.define(NIGHT.toBuilder().setName("/").build(), "", WHO)));
    windows.define(NIGHT, "", WHO);
    ScheduleEntry entry = define(spec("prune").setRule("0 12 * * *").setWindow("night"));
    assertEquals(Instant.parse("2026-03-08T00:00:00Z").toEpochMilli(), entry.getNextMs());
    WindowEntry window = windows.list().getFirst();
    assertTrue(window.getOpen(), "it is Sunday");
    assertEquals(NOW + 6 * 3_600_000, window.getChangesMs());
    assertEquals(List.of("one"), window.getSchedulesList());
    assertEquals(FailureCode.WINDOW_USED, refused(() -> windows.remove("night", "", WHO)));
    desk.remove("one", "", WHO);
    windows.remove("night", "", WHO);
    assertEquals(FailureCode.WINDOW_UNKNOWN, refused(() -> windows.remove("night", "", WHO)));
  }

  @Test
  void theCalendarTellsWhatMeetsAndWaits() {
    define(spec("sweep").setName("s"));
    define(spec("prune").setName("p"));
    define(spec("backup").setName("often").setSet("docs").setRule("every 5m"));
    define(spec("check").setName("later").setRule("0 5 * * *"));
    define(spec("check").setName("never").setSuspended(true));
    ScheduleCalendar calendar = new ScheduleCalendar(catalogue, () -> Instant.ofEpochMilli(now));
    List<CalendarEntry> day = calendar.count(1).getEntriesList();
    assertEquals(
        List.of("often", "p", "s", "later"), day.stream().map(CalendarEntry::getSchedule).toList());
    assertEquals(287, day.get(0).getTimes(), "from 00:05 to 23:55");
    assertEquals(List.of("s"), day.get(1).getMeetsList());
    assertFalse(day.get(1).getWaits());
    assertTrue(day.get(2).getWaits());
    assertEquals(List.of(), day.get(3).getMeetsList());
    assertEquals(FailureCode.USAGE, refused(() -> calendar.count(0)));
    assertEquals(FailureCode.USAGE, refused(() -> calendar.count(32)));
  }

  @Test
  void aClusterIsFoundedWithSchedulesThatCanBeSuspended() {
    TestCatalogue.submit(catalogue, DefaultSchedules.commands(false).toArray(Command[]::new));
    assertEquals(
        List.of("daily-prune 0 2 * * *", "daily-sweep 30 2 * * *", "weekly-check 0 3 * * 1"),
        catalogue.schedules().all().stream()
            .map(row -> row.name() + " " + row.spec().getRule())
            .toList());
    // What the desk makes of them is what they are.
    catalogue
        .schedules()
        .all()
        .forEach(row -> assertEquals(row.spec(), desk.define(row.spec(), "", WHO).getSchedule()));
    desk.suspend("daily-prune", true, "", WHO);
    TestCatalogue.submit(catalogue, DefaultSchedules.commands(true).toArray(Command[]::new));
    assertTrue(desk.list().stream().allMatch(entry -> entry.getSchedule().getSuspended()));
  }

  @Test
  void exposureIsTheAgeOfTheNewestThatCanBeRestored() {
    TestCatalogue.submit(catalogue, Acts.set("chat", Tier.CRITICAL));
    TestCatalogue.backUp(catalogue, 1, "docs", 1, 1);
    TestCatalogue.submit(catalogue, Acts.closed(1, "complete", List.of(1), List.of()));
    now += Duration.ofHours(71).toMillis();
    TestCatalogue.backUp(catalogue, 2, "docs", 2, 2);
    TestCatalogue.submit(catalogue, Acts.closed(2, "complete", List.of(2), List.of(1)));
    TestCatalogue.backUp(catalogue, 3, "chat", 1, 3);
    TestCatalogue.submit(catalogue, Acts.closed(3, "complete", List.of(3), List.of()));
    now += 2 * 3_600_000;
    ExposureDesk exposures = new ExposureDesk(catalogue, () -> Instant.ofEpochMilli(now));

    ExposureAnswer answer = exposures.count();
    assertEquals(
        List.of("mail", "chat", "docs"),
        answer.getSetsList().stream().map(SetExposure::getSet).toList(),
        "the worst first");
    SetExposure mail = answer.getSets(0);
    assertEquals(-1, mail.getExposureMs(), "it never had a backup");
    assertTrue(mail.getBreached());
    SetExposure chat = answer.getSets(1);
    assertEquals(Duration.ofHours(2).toMillis(), chat.getExposureMs());
    assertEquals(Duration.ofMinutes(5).toMillis(), chat.getRpoMs());
    assertTrue(chat.getBreached());
    SetExposure docs = answer.getSets(2);
    assertEquals(Acts.backup(2), docs.getBackupId());
    assertEquals(Duration.ofHours(2).toMillis(), docs.getExposureMs());
    assertFalse(docs.getBreached());
    assertEquals(3, answer.getTiersCount());
    assertEquals("mail", answer.getTiers(0).getWorstSet());

    lose(2);
    SetExposure older =
        exposures.count().getSetsList().stream()
            .filter(set -> set.getSet().equals("docs"))
            .findFirst()
            .orElseThrow();
    assertEquals(Acts.backup(1), older.getBackupId(), "the newest cannot be restored any more");
    assertEquals(Duration.ofHours(73).toMillis(), older.getExposureMs());
    assertTrue(older.getBreached(), "bronze may lose three days");
  }

  private void lose(int stripe) {
    Stream.of(2, 3, 4)
        .forEach(peer -> {
          for (int index = 0; index < 4; index++) {
            try {
              TestCatalogue.submit(catalogue, Acts.changed(stripe, index, peer, "MISSING"));
            } catch (OperationFailed notThere) {
              assertEquals(FailureCode.SHARD_UNKNOWN, notThere.code());
            }
          }
        });
  }
}
