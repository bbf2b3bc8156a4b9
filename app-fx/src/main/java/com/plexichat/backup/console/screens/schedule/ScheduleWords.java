package com.plexichat.backup.console.screens.schedule;

import com.plexichat.backup.console.kit.JobWords;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.shared.model.Exposure;
import com.plexichat.backup.shared.model.JobState;
import com.plexichat.backup.shared.model.Schedule;
import com.plexichat.backup.shared.model.Schedule.Run;
import com.plexichat.backup.shared.model.Schedule.Standing;
import com.plexichat.backup.shared.model.TimeWindow;
import com.plexichat.backup.shared.wire.WindowWords;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How schedules, their runs, windows and exposure are told.
final class ScheduleWords {
  private static final Pattern MINUTES = Pattern.compile("\\*/(\\d+) \\* \\* \\* \\*");
  private static final Pattern DAILY = Pattern.compile("(\\d+) (\\d+) \\* \\* \\*");

  /// Starts that are later than this are told to be late.
  private static final Duration LATE = Duration.ofMinutes(2);

  private final Kit kit;
  private final JobWords jobs;

  ScheduleWords(Kit kit) {
    this.kit = kit;
    jobs = new JobWords(kit);
  }

  String kind(String kind) {
    return jobs.kind(kind);
  }

  /// "Backup of documents", "Integrity check (hash)"
  String runs(Schedule schedule) {
    String what =
        !schedule.set().isEmpty()
            ? kit.text("schedule.of", kind(schedule.kind()), schedule.set())
            : schedule.tiers().isEmpty()
                ? kind(schedule.kind())
                : kit.text(
                    "schedule.of", kind(schedule.kind()), String.join(", ", schedule.tiers()));
    return schedule.depth().isEmpty()
        ? what
        : kit.text("schedule.deep", what, depth(schedule.depth()));
  }

  String depth(String depth) {
    return switch (depth) {
      case "presence" -> kit.text("schedule.depthPresence");
      case "hash" -> kit.text("schedule.depthHash");
      case "deep" -> kit.text("schedule.depthDeep");
      case "reconstruct" -> kit.text("schedule.depthReconstruct");
      default -> depth;
    };
  }

  /// The commonest rules in words, others as they are.
  String rule(String rule) {
    Matcher minutes = MINUTES.matcher(rule);
    if (minutes.matches()) {
      return kit.text("schedule.everyMinutes", minutes.group(1));
    }
    Matcher daily = DAILY.matcher(rule);
    if (daily.matches()) {
      return kit.text("schedule.dailyAt", two(daily.group(2)) + ":" + two(daily.group(1)));
    }
    return rule.equals("0 * * * *") ? kit.text("schedule.hourly") : rule;
  }

  private static String two(String number) {
    return number.length() == 1 ? "0" + number : number;
  }

  /// How the last run stands, in a word or two.
  String last(Standing one) {
    return one.last().map(run -> outcome(run, one.lastJob())).orElse("–");
  }

  Health health(Standing one) {
    return one.last().map(run -> health(run, one.lastJob())).orElse(Health.UNKNOWN);
  }

  /// @param job how the job that it started stands
  String outcome(Run run, Optional<JobState> job) {
    return switch (run.outcome()) {
      case "started" -> job.map(jobs::state).orElseGet(() -> kit.text("schedule.started"));
      case "waiting" -> kit.text("schedule.waiting");
      case "nothing" -> kit.text("schedule.nothing");
      case "rebased" -> kit.text("schedule.rebased");
      default -> run.outcome();
    };
  }

  Health health(Run run, Optional<JobState> job) {
    return switch (run.outcome()) {
      case "started" -> job.map(JobWords::health).orElse(Health.UNKNOWN);
      case "waiting" -> Health.DEGRADED;
      default -> Health.UNKNOWN;
    };
  }

  /// What became of a due time beyond the word for it: how late, why, how many were missed.
  String story(Run run) {
    StringBuilder all = new StringBuilder();
    run.due()
        .map(due -> Duration.between(due, run.at()))
        .filter(late -> run.outcome().equals("started") && late.compareTo(LATE) >= 0)
        .ifPresent(late -> all.append(kit.text("schedule.late", kit.figures().duration(late))));
    if (!run.reason().isEmpty()) {
      all.append(all.isEmpty() ? "" : " ").append(run.reason());
    }
    if (run.missed() > 0) {
      all.append(all.isEmpty() ? "" : " ").append(kit.text("schedule.missed", run.missed()));
    }
    return all.toString();
  }

  /// "Mon–Fri 22:00–06:00"
  String times(TimeWindow window) {
    return window.times().stream().map(this::times).collect(Collectors.joining(", "));
  }

  private String times(TimeWindow.Times one) {
    String days =
        WindowWords.isEveryDay(one.days())
            ? kit.text("schedule.everyDay")
            : String.join(" ", WindowWords.ranges(one.days(), "–", this::day));
    return days
        + " "
        + WindowWords.clock(one.fromMinute())
        + "–"
        + WindowWords.clock(one.toMinute());
  }

  private String day(String word) {
    return Arrays.stream(DayOfWeek.values())
        .filter(day -> day.name().toLowerCase(Locale.ROOT).startsWith(word))
        .findFirst()
        .map(day -> day.getDisplayName(TextStyle.SHORT, kit.figures().locale()))
        .orElse(word);
  }

  /// What happens where several start at once.
  String meets(Meeting one) {
    return one.waiting().isEmpty()
        ? kit.text("schedule.together")
        : kit.text("schedule.waits", one.waiting().size(), String.join(", ", one.waiting()));
  }

  /// All in one line: what matters now.
  String sentence(ScheduleModel.Known.Told told) {
    List<Standing> all = told.schedules();
    long suspended = all.stream().filter(one -> one.schedule().suspended()).count();
    long breached = told.exposure().sets().stream().filter(Exposure.OfSet::breached).count();
    String next =
        all.stream()
            .filter(one -> one.next().isPresent())
            .min(java.util.Comparator.comparing(one -> one.next().orElseThrow()))
            .map(one ->
                kit.text(
                    "schedule.nextIs",
                    one.schedule().name(),
                    kit.figures().ago(one.next().orElseThrow())))
            .orElseGet(() -> kit.text("schedule.noNext"));
    return kit.text(
        "schedule.sentence", next, suspended, Meeting.of(told.calendar()).size(), breached);
  }
}
