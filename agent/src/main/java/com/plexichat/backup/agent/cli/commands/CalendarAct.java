package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.output.Answer;
import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Table;
import com.plexichat.backup.agent.cli.output.Words;
import com.plexichat.backup.proto.CalendarAnswer;
import com.plexichat.backup.proto.CalendarEntry;
import com.plexichat.backup.proto.CalendarRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `plexichat schedule calendar`: what starts when, and what meets.
@Command(
    name = "calendar",
    description = "Show what starts when in the coming days, and what meets.")
final class CalendarAct extends Act {
  @Option(names = "--days", order = 1, paramLabel = "N", description = "1 to 31 (default: 7).")
  int days = 7;

  CalendarAct(Surroundings around) {
    super(around);
  }

  @Override
  Answer act(Desk desk) {
    CalendarAnswer calendar =
        desk.cluster().schedules().calendar(CalendarRequest.newBuilder().setDays(days).build());
    Table table =
        new Table(
            Table.word("STARTS (UTC)"),
            Table.word("HERE"),
            Table.name("SCHEDULE"),
            Table.sentence("WITH IT"));
    calendar
        .getEntriesList()
        .forEach(entry ->
            table.row(
                ScheduleText.utcDay(entry.getAtMs()),
                ScheduleText.here(entry.getAtMs(), desk.zone()),
                entry.getSchedule(),
                remark(entry)));
    return Answer.done(
        Fields.of()
            .time("from", calendar.getFromMs())
            .time("until", calendar.getUntilMs())
            .list("entries", calendar.getEntriesList().stream().map(CalendarAct::data)),
        calendar.getEntriesCount() == 0
            ? new Block.Sentence("Nothing starts by itself in these days.")
            : table);
  }

  private static String remark(CalendarEntry entry) {
    if (entry.getTimes() > 1) {
      return Words.count(entry.getTimes()) + " times this day";
    }
    String due =
        entry.getDueMs() < entry.getAtMs()
            ? "due " + ScheduleText.utc(entry.getDueMs()) + ", when its window is closed"
            : "";
    String meets =
        entry.getMeetsCount() == 0
            ? ""
            : (entry.getWaits() ? "waits; meets " : "meets ")
                + String.join(", ", entry.getMeetsList());
    return due.isEmpty() || meets.isEmpty() ? due + meets : due + "; " + meets;
  }

  private static Fields data(CalendarEntry entry) {
    return Fields.of()
        .time("at", entry.getAtMs())
        .time("due", entry.getDueMs())
        .put("schedule", entry.getSchedule())
        .put("times", entry.getTimes())
        .texts("meets", entry.getMeetsList())
        .put("waits", entry.getWaits());
  }
}
