package com.plexichat.backup.shared.wire;

import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.TimeWindow.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Times of a window as people write them: "mon-fri 22:00-06:00", in UTC; without days: every day.
public final class WindowWords {
  private static final Pattern CLOCK = Pattern.compile("([01][0-9]|2[0-3]):([0-5][0-9])");
  private static final Pattern TIMES = Pattern.compile("(?:(\\S+)\\s+)?(\\S+)-(\\S+)");
  private static final List<String> WEEK = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

  /// Fewer days are named one by one.
  private static final int RANGE = 3;

  private static final int HOUR = 60;
  private static final int DAY = 24 * HOUR;

  private WindowWords() {}

  /// Reads all of it; fails with USAGE.
  ///
  /// @param what names it in the failure
  public static Times times(String what, String words) {
    Matcher parts = TIMES.matcher(words.strip());
    if (!parts.matches()) {
      throw new OperationFailed(
          FailureCode.USAGE, what + " is like \"sun 00:00-06:00\", not \"" + words + "\".");
    }
    String days = parts.group(1);
    return times(
        days == null ? "" : days,
        minute("The hour it opens", parts.group(2)),
        minute("The hour it closes", parts.group(3)));
  }

  public static Times times(String days, int from, int to) {
    return new Times(days(days), from % DAY, to);
  }

  /// "22:00" as a minute of the day, "24:00" as its end; fails with USAGE.
  public static int minute(String what, String words) {
    if (words.equals("24:00")) {
      return DAY;
    }
    Matcher clock = CLOCK.matcher(words);
    if (!clock.matches()) {
      throw new OperationFailed(
          FailureCode.USAGE, "%s is HH:MM in UTC, not \"%s\".".formatted(what, words));
    }
    return Integer.parseInt(clock.group(1)) * HOUR + Integer.parseInt(clock.group(2));
  }

  /// "mon-fri,sun" as days; empty: every day.
  private static List<String> days(String words) {
    List<String> days = new ArrayList<>();
    for (String part : words.toLowerCase(Locale.ROOT).split(",", -1)) {
      if (words.isEmpty()) {
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

  /// The days that are meant where none is named.
  public static List<String> week() {
    return WEEK;
  }

  /// Whether these are all.
  public static boolean isEveryDay(List<String> days) {
    return days.isEmpty() || days.size() == WEEK.size();
  }

  /// As [#times(String, String)] reads it.
  public static String words(Times one) {
    String clocks = clock(one.fromMinute()) + "-" + clock(one.toMinute());
    return isEveryDay(one.days())
        ? clocks
        : String.join(",", ranges(one.days(), "-", day -> day)) + " " + clocks;
  }

  /// Days in the order of the week, those that follow one another as one: "mon-fri".
  ///
  /// @param to stands between the first and the last of them
  /// @param word for a day
  public static List<String> ranges(List<String> days, String to, UnaryOperator<String> word) {
    List<String> ranges = new ArrayList<>();
    for (int from = 0; from < WEEK.size(); from++) {
      int last = from;
      while (last < WEEK.size() && days.contains(WEEK.get(last))) {
        last++;
      }
      if (last - from >= RANGE) {
        ranges.add(word.apply(WEEK.get(from)) + to + word.apply(WEEK.get(last - 1)));
        from = last;
      } else if (last > from) {
        ranges.add(word.apply(WEEK.get(from)));
      }
    }
    return ranges;
  }

  public static String clock(int minute) {
    return "%02d:%02d".formatted(minute / HOUR, minute % HOUR);
  }
}
