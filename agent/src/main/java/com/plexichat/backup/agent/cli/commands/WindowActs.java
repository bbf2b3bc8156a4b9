package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.output.Answer;
import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Facts;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Table;
import com.plexichat.backup.proto.ListWindowsRequest;
import com.plexichat.backup.proto.RemoveWindowRequest;
import com.plexichat.backup.proto.SetWindowRequest;
import com.plexichat.backup.proto.WindowEntry;
import com.plexichat.backup.proto.WindowSpec;
import com.plexichat.backup.shared.model.TimeWindow;
import com.plexichat.backup.shared.model.TimeWindow.Times;
import com.plexichat.backup.shared.wire.Timetables;
import com.plexichat.backup.shared.wire.WindowWords;
import java.util.ArrayList;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `plexichat window …`: when schedules may start.
final class WindowActs {
  private WindowActs() {}

  /// "sat,sun 22:00-06:00; daily 12:00-13:00".
  static String words(WindowSpec window) {
    return Timetables.window(window).times().stream()
        .map(one ->
            WindowWords.isEveryDay(one.days())
                ? "daily " + WindowWords.words(one)
                : WindowWords.words(one))
        .collect(Collectors.joining("; "));
  }

  private static Fields data(WindowSpec window) {
    return Fields.of()
        .put("window", window.getName())
        .list(
            "times",
            Timetables.window(window).times().stream()
                .map(one ->
                    Fields.of()
                        .texts("days", one.days().isEmpty() ? WindowWords.week() : one.days())
                        .put("from", WindowWords.clock(one.fromMinute()))
                        .put("to", WindowWords.clock(one.toMinute()))));
  }

  @Command(name = "set", description = "Make a window, or change the one of this name.")
  static final class Define extends Act {
    @Parameters(index = "0", paramLabel = "NAME", description = "The window's name.")
    String name = "";

    @Option(
        names = "--days",
        order = 1,
        paramLabel = "DAYS",
        description = "Like sat,sun or mon-fri (default: every day).")
    String days = "";

    @Option(
        names = "--from",
        order = 2,
        required = true,
        paramLabel = "HH:MM",
        description = "When it opens, in UTC.")
    String from = "";

    @Option(
        names = "--to",
        order = 3,
        required = true,
        paramLabel = "HH:MM",
        description = "When it closes, in UTC; not after --from: the next day.")
    String to = "";

    @Option(
        names = "--also",
        order = 4,
        paramLabel = "TIMES",
        description = "Further times, like \"mon-fri 22:00-04:00\"; several times.")
    java.util.List<String> also = new ArrayList<>();

    Define(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      java.util.List<Times> times = new ArrayList<>();
      times.add(
          WindowWords.times(
              days, WindowWords.minute("--from", from), WindowWords.minute("--to", to)));
      also.forEach(more -> times.add(WindowWords.times("--also", more)));
      WindowSpec kept =
          desk.cluster()
              .schedules()
              .setWindow(
                  SetWindowRequest.newBuilder()
                      .setWindow(Timetables.message(new TimeWindow(name, times)))
                      .setReason(desk.globals().reason)
                      .build());
      return Answer.done(
          data(kept), Facts.of().add("Window", kept.getName()).add("Open (UTC)", words(kept)));
    }
  }

  @Command(name = "list", description = "List the windows and what may start in them.")
  static final class List extends Act {
    List(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      java.util.List<WindowEntry> windows =
          desk.cluster()
              .schedules()
              .listWindows(ListWindowsRequest.getDefaultInstance())
              .getWindowsList();
      Table table =
          new Table(
              Table.name("WINDOW"),
              Table.word("NOW"),
              Table.word("UNTIL (UTC)"),
              Table.word("HERE").optional(),
              Table.name("SCHEDULES"),
              Table.sentence("OPEN (UTC)"));
      windows.forEach(entry ->
          table.row(
              entry.getWindow().getName(),
              entry.getOpen() ? "open" : "closed",
              ScheduleText.utc(entry.getChangesMs()),
              ScheduleText.here(entry.getChangesMs(), desk.zone()),
              String.join(", ", entry.getSchedulesList()),
              words(entry.getWindow())));
      return Answer.done(
          Fields.of()
              .list(
                  "windows",
                  windows.stream()
                      .map(entry ->
                          data(entry.getWindow())
                              .put("open", entry.getOpen())
                              .time("changes", entry.getChangesMs())
                              .texts("schedules", entry.getSchedulesList()))),
          windows.isEmpty() ? new Block.Sentence("There is no window yet.") : table);
    }
  }

  @Command(name = "remove", description = "Remove a window that no schedule has.")
  static final class Remove extends Act {
    @Parameters(index = "0", paramLabel = "NAME", description = "The window's name.")
    String name = "";

    Remove(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      WindowSpec was =
          desk.cluster()
              .schedules()
              .removeWindow(
                  RemoveWindowRequest.newBuilder()
                      .setName(name)
                      .setReason(desk.globals().reason)
                      .build());
      return Answer.done(
          data(was).put("removed", true),
          new Block.Sentence("Window " + was.getName() + " is removed."));
    }
  }
}
