package com.plexichat.backup.agent.planning;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/// One field of a cron rule: which of its values may be.
///
/// `*`, a value, a range `a-b`, each with a step `/n`, and lists of them; months and weekdays also
/// by the first three letters of their English names.
///
/// @param what names it in refusals
/// @param names of the values, from `low` on; empty: it has none
record CronField(String what, int low, int high, List<String> names) {
  static final CronField MINUTE = new CronField("minute", 0, 59, List.of());
  static final CronField HOUR = new CronField("hour", 0, 23, List.of());
  static final CronField DAY = new CronField("day", 1, 31, List.of());
  static final CronField MONTH =
      new CronField(
          "month",
          1,
          12,
          List.of(
              "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"));

  /// 0 and 7 are both Sunday.
  static final CronField WEEKDAY =
      new CronField(
          "weekday", 0, 7, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun"));

  /// What is wrong with a field, in words that follow "because" or a colon.
  static final class Wrong extends Exception {
    private static final long serialVersionUID = 1L;

    Wrong(String why) {
      super(why);
    }
  }

  BitSet values(String text) throws Wrong {
    BitSet values = new BitSet();
    for (String part : text.split(",", -1)) {
      add(part, text, values);
    }
    return values;
  }

  private void add(String part, String whole, BitSet values) throws Wrong {
    int slash = part.indexOf('/');
    String range = slash < 0 ? part : part.substring(0, slash);
    int step = slash < 0 ? 1 : step(part.substring(slash + 1), whole);
    int from = low;
    int to = high;
    if (!range.equals("*")) {
      int hyphen = range.indexOf('-');
      from = value(hyphen < 0 ? range : range.substring(0, hyphen), whole);
      if (hyphen >= 0) {
        to = value(range.substring(hyphen + 1), whole);
        // A week that ends on Sunday.
        to = to == 0 && from > 0 && high == 7 ? high : to;
      } else if (slash < 0) {
        to = from;
      }
    }
    if (from > to) {
      throw wrong(whole, "runs backwards in " + range);
    }
    for (int value = from; value <= to; value += step) {
      values.set(value);
    }
  }

  private int step(String text, String whole) throws Wrong {
    int step = number(text, whole);
    if (step == 0) {
      throw wrong(whole, "has a step of 0");
    }
    if (step > high - low) {
      throw wrong(whole, "has a step of " + step + ", which is more than it has values");
    }
    return step;
  }

  private int value(String text, String whole) throws Wrong {
    int named = names.indexOf(text.toLowerCase(Locale.ROOT));
    int value = named >= 0 ? low + named : number(text, whole);
    if (value < low || value > high) {
      throw wrong(whole, "has " + value + ", which is not from " + low + " to " + high);
    }
    return value;
  }

  private int number(String text, String whole) throws Wrong {
    if (!text.matches("[0-9]{1,4}")) {
      throw wrong(
          whole, text.isEmpty() ? "lacks a number" : "has " + text + ", which is no " + what);
    }
    return Integer.parseInt(text);
  }

  private Wrong wrong(String whole, String why) {
    return new Wrong("its " + what + " field " + whole + " " + why);
  }
}
