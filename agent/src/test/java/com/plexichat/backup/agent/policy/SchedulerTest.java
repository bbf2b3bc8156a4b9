package com.plexichat.backup.agent.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.catalogue.Acts;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.TestCatalogue;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.JobChanged;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.ScheduleRan;
import com.plexichat.backup.proto.ScheduleRun;
import com.plexichat.backup.proto.ScheduleSpec;
import com.plexichat.backup.proto.WindowSpec;
import com.plexichat.backup.proto.WindowTime;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Tier;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Single looks of the scheduler at a real catalogue.
class SchedulerTest {
  private static final String WHO = "person:anna";

  @TempDir Path folder;
  private Instant now = Instant.parse("2026-03-01T00:00:00Z");
  private Catalogue catalogue;
  private MadeUpWork work;
  private Scheduler scheduler;
  private ScheduleDesk desk;

  @BeforeEach
  void open() {
    catalogue = TestCatalogue.open(folder, () -> now);
    TestCatalogue.found(catalogue);
    work = new MadeUpWork(catalogue, () -> now);
    scheduler = new Scheduler(catalogue, work, () -> now);
    desk = new ScheduleDesk(catalogue, () -> now);
  }

  @AfterEach
  void close() {
    catalogue.close();
  }

  private void define(String name, String kind, String set, String rule) {
    desk.define(
        ScheduleSpec.newBuilder().setName(name).setKind(kind).setSet(set).setRule(rule).build(),
        "",
        WHO);
  }

  private void look(String time) {
    now = Instant.parse("2026-03-" + time + ":05Z");
    work.settle();
    scheduler.tick();
  }

  private ScheduleRun last(String name) {
    return catalogue.schedules().runs(name, 1).getFirst();
  }

  @Test
  void everyFiveMinutesIsEveryFiveMinutes() {
    define("often", "backup", "docs", "every 5m");
    work.lasts = (_, _) -> Duration.ofMinutes(2);
    for (int minute = 0; minute < 60; minute++) {
      look("01T00:%02d".formatted(minute));
    }
    assertEquals(11, work.started.size(), work.started::toString);
    assertTrue(work.started.getFirst().startsWith("2026-03-01T00:05:05Z"));
    assertTrue(work.started.getLast().startsWith("2026-03-01T00:55:05Z"));
  }

  @Test
  void whatIsRefusedIsTriedOnceAMinuteAndToldOnce() {
    int[] tries = new int[1];
    work.refuses =
        (_, _) -> {
          tries[0]++;
          return Optional.of(new OperationFailed(FailureCode.GATE_CLOSED, "G15", "Busy."));
        };
    define("daily", "prune", "", "0 2 * * *");
    look("01T02:00");
    long head = catalogue.head().index();
    for (int i = 0; i < 36; i++) {
      now = now.plusSeconds(5);
      scheduler.tick();
    }
    assertEquals(4, tries[0], "at once, and three times in three minutes");
    assertEquals(head, catalogue.head().index());
    assertEquals("refused", last("daily").getCause());
    work.refuses = (_, _) -> Optional.empty();
    look("01T02:05");
    assertEquals("started", last("daily").getOutcome());
    assertEquals(1, catalogue.schedules().runs("daily", 9).size(), "one line a due time");
  }

  @Test
  void whatItBeganRestsWhileItsWindowIsClosed() {
    new WindowDesk(catalogue, () -> now)
        .define(
            WindowSpec.newBuilder()
                .setName("night")
                .addTimes(WindowTime.newBuilder().setFromMinute(120).setToMinute(180))
                .build(),
            "",
            WHO);
    ScheduleSpec spec =
        ScheduleSpec.newBuilder()
            .setName("long")
            .setKind("check")
            .setRule("0 2 * * *")
            .setDepth("hash")
            .setWindow("night")
            .build();
    desk.define(spec, "", WHO);
    work.lasts = (_, _) -> Duration.ofDays(3);
    look("01T02:00");
    look("01T02:59");
    assertEquals(Set.of(), work.resting);
    look("01T03:00");
    look("01T23:00");
    assertEquals(Set.of("job0001"), work.resting);
    look("02T02:00");
    assertEquals(Set.of(), work.resting);
    look("02T03:00");
    assertEquals(Set.of("job0001"), work.resting);
    assertEquals(1, work.started.size());
  }

  @Test
  void aJobThatWasBegunAndNotWrittenDownIsFoundAgain() {
    define("daily", "prune", "", "0 2 * * *");
    now = Instant.parse("2026-03-01T02:00:01Z");
    JobEntry begun =
        JobEntry.newBuilder()
            .setJobId("lost")
            .setKind("prune")
            .setState("done")
            .setAskedBy("schedule:daily")
            .setStartedMs(now.toEpochMilli())
            .build();
    TestCatalogue.submit(
        catalogue,
        Command.newBuilder().setJobChanged(JobChanged.newBuilder().setJob(begun)).build());
    look("01T02:00");
    assertEquals(List.of(), work.started);
    assertEquals("lost", last("daily").getJobId());
    look("02T02:00");
    assertEquals(1, work.started.size(), "the next day's is a new one");
  }

