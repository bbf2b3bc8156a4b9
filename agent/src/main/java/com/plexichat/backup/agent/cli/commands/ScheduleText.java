package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.output.Datum;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Words;
import com.plexichat.backup.proto.ScheduleEntry;
import com.plexichat.backup.proto.ScheduleRun;
import com.plexichat.backup.proto.ScheduleSpec;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Schedules and their runs in words and as data. Rules and windows are in UTC, so times are told
/// in UTC, with the time here beside them.
final class ScheduleText {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final DateTimeFormatter DAY_AND_CLOCK =
      DateTimeFormatter.ofPattern("EEE uuuu-MM-dd HH:mm", Locale.ROOT);
  private static final Pattern MINUTES = Pattern.compile("\\*/(\\d+) \\* \\* \\* \\*");
  private static final Pattern DAILY = Pattern.compile("(\\d+) (\\d+) \\* \\* \\*");

  private ScheduleText() {}

  /// "backup of documents", "prune of gold, silver", "check (presence)".
  static String runs(ScheduleSpec spec) {
    String what =
        switch (spec.getKind()) {
          case "backup", "verify" -> spec.getKind() + " of " + spec.getSet();
          case "prune" ->
              spec.getTiersCount() == 0
                  ? "prune"
                  : "prune of " + String.join(", ", spec.getTiersList());
          default -> spec.getKind();
        };
    return spec.getDepth().isEmpty() ? what : what + " (" + spec.getDepth() + ")";
  }

  /// "backup documents", "prune": what fits beside others.
  static String runsBriefly(ScheduleSpec spec) {
    return (spec.getKind() + " " + spec.getSet()).strip();
  }

  /// The commonest rules in words, others as they are.
  static String rule(String rule) {
    Matcher minutes = MINUTES.matcher(rule);
    if (minutes.matches()) {
      return "every " + minutes.group(1) + " min";
    }
    Matcher daily = DAILY.matcher(rule);
    if (daily.matches()) {
      return "daily %s:%s".formatted(two(daily.group(2)), two(daily.group(1)));
    }
    return rule.equals("0 * * * *") ? "every hour" : rule;
  }

  private static String two(String number) {
    return number.length() == 1 ? "0" + number : number;
  }

  /// "2026-07-02 02:00" in UTC; "-" when 0.
  static String utc(long ms) {
    return Words.minute(ms, ZoneOffset.UTC);
  }

  /// "Thu 2026-07-02 02:00" in UTC.
  static String utcDay(long ms) {
    return DAY_AND_CLOCK.format(Instant.ofEpochMilli(ms).atOffset(ZoneOffset.UTC));
  }

  /// "04:00" here; empty when 0.
  static String here(long ms, ZoneId zone) {
    return ms == 0 ? "" : CLOCK.format(Instant.ofEpochMilli(ms).atZone(zone));
  }

  /// "2026-07-02 02:00 UTC (04:00 here)"; "-" when 0.
  static String both(long ms, ZoneId zone) {
    if (ms == 0) {
      return "-";
    }
    String there = utc(ms);
    String here = Words.minute(ms, zone);
    if (there.equals(here)) {
      return there + " UTC";
    }
    boolean isSameDay = Words.day(ms, ZoneOffset.UTC).equals(Words.day(ms, zone));
    return there + " UTC (" + (isSameDay ? here(ms, zone) : here) + " here)";
  }

  /// "backup-documents: every 15 min, next 2026-07-01 12:15 UTC (14:15 here)".
  static String brief(ScheduleEntry entry, ZoneId zone) {
    return "%s: %s, next %s"
        .formatted(
            entry.getSchedule().getName(),
            rule(entry.getSchedule().getRule()),
            both(entry.getNextMs(), zone));
  }

  /// How the last run stands, in a word or two.
  static String last(ScheduleEntry entry) {
    if (!entry.hasLast()) {
      return "-";
    }
    ScheduleRun run = entry.getLast();
    return switch (run.getOutcome()) {
      case "started" -> entry.getLastJobState().isEmpty() ? "started" : entry.getLastJobState();
      case "waiting" -> "waits";
      case "nothing" -> "nothing";
      default -> "-";
    };
  }

  /// What became of a due time, in a sentence.
  ///
  /// @param isNewest whether no later one is known: what waits may still start
  static String story(ScheduleRun run, boolean isNewest) {
    String what =
        switch (run.getOutcome()) {
          case "started" -> "Job " + run.getJobId() + late(run) + ".";
          case "waiting" -> isNewest ? "It waits." : "Skipped.";
          case "nothing" -> "";
          default -> "";
        };
    String missed =
        run.getMissed() == 0 ? "" : " Missed before it: " + Words.count(run.getMissed()) + ".";
    return (what + " " + run.getReason() + missed).strip();
  }

  private static String late(ScheduleRun run) {
    long ms = run.getDueMs() == 0 ? 0 : run.getAtMs() - run.getDueMs();
    return ms < 120_000 ? "" : ", " + Words.rough(ms) + " late";
  }

  static Fields data(ScheduleEntry entry) {
    ScheduleSpec spec = entry.getSchedule();
    return Fields.of()
        .put("schedule", spec.getName())
        .put("run", spec.getKind())
        .orNothing("set", spec.getSet())
        .texts("tiers", spec.getTiersList())
        .orNothing("depth", spec.getDepth())
        .put("rule", spec.getRule())
        .orNothing("window", spec.getWindow())
        .put("suspended", spec.getSuspended())
        .put("defined_by", entry.getDefinedBy())
        .time("defined", entry.getDefinedMs())
        .time("next", entry.getNextMs())
        .put("last", entry.hasLast() ? data(entry.getLast()) : Datum.Nothing.NOTHING)
        .orNothing("last_job_state", entry.getLastJobState());
  }

  static Fields data(ScheduleRun run) {
    return Fields.of()
        .time("due", run.getDueMs())
        .time("at", run.getAtMs())
        .put("outcome", run.getOutcome())
        .orNothing("cause", run.getCause())
        .orNothing("reason", run.getReason())
        .orNothing("job_id", run.getJobId())
        .put("missed", run.getMissed());
  }
}
