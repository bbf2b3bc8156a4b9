package com.plexichat.backup.agent.cli.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.cli.output.Printable;
import com.plexichat.backup.proto.CalendarAnswer;
import com.plexichat.backup.proto.CalendarEntry;
import com.plexichat.backup.proto.CalendarRequest;
import com.plexichat.backup.proto.CreateBackupRequest;
import com.plexichat.backup.proto.DefineSetAnswer;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.ListSchedulesAnswer;
import com.plexichat.backup.proto.ListSetsAnswer;
import com.plexichat.backup.proto.ListWindowsAnswer;
import com.plexichat.backup.proto.RemoveScheduleRequest;
import com.plexichat.backup.proto.RunScheduleRequest;
import com.plexichat.backup.proto.ScheduleEntry;
import com.plexichat.backup.proto.ScheduleRun;
import com.plexichat.backup.proto.ScheduleSpec;
import com.plexichat.backup.proto.SetScheduleRequest;
import com.plexichat.backup.proto.SetWindowRequest;
import com.plexichat.backup.proto.ShowScheduleAnswer;
import com.plexichat.backup.proto.SwitchScheduleRequest;
import com.plexichat.backup.proto.WindowEntry;
import com.plexichat.backup.proto.WindowSpec;
import com.plexichat.backup.proto.WindowTime;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `plexichat schedule …` and `window …`: what they ask, with which code they end, how they look at
/// 80 columns.
class ScheduleCommandsTest {
  private static final ScheduleEntry ENTRY =
      ScheduleEntry.newBuilder()
          .setSchedule(
              ScheduleSpec.newBuilder()
                  .setName("daily-prune")
                  .setKind("prune")
                  .setRule("0 2 * * *"))
          .setDefinedBy("coordinator")
          .setDefinedMs(ms("2026-05-01T10:00:00Z"))
          .setNextMs(ms("2026-07-02T02:00:00Z"))
          .setLast(run("started", "2026-07-01T02:00:00Z", "2026-07-01T02:17:05Z"))
          .setLastJobState("done")
          .build();
  private static final ScheduleEntry LONG =
      ScheduleEntry.newBuilder()
          .setSchedule(
              ScheduleSpec.newBuilder()
                  .setName("backup-mail-archive-of-the-whole-organisation")
                  .setKind("backup")
                  .setSet("mail-archive-of-the-whole-organisation")
                  .setRule("*/5 * * * *")
                  .setWindow("nights-and-weekends"))
          .setDefinedBy("person:anna")
          .setDefinedMs(ms("2026-05-01T10:00:00Z"))
          .setNextMs(ms("2026-07-01T22:00:00Z"))
          .build();

  private final Fixture cli = new Fixture();

  private static long ms(String time) {
    return Instant.parse(time).toEpochMilli();
  }

  private static ScheduleRun run(String outcome, String due, String at) {
    return ScheduleRun.newBuilder()
        .setSchedule("daily-prune")
        .setOutcome(outcome)
        .setDueMs(ms(due))
        .setAtMs(ms(at))
        .setJobId(outcome.equals("started") ? Samples.JOB : "")
        .build();
  }

  private void assertFits() {
    cli.out().lines().forEach(line -> assertTrue(Printable.width(line) <= 80, cli::out));
  }

  private ScheduleSpec asked() {
    return cli.request(SetScheduleRequest.class).getSchedule();
  }

