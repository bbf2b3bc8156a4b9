package com.plexichat.backup.console;

import com.plexichat.backup.console.kit.Figures;
import com.plexichat.backup.console.screens.schedule.ScheduleView.Listed;
import com.plexichat.backup.shared.model.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the screen of schedules has to show.
///
/// @param schedules `schedule list`
/// @param calendar `schedule calendar --days 1`
/// @param exposure `backup exposure`
/// @param story `schedule show` of the one that is selected
record ScheduleClaims(Walk walk, List<Told> schedules, Told calendar, Told exposure, Told story) {
  private static final Pattern DAILY = Pattern.compile("(\\d+) (\\d+) \\* \\* \\*");

  private Figures figures() {
    return walk.figures();
  }

  /// Several in one minute, once each.
  private Map<Instant, List<Told>> meetings() {
    Map<Instant, List<Told>> met = new LinkedHashMap<>();
    calendar.list("entries").stream()
        .filter(one -> !one.texts("meets").isEmpty())
        .forEach(one ->
            met.computeIfAbsent(one.moment("at"), _ -> new java.util.ArrayList<>()).add(one));
    return met;
  }

  private String sentence() {
    long suspended = schedules.stream().filter(one -> one.is("suspended")).count();
    long breached = exposure.list("sets").stream().filter(one -> one.is("breached")).count();
    String next =
        schedules.stream()
            .filter(one -> one.has("next"))
            .min(java.util.Comparator.comparing((Told one) -> one.moment("next")))
            .map(one ->
                walk.text(
                    "schedule.nextIs", one.text("schedule"), figures().ago(one.moment("next"))))
            .orElseGet(() -> walk.text("schedule.noNext"));
    return walk.text("schedule.sentence", next, suspended, meetings().size(), breached);
  }

  private String counted(String key, long number) {
    return walk.text("schedule.counted", walk.text(key), number);
  }

  /// One list, with the selected schedule beside it.
  Claims shows(Listed list, long windows) {
    Claims claims =
        new Claims()
            .texts(
                ".page-head",
                () ->
                    List.of(
                        walk.text("schedule.title"),
                        sentence(),
                        walk.text(list == Listed.WINDOWS ? "window.new" : "schedule.new")))
            .texts(
                "#schedule-lists",
                () ->
                    List.of(
                        counted("schedule.schedules", schedules.size()),
                        counted("schedule.meetings", meetings().size()),
                        counted("schedule.windows", windows),
                        counted("schedule.exposure", exposure.list("sets").size())))
            .texts(
                "#schedule-span",
                () -> List.of(walk.text("schedule.day"), walk.text("schedule.week")))
            // The hours of the axis, and how far the marks are; what they mark stands in the lists.
            .own("#timetable");
    if (list != Listed.WINDOWS) {
      detail(claims);
    }
    return switch (list) {
      case SCHEDULES -> claims.rows("#schedules", () -> schedules.stream().map(this::row).toList());
      case MEETINGS -> claims.rows("#meetings", this::met);
      case EXPOSURE ->
          claims.rows(
              "#exposure", () -> exposure.list("sets").stream().map(this::exposed).toList());
      // What is written there is nobody's figure.
      case WINDOWS -> claims.own("#window-detail");
    };
  }

  private String rule(String rule) {
    Matcher daily = DAILY.matcher(rule);
    return daily.matches()
        ? walk.text("schedule.dailyAt", two(daily.group(2)) + ":" + two(daily.group(1)))
        : rule;
  }

  private static String two(String number) {
    return number.length() == 1 ? "0" + number : number;
  }

  private String runs(Told one) {
    String kind = walk.text("job." + one.text("run"));
    String what = one.has("set") ? walk.text("schedule.of", kind, one.text("set")) : kind;
    String depth = one.text("depth");
    return depth.isEmpty()
        ? what
        : walk.text(
            "schedule.deep",
            what,
            walk.text(depth.equals("hash") ? "schedule.depthHash" : "schedule.depthPresence"));
  }

  private Map<String, String> row(Told one) {
    return Map.of(
        walk.text("schedule.name"),
        one.text("schedule"),
        walk.text("schedule.what"),
        runs(one),
        walk.text("schedule.rule"),
        rule(one.text("rule")),
        walk.text("schedule.next"),
        one.time("next").map(figures()::ago).orElse("–"),
        walk.text("schedule.last"),
        one.is("suspended") ? walk.text("schedule.suspendedBadge") : last(one));
  }

  private String last(Told one) {
    if (!one.has("last")) {
      return "–";
    }
    return switch (one.object("last").text("outcome")) {
      case "started" ->
          one.has("last_job_state")
              ? walk.texts()
                  .of(JobState.valueOf(one.text("last_job_state").toUpperCase(Locale.ROOT)))
              : walk.text("schedule.started");
      case "waiting" -> walk.text("schedule.waiting");
      case "nothing" -> walk.text("schedule.nothing");
      default -> walk.text("schedule.rebased");
    };
  }

  private List<Map<String, String>> met() {
    return meetings().entrySet().stream()
        .map(one -> {
          List<String> waiting =
              one.getValue().stream()
                  .filter(start -> start.is("waits"))
                  .map(start -> start.text("schedule"))
                  .toList();
          return Map.of(
              walk.text("schedule.at"),
              figures().dayAndClock(one.getKey()),
              walk.text("schedule.who"),
              String.join(
                  ", ", one.getValue().stream().map(start -> start.text("schedule")).toList()),
              walk.text("schedule.whatHappens"),
              waiting.isEmpty()
                  ? walk.text("schedule.together")
                  : walk.text("schedule.waits", waiting.size(), String.join(", ", waiting)));
        })
        .toList();
  }

  private Map<String, String> exposed(Told one) {
    return Map.of(
        walk.text("schedule.set"),
        one.text("set"),
        walk.text("schedule.state"),
        walk.text(one.is("breached") ? "schedule.breached" : "schedule.within"),
        walk.text("schedule.lostNow"),
        one.has("exposure_ms")
            ? figures().duration(Duration.ofMillis(one.number("exposure_ms")))
            : walk.text("schedule.everything"),
        walk.text("schedule.mayBe"),
        figures().duration(Duration.ofMillis(one.number("rpo_ms"))),
        walk.text("schedule.tier"),
        one.text("tier"));
  }

  private void detail(Claims claims) {
    String panel = "#schedule-detail";
    String rule = rule(story.text("rule"));
    claims
        .fact(panel, walk.text("schedule.what"), () -> runs(story))
        .fact(
            panel,
            walk.text("schedule.rule"),
            () ->
                rule.equals(story.text("rule"))
                    ? walk.text("schedule.ruleUtc", rule)
                    : walk.text("schedule.ruleBoth", rule, story.text("rule")))
        .fact(
            panel,
            walk.text("schedule.next"),
            () -> story.time("next").map(figures()::dayAndClock).orElse("–"))
        .fact(
            panel,
            walk.text("schedule.defined"),
            () ->
                walk.text(
                    "schedule.byAt",
                    story.text("defined_by").replaceFirst("^(person|agent):", ""),
                    figures().exact(story.moment("defined"))));
    for (String next : story.texts("next_runs")) {
      Instant at = Instant.parse(next);
      claims.line(panel + " HBox", () -> List.of(figures().dayAndClock(at), figures().ago(at)));
    }
  }
}
