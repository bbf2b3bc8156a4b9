package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.proto.ScheduleRemoved;
import com.plexichat.backup.proto.ScheduleRun;
import com.plexichat.backup.proto.ScheduleSpec;
import com.plexichat.backup.proto.ScheduleSwitched;
import com.plexichat.backup.proto.WindowRemoved;
import com.plexichat.backup.proto.WindowSpec;
import com.plexichat.backup.shared.failure.FailureCode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Applies what people decide of schedules and windows, and what became of each due time.
///
/// That no due time starts twice is asked here: whoever starts jobs may die between the job and its
/// word of it.
final class ScheduleActs {
  /// Runs of one schedule that are kept beside the log.
  private static final int RUNS = 200;

  private static final String STARTED = "started";
  private static final String WAITING = "waiting";
  private static final String REBASED = "rebased";
  private static final Set<String> OUTCOMES = Set.of(STARTED, WAITING, "nothing", REBASED);

  private ScheduleActs() {}

  static void defined(Work work, ScheduleSpec spec) {
    Demand.wellFormed(
        !spec.getName().isEmpty() && !spec.getKind().isEmpty() && !spec.getRule().isEmpty(),
        "a schedule has a name, a kind and a rule");
    Demand.known(
        spec.getSet().isEmpty() || isThere(work, "backup_set", spec.getSet()),
        FailureCode.SET_UNKNOWN,
        spec.getSet());
    Demand.known(
        spec.getWindow().isEmpty() || isThere(work, "maintenance_window", spec.getWindow()),
        FailureCode.WINDOW_UNKNOWN,
        spec.getWindow());
    String lastJob =
        work.handle()
            .select("SELECT last_job FROM schedule WHERE name = ?", spec.getName())
            .mapTo(String.class)
            .findOne()
            .orElse("");
    work.handle().execute("DELETE FROM schedule WHERE name = ?", spec.getName());
    work.handle()
        .execute(
            "INSERT INTO schedule VALUES (?, ?, ?, ?, ?, ?, '', 0, ?, ?, ?)",
            spec.getName(),
            spec.toByteArray(),
            spec.getWindow(),
            spec.getSuspended(),
            work.actor(),
            work.atMs(),
            work.atMs(),
            work.atMs(),
            lastJob);
  }

  static void switched(Work work, ScheduleSwitched act) {
    requireSchedule(work, act.getName());
    int changed =
        work.handle()
            .execute(
                "UPDATE schedule SET suspended = ?, switched_by = ?, switched_ms = ?,"
                    + " closed_ms = ?, noted_ms = ? WHERE name = ? AND suspended = ?",
                act.getSuspended(),
                work.actor(),
                work.atMs(),
                work.atMs(),
                work.atMs(),
                act.getName(),
                !act.getSuspended());
    String what = act.getSuspended() ? "Suspending" : "Resuming";
    Demand.fits(
        changed == 1,
        what + " schedule " + act.getName(),
        act.getSuspended() ? "it is suspended already" : "it is not suspended");
  }

  static void removed(Work work, ScheduleRemoved act) {
    requireSchedule(work, act.getName());
    work.handle().execute("DELETE FROM schedule WHERE name = ?", act.getName());
    work.handle().execute("DELETE FROM schedule_run WHERE schedule = ?", act.getName());
  }

