package com.plexichat.backup.console;

import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Exposure;
import com.plexichat.backup.shared.model.JobState;
import com.plexichat.backup.shared.model.Schedule;
import com.plexichat.backup.shared.model.Schedule.Run;
import com.plexichat.backup.shared.model.Schedule.Standing;
import com.plexichat.backup.shared.model.ScheduleCalendar;
import com.plexichat.backup.shared.model.ScheduleCalendar.Start;
import com.plexichat.backup.shared.model.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// What runs by itself in the made-up cluster. What is defined, suspended or removed there is told
/// so from then on.
public final class SampleSchedules {
  private static final String LONG = "verify-" + SampleFacts.LONG_SET + "-quarterly";
  private static final Duration DAY = Duration.ofDays(1);

  private final SampleFacts facts;
  private final Map<String, Schedule> schedules = new TreeMap<>();
  private final Map<String, TimeWindow> windows = new TreeMap<>();

  private SampleSchedules(SampleFacts facts) {
    this.facts = facts;
    windows.put(
        "night",
        new TimeWindow(
            "night",
            List.of(
                new TimeWindow.Times(List.of("mon", "tue", "wed", "thu", "fri"), 1_320, 300),
                new TimeWindow.Times(List.of("sat", "sun"), 0, 1_440))));
  }

  /// Answers to everything about schedules.
  public static Sample answering(Sample sample, SampleFacts facts) {
    SampleSchedules some = new SampleSchedules(facts);
    some.put(schedule("backup-databases", "backup", "databases", "*/15 * * * *", false));
    some.put(schedule("backup-documents", "backup", "documents", "0 2 * * *", false));
    some.put(schedule("prune", "prune", "", "0 3 * * *", false));
    some.put(schedule("sweep", "sweep", "", "0 3 * * *", false));
    some.put(schedule(LONG, "verify", SampleFacts.LONG_SET, "30 4 1 */3 *", true));
    return some.answers(sample);
  }

  /// A cluster in which nothing runs by itself.
  public static Sample none(Sample sample, SampleFacts facts) {
    return new SampleSchedules(facts)
        .answers(sample)
        .answer("schedules.windows", _ -> List.of())
        .answer("schedules.exposure", _ -> new Exposure(facts.ago(0), List.of()));
  }

  private void put(Schedule one) {
    schedules.put(one.name(), one);
  }

  private Sample answers(Sample sample) {
    return sample
        .answer("schedules.list", _ -> schedules.values().stream().map(this::standing).toList())
        .answer("schedules.calendar", args -> calendar((Integer) args[0]))
        .answer("schedules.windows", _ -> windows())
        .answer("schedules.exposure", _ -> exposure())
        .answer(
            "schedules.defineWindow",
            args -> {
              TimeWindow one = (TimeWindow) args[0];
              windows.put(one.name(), one);
              return one;
            })
        .answer("schedules.removeWindow", args -> windows.remove((String) args[0]))
        .answer("schedules.show", args -> story((String) args[0]))
        .answer("schedules.preview", args -> standing(checked((Schedule) args[0])))
        .answer(
            "schedules.define",
            args -> {
              put(checked((Schedule) args[0]));
              return standing(checked((Schedule) args[0]));
            })
        .answer(
            "schedules.suspend",
            args -> {
              Schedule was = known((String) args[0]);
              put(
                  new Schedule(
                      was.name(),
                      was.kind(),
                      was.set(),
                      was.tiers(),
                      was.depth(),
                      was.rule(),
                      was.window(),
                      (Boolean) args[1]));
              return standing(known((String) args[0]));
            })
        .answer(
            "schedules.remove",
            args -> {
              Schedule gone = known((String) args[0]);
              schedules.remove(gone.name());
              return standing(gone);
            })
        .answer(
            "schedules.run",
            _ -> new Run(Optional.empty(), facts.ago(0), "started", "", "", "j-19", 0));
  }

  private static Schedule schedule(
      String name, String kind, String set, String rule, boolean suspended) {
    return new Schedule(
        name,
        kind,
        set,
        List.of(),
        kind.equals("verify") ? "hash" : "",
        rule,
        kind.equals("prune") ? "night" : "",
        suspended);
  }

  /// As a coordinator reads it: "daily at 03:00" is a rule of five fields.
  private static Schedule checked(Schedule one) {
    if (one.rule().startsWith("every") && one.rule().endsWith(" 1m")) {
      throw new OperationFailed(
          FailureCode.RULE_INVALID,
          "\"" + one.rule() + "\"",
          "it comes twice within 1 minutes, and 5 are the least");
    }
    String rule =
        one.rule().startsWith("daily at ")
            ? Integer.parseInt(one.rule().substring(12, 14))
                + " "
                + Integer.parseInt(one.rule().substring(9, 11))
                + " * * *"
            : one.rule();
    return new Schedule(
        one.name(),
        one.kind(),
        one.set(),
        one.tiers(),
        one.depth(),
        rule,
        one.window(),
        one.suspended());
  }