  @Test
  void aScheduleIsAskedForAsItIsSaid() {
    cli.on("setSchedule", ENTRY);
    assertEquals(
        0,
        cli.run(
            "schedule",
            "set",
            "daily-prune",
            "--run",
            "prune",
            "--daily-at",
            "02:00",
            "--tier",
            "Gold",
            "--tier",
            "silver",
            "--window",
            "night",
            "--reason",
            "r",
            "--suspended"));
    ScheduleSpec spec = asked();
    assertEquals("prune", spec.getKind());
    assertEquals("daily at 02:00", spec.getRule());
    assertEquals(List.of("gold", "silver"), spec.getTiersList());
    assertEquals("night", spec.getWindow());
    assertTrue(spec.getSuspended());
    assertEquals("r", cli.request(SetScheduleRequest.class).getReason());
    assertTrue(cli.out().contains("2026-07-02 02:00 UTC (04:00 here)"), cli::out);
    assertTrue(cli.out().contains("daily 02:00  (0 2 * * *)"), cli::out);
    assertFits();
    assertEquals(0, cli.run("schedule", "set", "b", "--run", "backup:my set", "--every", "5m"));
    assertEquals("backup", asked().getKind());
    assertEquals("my set", asked().getSet());
    assertEquals("every 5m", asked().getRule());
    assertEquals(
        0,
        cli.run(
            "schedule",
            "set",
            "v",
            "--run",
            "verify:docs",
            "--cron",
            "0 2 * * *",
            "--depth",
            "deep"));
    assertEquals("deep", asked().getDepth());
    assertEquals("0 2 * * *", asked().getRule());
  }

  @Test
  void misuseIsRefusedBeforeAnythingIsAsked() {
    for (List<String> line :
        List.of(
            List.of("schedule", "set", "x", "--run", "prune"),
            List.of("schedule", "set", "x", "--daily-at", "02:00"),
            List.of("schedule", "set", "--run", "prune", "--every", "5m"),
            List.of(
                "schedule", "set", "x", "--run", "prune", "--every", "5m", "--cron", "* * * * *"),
            List.of(
                "schedule", "set", "x", "--run", "prune", "--every", "1h", "--daily-at", "02:00"),
            List.of("schedule", "show"),
            List.of("schedule", "suspend"),
            List.of("schedule", "remove"),
            List.of("schedule", "run"),
            List.of("schedule", "calendar", "--days", "many"),
            List.of("schedule", "list", "--dry-run"),
            List.of("window", "set", "w", "--from", "00:00"),
            List.of("window", "set", "w", "--to", "06:00"),
            List.of("window", "set", "w", "--from", "25:00", "--to", "06:00"),
            List.of("window", "set", "w", "--from", "0:00", "--to", "6"),
            List.of("window", "set", "w", "--from", "00:00", "--to", "06:00", "--days", "someday"),
            List.of(
                "window", "set", "w", "--from", "00:00", "--to", "06:00", "--days", "mon-wed-fri"),
            List.of("window", "set", "w", "--from", "00:00", "--to", "06:00", "--days", "mon,"),
            List.of("window", "set", "w", "--from", "00:00", "--to", "06:00", "--also", "sunday"),
            List.of("window", "remove"),
            List.of(
                "set", "create", "s", "--path", "/x", "--every", "5m", "--daily-at", "02:00"))) {
      cli.on("defineSet", DefineSetAnswer.newBuilder().setSet(Samples.set()).build());
      cli.on("listSets", ListSetsAnswer.getDefaultInstance());
      assertEquals(64, cli.run(line.toArray(String[]::new)), line::toString);
      assertEquals("", cli.out(), line::toString);
      assertTrue(cli.err().contains("--help"), () -> line + "\n" + cli.err());
      assertFalse(
          cli.asked.stream().anyMatch(SetScheduleRequest.class::isInstance), line::toString);
    }
  }

  @Test
  void whatTheCoordinatorRefusesIsToldWithItsCode() {
    cli.on(
        "setSchedule",
        new OperationFailed(FailureCode.RULE_INVALID, "\"0 0 31 2 *\"", "no month has such a day"));
    assertEquals(64, cli.run("schedule", "set", "x", "--run", "prune", "--cron", "0 0 31 2 *"));
    assertTrue(cli.err().contains("0 0 31 2 *"), cli::err);
    assertTrue(cli.err().contains("\"0 2 * * *\" is every day at"), cli::err);
    cli.on("removeWindow", new OperationFailed(FailureCode.WINDOW_USED, "night", "a, b"));
    assertEquals(1, cli.run("window", "remove", "night"));
    assertTrue(cli.err().contains("still used by a, b"), cli::err);
    cli.on("runSchedule", new OperationFailed(FailureCode.GATE_CLOSED, "G3", "Too few peers."));
    assertEquals(3, cli.run("schedule", "run", "x"));
  }

