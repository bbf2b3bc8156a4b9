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
import com.plexichat.backup.proto.WindowTime;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.ArrayList;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `plexichat window …`: when schedules may start.
final class WindowActs {
  private static final Pattern CLOCK = Pattern.compile("([01][0-9]|2[0-3]):([0-5][0-9])");
  private static final Pattern ALSO = Pattern.compile("(?:(\\S+)\\s+)?(\\S+)-(\\S+)");
  private static final java.util.List<String> WEEK =
      java.util.List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
  private static final int HOUR = 60;
  private static final int DAY = 24 * HOUR;

  private WindowActs() {}

  private static WindowTime time(String days, String from, String to) {
    return WindowTime.newBuilder()
        .addAllDays(days(days))
        .setFromMinute(minute(from, "--from") % DAY)
        .setToMinute(minute(to, "--to"))
        .build();
  }

  private static int minute(String text, String option) {
    if (text.equals("24:00")) {
      return DAY;
    }
    Matcher clock = CLOCK.matcher(text);
    if (!clock.matches()) {
      throw new OperationFailed(
          FailureCode.USAGE, "%s is HH:MM in UTC, not \"%s\".".formatted(option, text));
    }
    return Integer.parseInt(clock.group(1)) * HOUR + Integer.parseInt(clock.group(2));
  }

  /// "mon-fri,sun" as days; empty: every day.
  private static java.util.List<String> days(String text) {
    java.util.List<String> days = new ArrayList<>();
    for (String part : text.toLowerCase(Locale.ROOT).split(",", -1)) {
      if (text.isEmpty()) {
        break;
      }
      String[] ends = part.strip().split("-", -1);
      int from = WEEK.indexOf(ends[0]);
      int to = WEEK.indexOf(ends[ends.length - 1]);
      if (ends.length > 2 || from < 0 || to < 0) {
        throw new OperationFailed(
            FailureCode.USAGE,
            "Days are mon to sun, like sat,sun or mon-fri, not \"" + part + "\".");
      }
      for (int day = from; ; day = (day + 1) % WEEK.size()) {
        days.add(WEEK.get(day));
        if (day == to) {
          break;
        }
      }
    }
    return days.stream().distinct().toList();
  }

  /// "sat, sun 22:00-06:00; 12:00-13:00".
  static String words(WindowSpec window) {
    return window.getTimesList().stream()
        .map(time ->
            "%s %s-%s"
                .formatted(
                    time.getDaysCount() == 0 || time.getDaysCount() == WEEK.size()
                        ? "daily"
                        : String.join(",", time.getDaysList()),
                    clock(time.getFromMinute()),
                    clock(time.getToMinute())))
        .collect(Collectors.joining("; "));
  }

  private static String clock(int minute) {
    return "%02d:%02d".formatted(minute / HOUR, minute % HOUR);
  }

  private static Fields data(WindowSpec window) {
    return Fields.of()
        .put("window", window.getName())
        .list(
            "times",
            window.getTimesList().stream()
                .map(time ->
                    Fields.of()
                        .texts("days", time.getDaysCount() == 0 ? WEEK : time.getDaysList())
                        .put("from", clock(time.getFromMinute()))
                        .put("to", clock(time.getToMinute()))));
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
      WindowSpec.Builder window =
          WindowSpec.newBuilder().setName(name).addTimes(time(days, from, to));
      for (String more : also) {
        Matcher parts = ALSO.matcher(more.strip());
        if (!parts.matches()) {
          throw new OperationFailed(
              FailureCode.USAGE, "--also is like \"sun 00:00-06:00\", not \"" + more + "\".");
        }
        String named = parts.group(1);
        window.addTimes(time(named == null ? "" : named, parts.group(2), parts.group(3)));
      }
      WindowSpec kept =
          desk.cluster()
              .schedules()
              .setWindow(
                  SetWindowRequest.newBuilder()
                      .setWindow(window)
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
