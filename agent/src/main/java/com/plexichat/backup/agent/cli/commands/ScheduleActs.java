package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.output.Answer;
import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Facts;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Table;
import com.plexichat.backup.agent.cli.output.Words;
import com.plexichat.backup.proto.ListSchedulesRequest;
import com.plexichat.backup.proto.RemoveScheduleRequest;
import com.plexichat.backup.proto.RunScheduleRequest;
import com.plexichat.backup.proto.ScheduleEntry;
import com.plexichat.backup.proto.ScheduleRun;
import com.plexichat.backup.proto.ScheduleSpec;
import com.plexichat.backup.proto.SetScheduleRequest;
import com.plexichat.backup.proto.ShowScheduleAnswer;
import com.plexichat.backup.proto.ShowScheduleRequest;
import com.plexichat.backup.proto.SwitchScheduleRequest;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `plexichat schedule …`: what runs by itself.
final class ScheduleActs {
  private static final int NAME_MAX = 64;

  private ScheduleActs() {}

  /// The options that say when.
  static final class When {
    @Option(
        names = "--cron",
        order = 12,
        paramLabel = "EXPR",
        description = "Minute hour day month weekday in UTC, like \"0 2 * * mon-fri\".")
    Optional<String> cron = Optional.empty();

    @Option(
        names = "--every",
        order = 13,
        paramLabel = "TIME",
        description = "Every 5m to 30m, 1h to 12h, or 1d.")
    Optional<String> every = Optional.empty();

    @Option(
        names = "--daily-at",
        order = 14,
        paramLabel = "HH:MM",
        description = "Every day at this time in UTC.")
    Optional<String> dailyAt = Optional.empty();

    @Option(
        names = "--window",
        order = 15,
        paramLabel = "W",
        description = "Start only while this window is open.")
    String window = "";

    /// The rule as the coordinator reads it; empty: none is given.
    Optional<String> rule() {
      java.util.List<String> given =
          Stream.of(cron, every.map("every "::concat), dailyAt.map("daily at "::concat))
              .flatMap(Optional::stream)
              .toList();
      if (given.size() > 1) {
        throw new OperationFailed(
            FailureCode.USAGE, "Give one of --cron, --every and --daily-at, not several.");
      }
      return given.stream().findFirst();
    }

    String required() {
      return rule()
          .orElseThrow(() ->
              new OperationFailed(
                  FailureCode.USAGE, "Say when: with --cron, --every or --daily-at."));
    }
  }

  private static Answer one(ScheduleEntry entry, Desk desk) {
    return Answer.done(ScheduleText.data(entry), facts(entry, desk));
  }

  private static Facts facts(ScheduleEntry entry, Desk desk) {
    ScheduleSpec spec = entry.getSchedule();
    String words = ScheduleText.rule(spec.getRule());
    String defined =
        "%s by %s".formatted(Words.day(entry.getDefinedMs(), desk.zone()), entry.getDefinedBy());
    String switched =
        entry.getSwitchedBy().isEmpty()
            ? ""
            : "%s %s by %s"
                .formatted(
                    spec.getSuspended() ? "suspended" : "resumed",
                    Words.day(entry.getSwitchedMs(), desk.zone()),
                    entry.getSwitchedBy());
    return Facts.of()
        .add("Schedule", spec.getName() + (spec.getSuspended() ? " (suspended)" : ""))
        .add("Runs", ScheduleText.runs(spec))
        .add("Rule", words.equals(spec.getRule()) ? words : words + "  (" + spec.getRule() + ")")
        .addKnown("Window", spec.getWindow())
        .add("Next", ScheduleText.both(entry.getNextMs(), desk.zone()))
        .add("Last", ScheduleText.last(entry))
        .add("Defined", defined)
        .addKnown("Switched", switched);
  }

  @Command(name = "set", description = "Make a schedule, or change the one of this name.")
  static final class Define extends Act {
    @Parameters(index = "0", paramLabel = "NAME", description = "The schedule's name.")
    String name = "";

    @Option(
        names = "--run",
        order = 1,
        required = true,
        paramLabel = "WHAT",
        description = "backup:SET, verify:SET, prune, sweep or check.")
    String run = "";