  /// The next time of a daily rule; others come a quarter of an hour from now on.
  private Instant next(Schedule one) {
    String[] fields = one.rule().split(" ", -1);
    Instant now = facts.ago(0);
    if (!fields[0].matches("\\d+") || !fields[1].matches("\\d+")) {
      return now.truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(1));
    }
    Instant today =
        now.truncatedTo(ChronoUnit.DAYS)
            .plus(Duration.ofHours(Integer.parseInt(fields[1])))
            .plus(Duration.ofMinutes(Integer.parseInt(fields[0])));
    return today.isAfter(now) ? today : today.plus(DAY);
  }

  private Standing standing(Schedule one) {
    Optional<Instant> next = one.suspended() ? Optional.empty() : Optional.of(next(one));
    return new Standing(
        one,
        "person:margit",
        facts.ago(60 * 24 * 40),
        one.suspended() ? "person:margit" : "",
        one.suspended() ? Optional.of(facts.ago(60 * 30)) : Optional.empty(),
        next,
        List.of(next(one), next(one).plus(DAY), next(one).plus(DAY.multipliedBy(2))),
        runs(one).stream().findFirst(),
        one.kind().equals("sweep") ? Optional.empty() : Optional.of(JobState.DONE));
  }

  private List<Run> runs(Schedule one) {
    Instant due = next(one).minus(DAY);
    return switch (one.kind()) {
      case "sweep" ->
          List.of(
              new Run(
                  Optional.of(due),
                  due.plusSeconds(5),
                  "waiting",
                  "excluded",
                  "Job 01HZX9GJ5R0T8WQ4 (prune) works on the trash.",
                  "",
                  0),
              new Run(
                  Optional.of(due.minus(DAY)),
                  due.minus(DAY),
                  "nothing",
                  "",
                  "Nothing in the trash has lain its time.",
                  "",
                  0));
      case "prune" ->
          List.of(
              new Run(Optional.of(due), due.plusSeconds(1_260), "started", "", "", "j-13", 2),
              new Run(Optional.empty(), due.minusSeconds(9_000), "started", "", "", "j-17", 0));
      default ->
          List.of(new Run(Optional.of(due), due.plusSeconds(2), "started", "", "", "j-17", 0));
    };
  }

  private Schedule known(String name) {
    return Objects.requireNonNull(schedules.get(name), name);
  }

  private Schedule.Story story(String name) {
    Schedule one = known(name);
    return new Schedule.Story(standing(one), runs(one));
  }

  private ScheduleCalendar calendar(int days) {
    Instant now = facts.ago(0);
    Instant until = now.plus(DAY.multipliedBy(days));
    List<Start> starts = new ArrayList<>();
    for (Schedule one : schedules.values()) {
      boolean isOften = one.rule().startsWith("*");
      Instant at = isOften ? now.plusSeconds(60) : next(one);
      while (!one.suspended() && at.isBefore(until)) {
        starts.add(isOften ? new Start(at, one.name(), 96, at, List.of(), false) : start(one, at));
        at = isOften ? at.truncatedTo(ChronoUnit.DAYS).plus(DAY) : at.plus(DAY);
      }
    }
    starts.sort(Comparator.comparing(Start::at));
    return new ScheduleCalendar(now, until, starts);
  }

  private Start start(Schedule one, Instant at) {
    List<String> meets =
        schedules.values().stream()
            .filter(other -> !other.equals(one) && !other.suspended())
            .filter(other -> other.rule().equals(one.rule()))
            .map(Schedule::name)
            .toList();
    return new Start(at, one.name(), 1, at, meets, one.kind().equals("sweep") && !meets.isEmpty());
  }

  private List<TimeWindow.Standing> windows() {
    return windows.values().stream()
        .map(one ->
            new TimeWindow.Standing(
                one,
                false,
                Optional.of(facts.ago(-190)),
                one.name().equals("night") ? List.of("prune") : List.of()))
        .toList();
  }

  private Exposure exposure() {
    return new Exposure(
        facts.ago(0),
        List.of(
            of(SampleFacts.LONG_SET, "silver", Duration.ofDays(1), Optional.empty()),
            of("databases", "critical", Duration.ofMinutes(5), Optional.of(Duration.ofHours(6))),
            of("documents", "silver", Duration.ofDays(1), Optional.of(Duration.ofMinutes(47)))));
  }

  private Exposure.OfSet of(String set, String tier, Duration target, Optional<Duration> age) {
    return new Exposure.OfSet(
        set,
        tier,
        "standard",
        target,
        age.isPresent() ? SampleFacts.backupId(set, 4) : "",
        age.map(facts.ago(0)::minus),
        age,
        age.filter(one -> one.compareTo(target) <= 0).isEmpty());
  }
}
