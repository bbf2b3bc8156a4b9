package com.plexichat.backup.agent.policy;

import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.ScheduleRow;
import com.plexichat.backup.agent.planning.CronRule;
import com.plexichat.backup.agent.planning.DuePlanner;
import com.plexichat.backup.agent.planning.ScheduleKind;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.ScheduleDefined;
import com.plexichat.backup.proto.ScheduleEntry;
import com.plexichat.backup.proto.ScheduleRemoved;
import com.plexichat.backup.proto.ScheduleRun;
import com.plexichat.backup.proto.ScheduleSpec;
import com.plexichat.backup.proto.ScheduleSwitched;
import com.plexichat.backup.proto.ShowScheduleAnswer;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What people decide of schedules. Who, when and why is in the log.
public final class ScheduleDesk {
  static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Duration LEAST = Duration.ofMinutes(5);
  private static final int WORDS_MAX = 1_000;
  private static final int NEXT_SHOWN = 5;
  private static final int RUNS_SHOWN = 20;
  private static final List<String> CHECKS = List.of("presence", "hash");
  private static final List<String> VERIFICATIONS =
      List.of("presence", "hash", "deep", "reconstruct");

  private final Catalogue catalogue;
  private final ScheduleBook book;
  private final InstantSource time;

  public ScheduleDesk(Catalogue catalogue, InstantSource time) {
    this.catalogue = catalogue;
    this.book = new ScheduleBook(catalogue);
    this.time = time;
  }

  /// Keeps a schedule under its name. One that is suspended stays so until it is resumed.
  public ScheduleEntry define(ScheduleSpec asked, String reason, String actor) {
    requireShort(reason);
    ScheduleSpec spec = checked(asked);
    submit(
        Command.newBuilder()
            .setScheduleDefined(ScheduleDefined.newBuilder().setSchedule(spec))
            .build(),
        reason,
        actor);
    return entry(catalogue.schedules().get(spec.getName()));
  }

  /// What would be kept, and when it would start next, were it not suspended; nothing is changed.
  public ScheduleEntry preview(ScheduleSpec asked, String actor) {
    ScheduleSpec spec = checked(asked);
    long now = time.millis();
    ScheduleRow.Act act = new ScheduleRow.Act(actor, now);
    ScheduleRow row = new ScheduleRow(spec, act, Optional.empty(), now, now, "", Optional.empty());
    return ScheduleEntry.newBuilder()
        .setSchedule(spec)
        .setDefinedBy(actor)
        .setDefinedMs(now)
        .addAllComingMs(coming(row, NEXT_SHOWN))
        .build();
  }

  private ScheduleSpec checked(ScheduleSpec asked) {
    requireName(asked.getName());
    ScheduleKind kind = ScheduleBook.kind(asked);
    requireSet(asked, kind);
    requireTiers(asked, kind);
    return asked.toBuilder()
        .setRule(rule(asked.getRule()).text())
        .setDepth(depth(asked, kind))
        .setSuspended(
            find(asked.getName())
                .map(row -> row.spec().getSuspended())
                .orElse(asked.getSuspended()))
        .build();
  }

  private Optional<ScheduleRow> find(String name) {
    return catalogue.schedules().all().stream().filter(row -> row.name().equals(name)).findFirst();
  }