    @Mixin final When when = new When();

    @Option(
        names = "--tier",
        order = 16,
        paramLabel = "T",
        description = "Prune only this tier; can be given several times.")
    java.util.List<String> tiers = new ArrayList<>();

    @Option(
        names = "--depth",
        order = 17,
        paramLabel = "D",
        description = "Of a check: presence or hash. Of a verify: also deep, reconstruct.")
    String depth = "";

    @Option(names = "--suspended", order = 18, description = "Start nothing until it is resumed.")
    boolean suspended;

    Define(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      int colon = run.indexOf(':');
      ScheduleSpec spec =
          ScheduleSpec.newBuilder()
              .setName(name)
              .setKind((colon < 0 ? run : run.substring(0, colon)).toLowerCase(Locale.ROOT))
              .setSet(colon < 0 ? "" : run.substring(colon + 1))
              .addAllTiers(tiers.stream().map(tier -> tier.toLowerCase(Locale.ROOT)).toList())
              .setDepth(depth)
              .setRule(when.required())
              .setWindow(when.window)
              .setSuspended(suspended)
              .build();
      return one(define(desk, spec), desk);
    }
  }

  /// Schedules the backups of a set, when the options say when.
  static Optional<ScheduleEntry> ofSet(Desk desk, String set, When when) {
    Optional<String> rule = when.rule();
    if (rule.isEmpty()) {
      if (!when.window.isEmpty()) {
        throw new OperationFailed(
            FailureCode.USAGE, "A --window is of a schedule: say also when to back up.");
      }
      return Optional.empty();
    }
    String name = ("backup-" + set).replaceAll("[^A-Za-z0-9._-]", "-");
    return Optional.of(
        define(
            desk,
            ScheduleSpec.newBuilder()
                .setName(name.substring(0, Math.min(name.length(), NAME_MAX)))
                .setKind("backup")
                .setSet(set)
                .setRule(rule.get())
                .setWindow(when.window)
                .build()));
  }

  static ScheduleEntry define(Desk desk, ScheduleSpec spec) {
    return desk.cluster()
        .schedules()
        .setSchedule(
            SetScheduleRequest.newBuilder()
                .setSchedule(spec)
                .setReason(desk.globals().reason)
                .build());
  }

  @Command(name = "list", description = "List the schedules with their next and last runs.")
  static final class List extends Act {
    List(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      java.util.List<ScheduleEntry> schedules =
          desk.cluster()
              .schedules()
              .listSchedules(ListSchedulesRequest.getDefaultInstance())
              .getSchedulesList();
      Table table =
          new Table(
              Table.name("SCHEDULE"),
              Table.name("RUNS"),
              Table.word("RULE").optional(),
              Table.word("NEXT (UTC)"),
              Table.word("HERE"),
              Table.word("LAST"));
      schedules.forEach(entry ->
          table.row(
              entry.getSchedule().getName(),
              ScheduleText.runsBriefly(entry.getSchedule()),
              ScheduleText.rule(entry.getSchedule().getRule()),
              entry.getSchedule().getSuspended()
                  ? "suspended"
                  : ScheduleText.utc(entry.getNextMs()),
              ScheduleText.here(entry.getNextMs(), desk.zone()),
              ScheduleText.last(entry)));
      return Answer.done(
          Fields.of().list("schedules", schedules.stream().map(ScheduleText::data)),
          schedules.isEmpty() ? new Block.Sentence("Nothing runs by itself.") : table);
    }
  }

  @Command(name = "show", description = "Show a schedule, its next five and its last runs.")
  static final class Show extends Act {
    @Parameters(index = "0", paramLabel = "NAME", description = "The schedule's name.")
    String name = "";

