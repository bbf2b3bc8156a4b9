package com.plexichat.backup.agent.policy;

import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.ScheduleRow;
import com.plexichat.backup.agent.catalogue.SetRow;
import com.plexichat.backup.agent.jobs.Jobs;
import com.plexichat.backup.agent.planning.CronRule;
import com.plexichat.backup.agent.planning.DuePlanner;
import com.plexichat.backup.agent.planning.ScheduleKind;
import com.plexichat.backup.agent.planning.Window;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.ScheduleSpec;
import com.plexichat.backup.proto.WindowSpec;
import com.plexichat.backup.proto.WindowTime;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.RecoveryClass;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The catalogue's schedules and windows as the planner takes them.
record ScheduleBook(Catalogue catalogue) {
  private static final Set<String> ON_TRASH = Set.of("prune", "rollback", "sweep");
  private static final int NAME_OF_DAY = 3;

  /// A schedule, with what is under way of it.
  DuePlanner.Schedule planned(ScheduleRow row, List<JobEntry> underWay) {
    ScheduleSpec spec = row.spec();
    ScheduleKind kind = kind(spec);
    return new DuePlanner.Schedule(
        spec.getName(),
        kind,
        kind == ScheduleKind.BACKUP ? rpo(spec.getSet()) : Duration.ZERO,
        CronRule.parse(spec.getRule()),
        spec.getWindow().isEmpty()
            ? Optional.empty()
            : Optional.of(window(catalogue.schedules().window(spec.getWindow()))),
        Instant.ofEpochMilli(row.closedMs()),
        Instant.ofEpochMilli(Math.max(row.closedMs(), row.notedMs())),
        running(row, kind, underWay));
  }

  private Duration rpo(String set) {
    return catalogue
        .sets()
        .find(set)
        .map(SetRow::tier)
        .map(tier -> RecoveryClass.of(tier).rpo())
        .orElse(RecoveryClass.STANDARD.rpo());
  }

  /// A backup of its set that somebody else began counts as its own: there would be no second one.
  private String running(ScheduleRow row, ScheduleKind kind, List<JobEntry> underWay) {
    return underWay.stream()
        .filter(job ->
            job.getJobId().equals(row.lastJob())
                || (kind == ScheduleKind.BACKUP
                    && job.getKind().equals("backup")
                    && setOf(job).equals(row.spec().getSet())))
        .map(JobEntry::getJobId)
        .findFirst()
        .orElse("");
  }

  private String setOf(JobEntry job) {
    return catalogue.backups().find(job.getBackupId()).map(BackupRow::set).orElse("");
  }

  List<JobEntry> underWay() {
    return catalogue.jobs().unfinished().stream().filter(job -> !Jobs.isFinal(job)).toList();
  }

  /// Id of a job that works on the trash; empty: none.
  static String onTrash(List<JobEntry> underWay) {
    return underWay.stream()
        .filter(job -> ON_TRASH.contains(job.getKind()))
        .map(JobEntry::getJobId)
        .findFirst()
        .orElse("");
  }

  static ScheduleKind kind(ScheduleSpec spec) {
    return ScheduleKind.find(spec.getKind())
        .orElseThrow(() ->
            new OperationFailed(
                FailureCode.USAGE,
                "A schedule runs backup, prune, sweep, check or verify, not \""
                    + spec.getKind()
                    + "\"."));
  }

  /// @throws OperationFailed WINDOW_INVALID
  static Window window(WindowSpec spec) {
    return Window.of(
        spec.getName(),
        spec.getTimesList().stream().map(time -> times(spec.getName(), time)).toList());
  }

  private static Window.Times times(String window, WindowTime time) {
    EnumSet<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    time.getDaysList().forEach(day -> days.add(day(window, day)));
    return new Window.Times(
        days.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : days,
        time.getFromMinute(),
        time.getToMinute());
  }

  private static DayOfWeek day(String window, String word) {
    for (DayOfWeek day : DayOfWeek.values()) {
      if (day.name().substring(0, NAME_OF_DAY).toLowerCase(Locale.ROOT).equals(word)) {
        return day;
      }
    }
    throw new OperationFailed(
        FailureCode.WINDOW_INVALID, window, "there is no day \"" + word + "\", only mon to sun");
  }
}