  @Test
  void theListFitsATerminal() {
    cli.on(
        "listSchedules",
        ListSchedulesAnswer.newBuilder()
            .addSchedules(LONG)
            .addSchedules(ENTRY)
            .addSchedules(
                ENTRY.toBuilder()
                    .setNextMs(0)
                    .setSchedule(ENTRY.getSchedule().toBuilder().setSuspended(true)))
            .build());
    assertEquals(0, cli.run("schedule", "list"));
    assertFits();
    assertTrue(cli.out().contains("every 5 min"), cli::out);
    assertTrue(cli.out().contains("2026-07-02 02:00"), cli::out);
    assertTrue(cli.out().contains("suspended"), cli::out);
    assertEquals(0, cli.run("schedule", "list", "--output", "json"));
    assertTrue(cli.out().contains("\"next\": \"2026-07-02T02:00:00Z\""), cli::out);
    cli.on("listSchedules", ListSchedulesAnswer.getDefaultInstance());
    assertEquals(0, cli.run("schedule", "list"));
    assertTrue(cli.out().contains("Nothing runs by itself."), cli::out);
  }

  @Test
  void oneIsShownWithWhatCameOfIt() {
    ScheduleRun waits =
        run("waiting", "2026-06-30T02:00:00Z", "2026-06-30T02:00:04Z").toBuilder()
            .setCause("refused")
            .setReason("Pruning is refused by gate G3: 2 peers are active, and it takes 3.")
            .build();
    cli.on(
        "showSchedule",
        ShowScheduleAnswer.newBuilder()
            .setEntry(ENTRY)
            .addNextMs(ENTRY.getNextMs())
            .addRuns(ENTRY.getLast().toBuilder().setMissed(2))
            .addRuns(waits)
            .build());
    assertEquals(0, cli.run("schedule", "show", "daily-prune"));
    assertFits();
    assertTrue(cli.out().contains("Thu 2026-07-02 02:00"), cli::out);
    assertTrue(cli.out().contains("17 min 05 s late"), cli::out);
    assertTrue(cli.out().contains("Missed before it: 2."), cli::out);
    assertTrue(cli.out().contains("Skipped. Pruning is refused"), cli::out);
  }

  @Test
  void itIsSwitchedRemovedAndRun() {
    cli.on("switchSchedule", ENTRY);
    assertEquals(0, cli.run("schedule", "suspend", "daily-prune", "--reason", "an audit"));
    assertTrue(cli.request(SwitchScheduleRequest.class).getSuspended());
    assertEquals("an audit", cli.request(SwitchScheduleRequest.class).getReason());
    assertEquals(0, cli.run("schedule", "resume", "daily-prune"));
    assertFalse(cli.request(SwitchScheduleRequest.class).getSuspended());
    cli.on("removeSchedule", ENTRY);
    assertEquals(0, cli.run("schedule", "remove", "daily-prune"));
    assertEquals("daily-prune", cli.request(RemoveScheduleRequest.class).getName());
    cli.onJob(
        "runSchedule",
        Samples.started(),
        JobEntry.newBuilder().setJobId(Samples.JOB).setKind("prune").setState("done").build());
    cli.on(
        "runSchedule",
        ScheduleRun.newBuilder().setOutcome("started").setJobId(Samples.JOB).build());
    assertEquals(0, cli.run("schedule", "run", "daily-prune", "--wait"));
    assertEquals("daily-prune", cli.request(RunScheduleRequest.class).getName());
    assertTrue(cli.out().contains("done"), cli::out);
    cli.on(
        "runSchedule",
        ScheduleRun.newBuilder().setOutcome("nothing").setReason("No backup goes.").build());
    assertEquals(0, cli.run("schedule", "run", "daily-prune", "--wait"));
    assertTrue(cli.out().contains("No backup goes."), cli::out);
  }

