package com.plexichat.backup.agent.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.catalogue.Acts;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.TestCatalogue;
import com.plexichat.backup.proto.ScheduleRun;
import com.plexichat.backup.proto.ScheduleSpec;
import com.plexichat.backup.proto.WindowSpec;
import com.plexichat.backup.proto.WindowTime;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sixty virtual days of seven schedules through the real scheduler and a real catalogue, a look
/// every quarter of an hour: against a list that is written down here by rule, line by line.
///
/// In them the coordinator is away for three days, a gate is closed over two prunes, a backup takes
/// longer than its pace, sweeps meet prunes every night, and one schedule has a window.
class SixtyDaysTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 3, 1);
  private static final int DAYS = 60;
  private static final Duration LOOK = Duration.ofMinutes(15);
  private static final Duration SECONDS = Duration.ofSeconds(20);
  private static final LocalDateTime GONE = LocalDateTime.of(2026, 3, 20, 12, 10);
  private static final LocalDateTime BACK = LocalDateTime.of(2026, 3, 23, 12, 10);
  private static final LocalDateTime CLOSED = LocalDateTime.of(2026, 4, 5, 1, 0);
  private static final LocalDateTime OPEN = LocalDateTime.of(2026, 4, 6, 5, 0);
  private static final LocalDateTime LONG = LocalDateTime.of(2026, 4, 10, 6, 0);

  @TempDir Path folder;
  private Instant now = FIRST.atStartOfDay().toInstant(ZoneOffset.UTC);
  private Catalogue catalogue;
  private MadeUpWork work;
  private Scheduler scheduler;

  private static LocalDateTime utc(Instant at) {
    return LocalDateTime.ofInstant(at, ZoneOffset.UTC);
  }

  private void reopen() {
    catalogue.close();
    catalogue = TestCatalogue.open(folder, () -> now);
    work.move(catalogue);
    scheduler = new Scheduler(catalogue, work, () -> now);
  }

  private void define(String name, String kind, String set, String rule, String window) {
    new ScheduleDesk(catalogue, () -> now)
        .define(
            ScheduleSpec.newBuilder()
                .setName(name)
                .setKind(kind)
                .setSet(set)
                .setRule(rule)
                .setWindow(window)
                .build(),
            "",
            "person:anna");
  }

  @BeforeEach
  void found() {
    catalogue = TestCatalogue.open(folder, () -> now);
    work = new MadeUpWork(catalogue, () -> now);
    scheduler = new Scheduler(catalogue, work, () -> now);
    TestCatalogue.found(catalogue); // docs is bronze, mail silver
    new WindowDesk(catalogue, () -> now)
        .define(
            WindowSpec.newBuilder()
                .setName("night")
                .addTimes(WindowTime.newBuilder().addDays("sun").setToMinute(360))
                .build(),
            "",
            "person:anna");
    define("prune", "prune", "", "0 2 * * *", "");
    define("sweep", "sweep", "", "30 2 * * *", "");
    define("check", "check", "", "0 3 * * mon", "");
    define("docs", "backup", "docs", "every 6h", "");
    define("mail", "backup", "mail", "0 6 1,31 * *", "");
    define("verify", "verify", "docs", "daily at 12:00", "night");
    define("leap", "check", "", "0 0 29 2 *", "");
    work.lasts =
        (schedule, at) ->
            switch (schedule.getName()) {
              case "prune" -> Duration.ofMinutes(40);
              case "docs" ->
                  utc(at).isAfter(LONG) && utc(at).isBefore(LONG.plusMinutes(1))
                      ? Duration.ofMinutes(425)
                      : Duration.ofMinutes(20);
              default -> Duration.ofMinutes(5);
            };
    work.refuses =
        (schedule, at) ->
            schedule.getKind().equals("prune") && utc(at).isAfter(CLOSED) && utc(at).isBefore(OPEN)
                ? Optional.of(
                    new OperationFailed(
                        FailureCode.GATE_CLOSED, "G3", "2 peers are active, and it takes 3."))
                : Optional.empty();
  }

  private void live() {
    Instant end = FIRST.plusDays(DAYS).atStartOfDay().toInstant(ZoneOffset.UTC);
    boolean wasAway = false;
    for (Instant look = now.plus(SECONDS); look.isBefore(end); look = look.plus(LOOK)) {
      now = look;
      work.settle();
      boolean isAway = utc(now).isAfter(GONE) && utc(now).isBefore(BACK);
      if (wasAway && !isAway) {
        reopen();
      }
      wasAway = isAway;
      if (!isAway) {
        scheduler.tick();
      }
    }
  }

  private static String line(LocalDate day, String time, String what) {
    return day.atTime(LocalTime.parse(time)).plus(SECONDS).toInstant(ZoneOffset.UTC) + " " + what;
  }

  private static boolean isAway(LocalDate day, String time) {
    LocalDateTime at = day.atTime(LocalTime.parse(time));
    return at.isAfter(GONE) && at.isBefore(BACK);
  }

  /// What should start, in the order in which it should.
  private static List<String> expected() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < DAYS; i++) {
      LocalDate day = FIRST.plusDays(i);
      boolean isMonday = day.getDayOfWeek() == DayOfWeek.MONDAY;
      boolean isShut = day.equals(CLOSED.toLocalDate()) || day.equals(OPEN.toLocalDate());
      if (!isAway(day, "00:00")) {
        if (day.getDayOfWeek() == DayOfWeek.SUNDAY && i > 0) {
          all.add(line(day, "00:00", "verify")); // due at noon, and the window opens now
        }
        if (i > 0) {
          all.add(line(day, "00:00", "docs"));
        }
      }
      if (!isAway(day, "02:00")) {
        if (!isShut) {
          all.add(line(day, "02:00", "prune"));
        }
        // A prune takes until 02:40.
        all.add(line(day, isShut ? "02:30" : "02:45", "sweep"));
      }
      if (isMonday && !isAway(day, "03:00")) {
        all.add(line(day, "03:00", "check"));
      }
      if (day.equals(OPEN.toLocalDate())) {
        all.add(line(day, "05:00", "prune"));
      }
      if (!isAway(day, "06:00")) {
        if (day.getDayOfMonth() == 1 || day.getDayOfMonth() == 31) {
          all.add(line(day, "06:00", "mail")); // silver before bronze
        }
        all.add(line(day, "06:00", "docs"));
      }
      if (day.equals(BACK.toLocalDate())) {
        all.add(line(day, "12:15", "prune"));
        all.add(line(day, "12:15", "check"));
        all.add(line(day, "12:15", "docs"));
        all.add(line(day, "13:00", "sweep")); // the prune takes until 12:55
      } else if (!isAway(day, "12:00")) {
        // The one that began at 06:00 takes until 13:05.
        all.add(line(day, day.equals(LONG.toLocalDate()) ? "13:15" : "12:00", "docs"));
      }
      if (!isAway(day, "18:00")) {
        all.add(line(day, "18:00", "docs"));
      }
    }
    return all;
  }

  private ScheduleRun run(String schedule, String due) {
    long ms = Instant.parse(due + ":00Z").toEpochMilli();
    return catalogue.schedules().runs(schedule, 1_000).stream()
        .filter(run -> run.getDueMs() == ms)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void startWhatTheyShouldAndNothingElse() throws Exception {
    live();
    List<String> wanted = expected();
    assertTrue(wanted.size() > 350, () -> "only " + wanted.size());
    assertEquals(String.join("\n", wanted), String.join("\n", work.started));

    // Three days away: each once, with how many were missed, and late.
    ScheduleRun prune = run("prune", "2026-03-23T02:00");
    assertEquals(2, prune.getMissed());
    assertEquals("The coordinator was away.", prune.getReason());
    assertEquals(Instant.parse("2026-03-23T12:15:20Z").toEpochMilli(), prune.getAtMs());
    assertEquals(11, run("docs", "2026-03-23T12:00").getMissed());
    ScheduleRun sweep = run("sweep", "2026-03-23T02:30");
    assertEquals(2, sweep.getMissed());
    assertTrue(sweep.getReason().contains(prune.getJobId()), sweep::getReason);
    assertEquals(0, run("check", "2026-03-23T03:00").getMissed());

    // A closed gate: the first night is skipped with the reason, the second one late.
    ScheduleRun skipped = run("prune", "2026-04-05T02:00");
    assertEquals("waiting", skipped.getOutcome());
    assertEquals("refused", skipped.getCause());
    assertTrue(skipped.getReason().contains("2 peers are active"), skipped::getReason);
    ScheduleRun late = run("prune", "2026-04-06T02:00");
    assertEquals("started", late.getOutcome());
    assertEquals(0, late.getMissed());
    assertTrue(late.getReason().contains("G3"), late::getReason);

    // A backup that is not doubled, and a window that is waited for.
    ScheduleRun slow = run("docs", "2026-04-10T12:00");
    assertTrue(slow.getReason().startsWith("Its last run goes on: job "), slow::getReason);
    assertEquals(Instant.parse("2026-04-10T13:15:20Z").toEpochMilli(), slow.getAtMs());
    ScheduleRun verified = run("verify", "2026-03-28T12:00");
    assertEquals("It waited for the window night.", verified.getReason());
    assertEquals(0, verified.getMissed());

    itIsTheSameMadeAnewFromTheLog();
  }

  private void itIsTheSameMadeAnewFromTheLog() throws Exception {
    List<ScheduleRun> docs = catalogue.schedules().runs("docs", 1_000);
    assertEquals(200, docs.size(), "no more are kept beside the log");
    var rows = catalogue.schedules().all();
    catalogue.close();
    TestCatalogue.dropDatabase(folder);
    catalogue = TestCatalogue.open(folder, () -> now);
    assertEquals(rows, catalogue.schedules().all());
    assertEquals(docs, catalogue.schedules().runs("docs", 1_000));
    assertEquals(Acts.peer(1), catalogue.sets().find("docs").orElseThrow().host());
    catalogue.close();
  }
}
