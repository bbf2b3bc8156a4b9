package com.plexichat.backup.agent.planning;

import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.BitSet;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// When something comes, as cron says it: minute, hour, day, month, weekday, all in UTC.
///
/// Where both day and weekday are restricted, either is enough, as in every cron since V7. UTC has
/// no summer time, so no hour comes twice and none is left out. Also read: `every 15m`, `every 6h`,
/// `every 1d` and `daily at 02:00`; [#text] has the five fields.
public final class CronRule {
  /// The longest that a day can be away: 29 February over a century that is no leap year.
  private static final int DAYS = 8 * 366 + 1;

  private static final Pattern EVERY = Pattern.compile("every\\s+([0-9]{1,4})\\s*(m|min|h|d)");
  private static final Pattern DAILY =
      Pattern.compile("daily\\s+(?:at\\s+)?([0-9]{1,2}):([0-9]{2})");
  private static final int HOUR = 60;
  private static final int DAY = 24;

  private final String text;
  private final BitSet minutes;
  private final BitSet hours;
  private final BitSet days;
  private final BitSet months;
  private final BitSet weekdays;
  private final boolean isAnyDay;
  private final boolean isAnyWeekday;

  private CronRule(String text, String[] fields) throws CronField.Wrong {
    this.text = text;
    this.minutes = CronField.MINUTE.values(fields[0]);
    this.hours = CronField.HOUR.values(fields[1]);
    this.days = CronField.DAY.values(fields[2]);
    this.months = CronField.MONTH.values(fields[3]);
    this.weekdays = CronField.WEEKDAY.values(fields[4]);
    weekdays.set(0, weekdays.get(0) || weekdays.get(7));
    // As cron has it: a field that begins with a star restricts nothing by itself.
    this.isAnyDay = fields[2].startsWith("*");
    this.isAnyWeekday = fields[4].startsWith("*");
  }

  /// Reads a rule, or one of the shorthands.
  ///
  /// @throws OperationFailed RULE_INVALID: a field that is not one, a rule that never comes
  public static CronRule parse(String rule) {
    String told = rule.strip();
    try {
      String text = fields(told.toLowerCase(Locale.ROOT));
      String[] fields = text.split(" ", -1);
      if (fields.length != 5) {
        throw new CronField.Wrong(
            "it has %s, and it takes five"
                .formatted(
                    text.isEmpty()
                        ? "no field"
                        : fields.length == 1 ? "1 field" : fields.length + " fields"));
      }
      CronRule parsed = new CronRule(text, fields);
      if (!parsed.comes()) {
        throw new CronField.Wrong("no month that it names has such a day, so it never comes");
      }
      return parsed;
    } catch (CronField.Wrong wrong) {
      throw new OperationFailed(
          wrong, FailureCode.RULE_INVALID, "\"" + told + "\"", String.valueOf(wrong.getMessage()));
    }
  }

  /// The five fields, one blank between them.
  private static String fields(String told) throws CronField.Wrong {
    Matcher every = EVERY.matcher(told);
    if (every.matches()) {
      int number = Integer.parseInt(every.group(1));
      return switch (every.group(2)) {
        case "h" -> everyHours(number);
        case "d" -> {
          require(number == 1, "days are not all of one length in a month: say 1d, or a cron rule");
          yield "0 0 * * *";
        }
        default -> everyMinutes(number);
      };
    }
    if (told.startsWith("every")) {
      throw new CronField.Wrong("it is not like every 15m, every 6h or every 1d");
    }
    Matcher daily = DAILY.matcher(told);
    if (daily.matches()) {
      return "%d %d * * *"
          .formatted(Integer.parseInt(daily.group(2)), Integer.parseInt(daily.group(1)));
    }
    if (told.startsWith("daily")) {
      throw new CronField.Wrong("it is not like daily at 02:00");
    }
    return told.replaceAll("\\s+", " ");
  }

  private static String everyMinutes(int minutes) throws CronField.Wrong {
    if (minutes >= HOUR && minutes % HOUR == 0) {
      return everyHours(minutes / HOUR);
    }
    require(
        minutes > 0 && HOUR % minutes == 0,
        "an hour does not part into " + minutes + " minutes: take 5, 6, 10, 12, 15, 20 or 30");
    return minutes == 1 ? "* * * * *" : "*/" + minutes + " * * * *";
  }