  static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new OperationFailed(FailureCode.NAME_INVALID, "\"" + name + "\"");
    }
  }

  static void requireShort(String reason) {
    if (reason.length() > WORDS_MAX) {
      throw usage("A reason has at most " + WORDS_MAX + " signs.");
    }
  }

  private void requireSet(ScheduleSpec asked, ScheduleKind kind) {
    if (kind.isOfSet() && asked.getSet().isEmpty()) {
      throw usage("Name the set: " + kind.word() + ":SET.");
    }
    if (!kind.isOfSet() && !asked.getSet().isEmpty()) {
      throw usage("A " + kind.word() + " is of everything, not of a set.");
    }
    if (kind.isOfSet() && catalogue.sets().find(asked.getSet()).isEmpty()) {
      throw new OperationFailed(FailureCode.SET_UNKNOWN, asked.getSet());
    }
  }

  private void requireTiers(ScheduleSpec asked, ScheduleKind kind) {
    if (kind != ScheduleKind.PRUNE && asked.getTiersCount() > 0) {
      throw usage("Only a prune is of some tiers, not a " + kind.word() + ".");
    }
    TierBook tiers = new TierBook(catalogue);
    asked.getTiersList().forEach(tiers::newest);
  }

  private static String depth(ScheduleSpec asked, ScheduleKind kind) {
    List<String> possible =
        switch (kind) {
          case CHECK -> CHECKS;
          case VERIFY -> VERIFICATIONS;
          default -> List.of();
        };
    if (asked.getDepth().isEmpty()) {
      return possible.isEmpty() ? "" : kind == ScheduleKind.CHECK ? "presence" : "hash";
    }
    if (!possible.contains(asked.getDepth())) {
      throw usage(
          possible.isEmpty()
              ? "A " + kind.word() + " has no depth."
              : "A %s has no depth \"%s\"; there are %s."
                  .formatted(kind.word(), asked.getDepth(), String.join(", ", possible)));
    }
    return asked.getDepth();
  }

  private static CronRule rule(String text) {
    CronRule rule = CronRule.parse(text);
    Duration gap = rule.shortestGap();
    if (gap.compareTo(LEAST) < 0) {
      throw new OperationFailed(
          FailureCode.RULE_INVALID,
          "\"" + rule.text() + "\"",
          "it comes twice within %d minutes, and %d are the least"
              .formatted(gap.toMinutes(), LEAST.toMinutes()));
    }
    return rule;
  }

  public ScheduleEntry suspend(String name, boolean suspended, String reason, String actor) {
    requireShort(reason);
    submit(
        Command.newBuilder()
            .setScheduleSwitched(
                ScheduleSwitched.newBuilder().setName(name).setSuspended(suspended))
            .build(),
        reason,
        actor);
    return entry(catalogue.schedules().get(name));
  }

  /// Answers it as it was.
  public ScheduleEntry remove(String name, String reason, String actor) {
    requireShort(reason);
    ScheduleEntry was = entry(catalogue.schedules().get(name));
    submit(
        Command.newBuilder().setScheduleRemoved(ScheduleRemoved.newBuilder().setName(name)).build(),
        reason,
        actor);
    return was;
  }

  /// By name.
  public List<ScheduleEntry> list() {
    return catalogue.schedules().all().stream().map(this::entry).toList();
  }

  public ShowScheduleAnswer show(String name) {
    ScheduleRow row = catalogue.schedules().get(name);
    return ShowScheduleAnswer.newBuilder()
        .setEntry(entry(row))
        .addAllNextMs(next(row, NEXT_SHOWN))
        .addAllRuns(catalogue.schedules().runs(name, RUNS_SHOWN))
        .build();
  }

  private List<Long> next(ScheduleRow row, int most) {
    return row.spec().getSuspended() ? List.of() : coming(row, most);
  }

  private List<Long> coming(ScheduleRow row, int most) {
    return DuePlanner.coming(book.planned(row, List.of()), time.instant(), Instant.MAX, most)
        .stream()
        .map(coming -> coming.at().toEpochMilli())
        .toList();
  }

  private ScheduleEntry entry(ScheduleRow row) {
    ScheduleEntry.Builder entry =
        ScheduleEntry.newBuilder()
            .setSchedule(row.spec())
            .setDefinedBy(row.defined().by())
            .setDefinedMs(row.defined().atMs())
            .setNextMs(next(row, 1).stream().findFirst().orElse(0L));
    row.switched().ifPresent(act -> entry.setSwitchedBy(act.by()).setSwitchedMs(act.atMs()));
    row.last()
        .ifPresent(run -> {
          entry.setLast(run).setLastJobState(stateOfJob(run));
        });
    return entry.build();
  }

  private String stateOfJob(ScheduleRun run) {
    return run.getJobId().isEmpty()
        ? ""
        : catalogue.jobs().find(run.getJobId()).map(JobEntry::getState).orElse("");
  }

  private void submit(Command command, String reason, String actor) {
    catalogue.submit(actor, reason, "", command);
  }

  static OperationFailed usage(String sentence) {
    return new OperationFailed(FailureCode.USAGE, sentence);
  }
}
