package com.plexichat.backup.agent.cli.output;

import com.plexichat.backup.shared.model.ByteSize;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Figures as people read them.
public final class Words {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT);

  private Words() {}

  /// "1,234,567".
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /// "1 file", "2 files".
  public static String count(long number, String one, String several) {
    return count(number) + " " + (number == 1 ? one : several);
  }

  public static String size(long bytes) {
    return new ByteSize(bytes).toString();
  }

  /// "850 ms", "12.3 s", "4 min 05 s", "3 h 20 min", "5 d 4 h".
  public static String duration(long ms) {
    long seconds = Math.round(ms / 1000.0);
    if (ms < 1000) {
      return ms + " ms";
    }
    if (ms < 59_950) {
      return String.format(Locale.ROOT, "%.1f s", ms / 1000.0);
    }
    if (seconds < 3600) {
      return String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60);
    }
    if (seconds < 86_400) {
      return String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds % 3600 / 60);
    }
    return String.format(Locale.ROOT, "%d d %d h", seconds / 86_400, seconds % 86_400 / 3600);
  }

  /// Like [#duration], in whole seconds: "1 s", "24 s", "4 min 05 s".
  public static String rough(long ms) {
    long seconds = Math.max(1, Math.round(ms / 1000.0));
    return seconds < 60 ? seconds + " s" : duration(seconds * 1000);
  }

  /// "2026-07-01 14:03" here; "-" when 0.
  public static String minute(long epochMs, ZoneId zone) {
    return time(epochMs, zone, MINUTE);
  }

  /// "2026-07-01 14:03:59" here; "-" when 0.
  public static String second(long epochMs, ZoneId zone) {
    return time(epochMs, zone, SECOND);
  }

  /// "2026-07-01" here; "-" when 0.
  public static String day(long epochMs, ZoneId zone) {
    return time(epochMs, zone, DAY);
  }

  private static String time(long epochMs, ZoneId zone, DateTimeFormatter format) {
    return epochMs == 0 ? "-" : format.format(Instant.ofEpochMilli(epochMs).atZone(zone));
  }

  public static String yesNo(boolean truth) {
    return truth ? "yes" : "no";
  }

  /// "99.95 %".
  public static String percent(double value) {
    return String.format(Locale.ROOT, "%.2f %%", value);
  }
}