    Show(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      ShowScheduleAnswer shown =
          desk.cluster()
              .schedules()
              .showSchedule(ShowScheduleRequest.newBuilder().setName(name).build());
      java.util.List<Block> blocks = new ArrayList<>();
      blocks.add(facts(shown.getEntry(), desk));
      if (shown.getNextMsCount() > 0) {
        Table next = new Table(Table.word("NEXT (UTC)"), Table.word("HERE"));
        shown
            .getNextMsList()
            .forEach(ms -> next.row(ScheduleText.utcDay(ms), ScheduleText.here(ms, desk.zone())));
        blocks.add(next);
      }
      if (shown.getRunsCount() > 0) {
        blocks.add(runs(shown.getRunsList()));
      }
      Fields data =
          ScheduleText.data(shown.getEntry())
              .texts(
                  "next_runs",
                  shown.getNextMsList().stream()
                      .map(ms -> java.time.Instant.ofEpochMilli(ms).toString())
                      .toList())
              .list("runs", shown.getRunsList().stream().map(ScheduleText::data));
      return new Answer(data, blocks, 0);
    }

    private static Table runs(java.util.List<ScheduleRun> runs) {
      Table table =
          new Table(
              Table.word("DUE (UTC)"), Table.word("AT (UTC)"), Table.sentence("WHAT CAME OF IT"));
      runs.forEach(run ->
          table.row(
              run.getDueMs() == 0 ? "by hand" : ScheduleText.utc(run.getDueMs()),
              ScheduleText.utc(run.getAtMs()),
              ScheduleText.story(run, Objects.equals(run, runs.getFirst()))));
      return table;
    }
  }

  /// Suspends or resumes.
  abstract static class Switch extends Act {
    @Parameters(index = "0", paramLabel = "NAME", description = "The schedule's name.")
    String name = "";

    private final boolean suspended;

    Switch(Surroundings around, boolean suspended) {
      super(around);
      this.suspended = suspended;
    }

    @Override
    final Answer act(Desk desk) {
      return one(
          desk.cluster()
              .schedules()
              .switchSchedule(
                  SwitchScheduleRequest.newBuilder()
                      .setName(name)
                      .setSuspended(suspended)
                      .setReason(desk.globals().reason)
                      .build()),
          desk);
    }
  }

  @Command(name = "suspend", description = "Start nothing by this schedule until it is resumed.")
  static final class Suspend extends Switch {
    Suspend(Surroundings around) {
      super(around, true);
    }
  }

  @Command(
      name = "resume",
      description = "Go on with a suspended schedule; what was due meanwhile is not caught up.")
  static final class Resume extends Switch {
    Resume(Surroundings around) {
      super(around, false);
    }
  }

  @Command(name = "remove", description = "Remove a schedule; a job of it that runs goes on.")
  static final class Remove extends Act {
    @Parameters(index = "0", paramLabel = "NAME", description = "The schedule's name.")
    String name = "";

    Remove(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      ScheduleEntry was =
          desk.cluster()
              .schedules()
              .removeSchedule(
                  RemoveScheduleRequest.newBuilder()
                      .setName(name)
                      .setReason(desk.globals().reason)
                      .build());
      return Answer.done(
          Fields.of().put("schedule", was.getSchedule().getName()).put("removed", true),
          new Block.Sentence("Schedule " + was.getSchedule().getName() + " is removed."));
    }
  }

  @Command(name = "run", description = "Run it now; its rule goes on as before.")
  static final class Run extends Act {
    @Parameters(index = "0", paramLabel = "NAME", description = "The schedule's name.")
    String name = "";

    Run(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      ScheduleRun run =
          desk.cluster()
              .schedules()
              .runSchedule(
                  RunScheduleRequest.newBuilder()
                      .setName(name)
                      .setReason(desk.globals().reason)
                      .build());
      Fields data = Fields.of().put("schedule", name).put("outcome", run.getOutcome());
      if (run.getJobId().isEmpty()) {
        return Answer.done(
            data.orNothing("job_id", "").put("reason", run.getReason()),
            new Block.Sentence("Nothing was started: " + run.getReason()));
      }
      if (desk.globals().untilDone) {
        String state = new JobWatch(desk).done(run.getJobId()).getState();
        return Answer.done(
            data.put("job_id", run.getJobId()).put("state", state),
            Facts.of().add("Job", run.getJobId()).add("State", state));
      }
      desk.note("It goes on by itself. Watch it: plexichat job watch " + run.getJobId());
      return Answer.done(data.put("job_id", run.getJobId()), Facts.of().add("Job", run.getJobId()));
    }
  }
}