  private static String everyHours(int hours) throws CronField.Wrong {
    if (hours == DAY) {
      return "0 0 * * *";
    }
    require(
        hours > 0 && DAY % hours == 0,
        "a day does not part into " + hours + " hours: take 1, 2, 3, 4, 6, 8, 12 or 24");
    return hours == 1 ? "0 * * * *" : "0 */" + hours + " * * *";
  }

  private static void require(boolean holds, String why) throws CronField.Wrong {
    if (!holds) {
      throw new CronField.Wrong(why);
    }
  }

  private boolean comes() {
    LocalDate day = LocalDate.of(2000, 1, 1);
    for (int i = 0; i < DAYS; i++) {
      if (isOn(day.plusDays(i))) {
        return true;
      }
    }
    return false;
  }

  private boolean isOn(LocalDate day) {
    if (!months.get(day.getMonthValue())) {
      return false;
    }
    boolean isDay = days.get(day.getDayOfMonth());
    boolean isWeekday = weekdays.get(day.getDayOfWeek().getValue() % 7);
    boolean isBoth = isDay && isWeekday;
    boolean isEither = isDay || isWeekday;
    return (isAnyDay || isAnyWeekday) ? isBoth : isEither;
  }

  /// The first time after a moment.
  public Instant next(Instant after) {
    LocalDate day = LocalDate.ofInstant(after, ZoneOffset.UTC);
    int minute = LocalTime.ofInstant(after, ZoneOffset.UTC).toSecondOfDay() / 60 + 1;
    for (int i = 0; i < 2 * DAYS; i++) {
      int found = isOn(day) ? firstFrom(minute) : -1;
      if (found >= 0) {
        return at(day, found);
      }
      day = day.plusDays(1);
      minute = 0;
    }
    throw new IllegalStateException(text + " does not come after " + after);
  }

  /// The last time that is not after a moment.
  public Instant previous(Instant upTo) {
    LocalDate day = LocalDate.ofInstant(upTo, ZoneOffset.UTC);
    int minute = LocalTime.ofInstant(upTo, ZoneOffset.UTC).toSecondOfDay() / 60;
    for (int i = 0; i < 2 * DAYS; i++) {
      int found = isOn(day) ? lastUpTo(minute) : -1;
      if (found >= 0) {
        return at(day, found);
      }
      day = day.minusDays(1);
      minute = DAY * HOUR - 1;
    }
    throw new IllegalStateException(text + " did not come before " + upTo);
  }

  private static Instant at(LocalDate day, int minute) {
    return day.atTime(minute / HOUR, minute % HOUR).toInstant(ZoneOffset.UTC);
  }

  private int firstFrom(int minute) {
    for (int hour = hours.nextSetBit(minute / HOUR); hour >= 0; hour = hours.nextSetBit(hour + 1)) {
      int found = minutes.nextSetBit(Math.max(0, minute - hour * HOUR));
      if (found >= 0) {
        return hour * HOUR + found;
      }
    }
    return -1;
  }

  private int lastUpTo(int minute) {
    for (int hour = hours.previousSetBit(minute / HOUR);
        hour >= 0;
        hour = hours.previousSetBit(hour - 1)) {
      int found = minutes.previousSetBit(Math.min(HOUR - 1, minute - hour * HOUR));
      if (found >= 0) {
        return hour * HOUR + found;
      }
    }
    return -1;
  }

  /// The shortest time between two times of one day, or over its end.
  public Duration shortestGap() {
    int shortest = DAY * HOUR;
    for (int minute = minutes.nextSetBit(0); minute >= 0; ) {
      int next = minutes.nextSetBit(minute + 1);
      shortest = next < 0 ? shortest : Math.min(shortest, next - minute);
      minute = next;
    }
    int overTheHour = HOUR - (minutes.length() - 1) + minutes.nextSetBit(0);
    for (int hour = 0; hour < DAY; hour++) {
      if (hours.get(hour) && hours.get((hour + 1) % DAY)) {
        shortest = Math.min(shortest, overTheHour);
      }
    }
    return Duration.ofMinutes(shortest);
  }

  /// The five fields.
  public String text() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CronRule rule && rule.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