  static void ran(Work work, ScheduleRun run) {
    requireSchedule(work, run.getSchedule());
    Demand.wellFormed(OUTCOMES.contains(run.getOutcome()), "no outcome: %s", run.getOutcome());
    Demand.wellFormed(
        run.getOutcome().equals(STARTED) != run.getJobId().isEmpty(), "what started has a job");
    if (run.getDueMs() > 0) {
      Demand.fits(
          isNews(work, run),
          "Running schedule " + run.getSchedule(),
          "what was due then is done with");
    }
    if (!run.getJobId().isEmpty()) {
      work.handle()
          .execute(
              "UPDATE schedule SET last_job = ? WHERE name = ?", run.getJobId(), run.getSchedule());
    }
    ScheduleRun whole = run.toBuilder().setAtMs(work.atMs()).build();
    Optional<Long> waiting = waiting(work, run);
    if (waiting.isPresent()) {
      replace(work, waiting.get(), whole);
    } else {
      work.handle()
          .execute(
              "INSERT INTO schedule_run VALUES (?, ?, ?, ?, ?)",
              work.index(),
              run.getSchedule(),
              run.getDueMs(),
              run.getOutcome().equals(WAITING),
              whole.toByteArray());
    }
    work.handle()
        .execute(
            "DELETE FROM schedule_run WHERE schedule = ? AND no <= (SELECT no FROM schedule_run"
                + " WHERE schedule = ? ORDER BY no DESC OFFSET ? ROWS FETCH FIRST ROW ONLY)",
            run.getSchedule(),
            run.getSchedule(),
            RUNS);
  }

  /// Moves on what the schedule has behind it; answers whether it did.
  private static boolean isNews(Work work, ScheduleRun run) {
    String column = run.getOutcome().equals(WAITING) ? "noted_ms" : "closed_ms";
    int changed =
        work.handle()
            .execute(
                "UPDATE schedule SET " + column + " = ? WHERE name = ? AND (? OR closed_ms < ?)",
                run.getDueMs(),
                run.getSchedule(),
                run.getOutcome().equals(REBASED),
                run.getDueMs());
    return changed == 1;
  }

  /// The entry that said that this due time waits.
  private static Optional<Long> waiting(Work work, ScheduleRun run) {
    return run.getDueMs() == 0
        ? Optional.empty()
        : work.handle()
            .select(
                "SELECT no FROM schedule_run WHERE schedule = ? AND due_ms = ? AND waiting",
                run.getSchedule(),
                run.getDueMs())
            .mapTo(Long.class)
            .findOne();
  }

  /// One row a due time: why it waited stays when it starts.
  private static void replace(Work work, long number, ScheduleRun run) {
    ScheduleRun before =
        ScheduleTable.parsed(
            ScheduleRun.parser(),
            work.handle()
                .select("SELECT run FROM schedule_run WHERE no = ?", number)
                .mapTo(byte[].class)
                .one());
    ScheduleRun both =
        run.toBuilder()
            .setMissed(Math.max(run.getMissed(), before.getMissed()))
            .setReason(run.getReason().isEmpty() ? before.getReason() : run.getReason())
            .build();
    work.handle()
        .execute(
            "UPDATE schedule_run SET waiting = ?, run = ? WHERE no = ?",
            run.getOutcome().equals(WAITING),
            both.toByteArray(),
            number);
  }

  static void windowDefined(Work work, WindowSpec window) {
    Demand.wellFormed(
        !window.getName().isEmpty() && window.getTimesCount() > 0, "a window has a name and times");
    work.handle().execute("DELETE FROM maintenance_window WHERE name = ?", window.getName());
    work.handle()
        .execute(
            "INSERT INTO maintenance_window VALUES (?, ?)", window.getName(), window.toByteArray());
  }

  static void windowRemoved(Work work, WindowRemoved act) {
    Demand.known(
        isThere(work, "maintenance_window", act.getName()),
        FailureCode.WINDOW_UNKNOWN,
        act.getName());
    List<String> users =
        work.handle()
            .select("SELECT name FROM schedule WHERE window_name = ? ORDER BY name", act.getName())
            .mapTo(String.class)
            .list();
    Demand.known(users.isEmpty(), FailureCode.WINDOW_USED, act.getName(), String.join(", ", users));
    work.handle().execute("DELETE FROM maintenance_window WHERE name = ?", act.getName());
  }

  private static void requireSchedule(Work work, String name) {
    Demand.known(isThere(work, "schedule", name), FailureCode.SCHEDULE_UNKNOWN, name);
  }

  private static boolean isThere(Work work, String table, String name) {
    return work.handle()
        .select("SELECT 1 FROM " + table + " WHERE name = ?", name)
        .mapTo(int.class)
        .findOne()
        .isPresent();
  }
}
