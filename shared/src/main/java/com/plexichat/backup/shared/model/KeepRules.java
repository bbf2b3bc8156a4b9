package com.plexichat.backup.shared.model;

/// Which backups of a tier stay when there are newer ones: the last one of each of the newest
/// hours, days, ISO weeks, months and years (UTC) that have any, and the newest of all.
///
/// A backup stays when any of them names it. All zeros: there is no such rule, and every backup
/// stays for the tier's days.
public record KeepRules(int last, int hourly, int daily, int weekly, int monthly, int yearly) {
  public static final KeepRules NONE = new KeepRules(0, 0, 0, 0, 0, 0);
  public static final int MOST = 100_000;

  public KeepRules {
    for (int count : new int[] {last, hourly, daily, weekly, monthly, yearly}) {
      if (count < 0 || count > MOST) {
        throw new IllegalArgumentException("a keep rule keeps 0 to " + MOST + ", not " + count);
      }
    }
  }

  public boolean isNone() {
    return equals(NONE);
  }

  /// "last 3, daily 7, weekly 4"; "all" without a rule.
  public String words() {
    if (isNone()) {
      return "all";
    }
    StringBuilder words = new StringBuilder();
    add(words, "last", last);
    add(words, "hourly", hourly);
    add(words, "daily", daily);
    add(words, "weekly", weekly);
    add(words, "monthly", monthly);
    add(words, "yearly", yearly);
    return words.toString();
  }

  private static void add(StringBuilder words, String name, int count) {
    if (count > 0) {
      words.append(words.isEmpty() ? "" : ", ").append(name).append(' ').append(count);
    }
  }
}