  @Test
  void aBackupThatSomebodyElseBeganIsNotDoubled() {
    define("docs", "backup", "docs", "0 2 * * *");
    TestCatalogue.submit(catalogue, Acts.opened(1, "docs", 1, Tier.BRONZE));
    JobEntry byHand =
        JobEntry.newBuilder()
            .setJobId("byhand")
            .setKind("backup")
            .setState("running")
            .setAskedBy(WHO)
            .setBackupId(Acts.backup(1))
            .build();
    TestCatalogue.submit(
        catalogue,
        Command.newBuilder().setJobChanged(JobChanged.newBuilder().setJob(byHand)).build());
    look("01T02:00");
    assertEquals(List.of(), work.started);
    assertEquals("running", last("docs").getCause());
    assertEquals(
        FailureCode.SCHEDULE_BUSY,
        assertThrows(OperationFailed.class, () -> scheduler.runNow("docs", "", WHO)).code());
    TestCatalogue.submit(
        catalogue,
        Command.newBuilder()
            .setJobChanged(JobChanged.newBuilder().setJob(byHand.toBuilder().setState("done")))
            .build());
    look("01T02:10");
    assertEquals(1, work.started.size());
  }

  @Test
  void runningByHandLeavesTheRuleAlone() {
    define("daily", "prune", "", "0 2 * * *");
    ScheduleRun run = scheduler.runNow("daily", "to see it", WHO);
    assertEquals("started", run.getOutcome());
    assertEquals(0, last("daily").getDueMs());
    look("01T02:00");
    assertEquals(2, work.started.size());
    assertEquals(
        FailureCode.SCHEDULE_UNKNOWN,
        assertThrows(OperationFailed.class, () -> scheduler.runNow("other", "", WHO)).code());
  }

  @Test
  void whatIsSuspendedStartsNothingAndIsNotCaughtUp() {
    define("daily", "prune", "", "0 2 * * *");
    desk.suspend("daily", true, "", WHO);
    look("01T02:00");
    look("02T02:00");
    desk.suspend("daily", false, "", WHO);
    look("02T02:10");
    assertEquals(List.of(), work.started);
    look("03T02:00");
    assertEquals(1, work.started.size());
    assertEquals(0, last("daily").getMissed());
  }

  @Test
  void whatHasNothingToDoIsDoneWith() {
    ScheduledWork idle =
        new ScheduledWork() {
          @Override
          public Begun start(ScheduleSpec schedule, String actor) {
            return Begun.nothing("Nothing is old.");
          }

          @Override
          public void pause(String jobId, String reason) {}

          @Override
          public void resume(String jobId) {}
        };
    define("daily", "sweep", "", "0 2 * * *");
    now = Instant.parse("2026-03-01T02:00:05Z");
    Scheduler idler = new Scheduler(catalogue, idle, () -> now);
    idler.tick();
    idler.tick();
    assertEquals("nothing", last("daily").getOutcome());
    assertEquals("Nothing is old.", last("daily").getReason());
    assertEquals(1, catalogue.schedules().runs("daily", 9).size());
    assertEquals("nothing", idler.runNow("daily", "", WHO).getOutcome());
  }

  @Test
  void aClockThatWasTenYearsAheadDoesNotSilenceIt() {
    define("daily", "prune", "", "0 2 * * *");
    now = Instant.parse("2036-03-01T02:00:05Z");
    scheduler.tick();
    assertEquals(3_653, last("daily").getMissed(), "of ten years, one run");
    now = now.plusSeconds(600);
    work.settle();
    look("05T12:00");
    assertEquals("rebased", last("daily").getOutcome());
    look("06T02:00");
    assertEquals(2, work.started.size());
  }

  @Test
  void oneThatCannotBeReadKeepsNoOtherFromItsTurn() {
    work.refuses =
        (schedule, _) -> {
          if (schedule.getName().equals("bad")) {
            throw new IllegalStateException("a programmer's error");
          }
          return Optional.empty();
        };
    define("bad", "prune", "", "0 2 * * *");
    define("good", "check", "", "0 2 * * *");
    look("01T02:00");
    assertEquals(List.of("2026-03-01T02:00:05Z good"), work.started);
  }

  @Test
  void noDueTimeStartsTwice() {
    define("daily", "prune", "", "0 2 * * *");
    look("01T02:00");
    ScheduleRun again =
        ScheduleRun.newBuilder()
            .setSchedule("daily")
            .setDueMs(last("daily").getDueMs())
            .setOutcome("started")
            .setJobId("second")
            .build();
    OperationFailed refused =
        assertThrows(
            OperationFailed.class,
            () ->
                TestCatalogue.submit(
                    catalogue,
                    Command.newBuilder()
                        .setScheduleRan(ScheduleRan.newBuilder().setRun(again))
                        .build()));
    assertEquals(FailureCode.ACT_REFUSED, refused.code());
  }
}