  @Test
  void theCalendarMarksWhatMeets() {
    cli.on(
        "calendar",
        CalendarAnswer.newBuilder()
            .addEntries(
                CalendarEntry.newBuilder()
                    .setSchedule(LONG.getSchedule().getName())
                    .setAtMs(ms("2026-07-02T00:00:00Z"))
                    .setDueMs(ms("2026-07-02T00:00:00Z"))
                    .setTimes(288))
            .addEntries(
                CalendarEntry.newBuilder()
                    .setSchedule("daily-sweep")
                    .setAtMs(ms("2026-07-02T02:00:00Z"))
                    .setDueMs(ms("2026-07-01T12:00:00Z"))
                    .setTimes(1)
                    .addMeets("daily-prune")
                    .setWaits(true))
            .build());
    assertEquals(0, cli.run("schedule", "calendar", "--days", "3"));
    assertEquals(3, cli.request(CalendarRequest.class).getDays());
    assertFits();
    assertTrue(cli.out().contains("288 times this day"), cli::out);
    assertTrue(cli.out().contains("waits; meets"), cli::out);
  }

  @Test
  void aWindowIsDaysAndTimes() {
    cli.on("setWindow", ask -> ((SetWindowRequest) ask).getWindow());
    assertEquals(
        0,
        cli.run(
            "window",
            "set",
            "night",
            "--days",
            "fri-sun",
            "--from",
            "22:00",
            "--to",
            "06:00",
            "--also",
            "mon 01:00-02:30",
            "--also",
            "12:00-24:00"));
    WindowSpec asked = cli.request(SetWindowRequest.class).getWindow();
    assertEquals(
        WindowTime.newBuilder()
            .addAllDays(List.of("fri", "sat", "sun"))
            .setFromMinute(1320)
            .setToMinute(360)
            .build(),
        asked.getTimes(0));
    assertEquals(
        WindowTime.newBuilder().addDays("mon").setFromMinute(60).setToMinute(150).build(),
        asked.getTimes(1));
    assertEquals(
        WindowTime.newBuilder().setFromMinute(720).setToMinute(1440).build(), asked.getTimes(2));
    assertTrue(cli.out().contains("fri-sun 22:00-06:00; mon 01:00-02:30"), cli::out);
    assertFits();
    cli.on(
        "listWindows",
        ListWindowsAnswer.newBuilder()
            .addWindows(
                WindowEntry.newBuilder()
                    .setWindow(asked)
                    .setOpen(true)
                    .setChangesMs(ms("2026-07-05T06:00:00Z"))
                    .addSchedules("daily-prune")
                    .addSchedules(LONG.getSchedule().getName()))
            .build());
    assertEquals(0, cli.run("window", "list"));
    assertFits();
    assertTrue(cli.out().contains("2026-07-05 06:00"), cli::out);
  }

  @Test
  void aSetIsScheduledInOneCommand() {
    cli.on("listSets", ListSetsAnswer.getDefaultInstance());
    cli.on("defineSet", DefineSetAnswer.newBuilder().setSet(Samples.set()).build());
    cli.on("setSchedule", LONG);
    cli.on("createBackup", Samples.started());
    assertEquals(0, cli.run("set", "create", "my docs", "--path", "/x", "--every", "15m"));
    assertEquals("backup-my-docs", asked().getName());
    assertEquals("my docs", asked().getSet());
    assertEquals("every 15m", asked().getRule());
    assertTrue(cli.out().contains("2026-07-01 22:00 UTC"), cli::out);
    assertFits();
    assertEquals(
        0, cli.run("backup", "create", "--set", "docs", "--path", "/x", "--daily-at", "02:00"));
    assertEquals("docs", asked().getSet());
    assertEquals(1, cli.asked.stream().filter(CreateBackupRequest.class::isInstance).count());
    assertEquals(0, cli.run("backup", "create", "--set", "docs", "--path", "/x"));
    assertFalse(cli.asked.stream().anyMatch(SetScheduleRequest.class::isInstance));
    cli.on("setSchedule", new OperationFailed(FailureCode.RULE_INVALID, "\"x\"", "it is none"));
    assertEquals(64, cli.run("backup", "create", "--set", "docs", "--path", "/x", "--cron", "x"));
    assertFalse(
        cli.asked.stream().anyMatch(CreateBackupRequest.class::isInstance), "nothing is begun");
    assertEquals(64, cli.run("set", "create", "docs", "--path", "/x", "--window", "night"));
  }
}
