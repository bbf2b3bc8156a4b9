package com.plexichat.backup.agent.policy;

import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.ScheduleRow;
import com.plexichat.backup.agent.planning.CronRule;
import com.plexichat.backup.agent.planning.DuePlanner;
import com.plexichat.backup.agent.planning.DuePlanner.Cause;
import com.plexichat.backup.agent.planning.DuePlanner.Decision;
import com.plexichat.backup.agent.planning.DuePlanner.Schedule;
import com.plexichat.backup.agent.planning.Window;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.ScheduleRan;
import com.plexichat.backup.proto.ScheduleRun;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts what is due, and writes down what became of it.
///
/// Everything that it must remember is in the catalogue, so it may die at any moment: a due time
/// whose job was begun and not written down is found again by who asked for the job.
public final class Scheduler {
  private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);

  /// Between two tries of what was refused: asking may take a look at every stripe.
  private static final Duration RETRY = Duration.ofMinutes(1);

  private static final int NEWEST_JOBS = 200;

  private final Catalogue catalogue;
  private final ScheduleBook book;
  private final ScheduledWork works;
  private final InstantSource time;
  private final Map<String, Instant> notBefore = new HashMap<>();
  private final Map<String, CronRule> rules = new HashMap<>();

  public Scheduler(Catalogue catalogue, ScheduledWork works, InstantSource time) {
    this.catalogue = catalogue;
    this.book = new ScheduleBook(catalogue);
    this.works = works;
    this.time = time;
  }

  /// One look at all schedules. What one of them does wrong keeps no other from its turn.
  public synchronized void tick() {
    Instant now = time.instant();
    try {
      for (Schedule due : DuePlanner.inOrder(due(now))) {
        guarded(due.name(), now);
      }
      keepToWindows(now);
    } catch (OperationFailed e) {
      LOG.warn("schedules: {}", e.sentence());
    } catch (RuntimeException e) {
      LOG.error("schedules", e);
    }
  }

  /// Those that have a due time, whatever it waits for; most have none, and cost one comparison.
  private List<Schedule> due(Instant now) {
    return catalogue.schedules().all().stream()
        .filter(row -> !row.spec().getSuspended() && isDue(row, now))
        .map(row -> book.planned(row, List.of()))
        .filter(schedule -> DuePlanner.decide(schedule, "", now).isPresent())
        .toList();
  }

  private boolean isDue(ScheduleRow row, Instant now) {
    CronRule rule = rules.computeIfAbsent(row.spec().getRule(), CronRule::parse);
    long due = rule.previous(now).toEpochMilli();
    return due > row.closedMs() || row.closedMs() > now.toEpochMilli();
  }

  /// What a schedule began rests while its window is closed. What a person began does not.
  private void keepToWindows(Instant now) {
    List<ScheduleRow> bound =
        catalogue.schedules().all().stream()
            .filter(row -> !row.spec().getWindow().isEmpty())
            .toList();
    if (bound.isEmpty()) {
      return;
    }
    List<JobEntry> underWay = book.underWay();
    for (ScheduleRow row : bound) {
      Window window = ScheduleBook.window(catalogue.schedules().window(row.spec().getWindow()));
      for (JobEntry job : underWay) {
        if (!job.getAskedBy().equals(actor(row))) {
          continue;
        }
        if (window.isOpen(now)) {
          if (job.getPausedMs() > 0) {
            works.resume(job.getJobId());
          }
        } else if (job.getPausedMs() == 0) {
          works.pause(
              job.getJobId(),
              "Window %s is closed until %s.".formatted(window.name(), window.opening(now)));
        }
      }
    }
  }

  private void guarded(String name, Instant now) {
    try {
      turn(catalogue.schedules().get(name), now);
    } catch (OperationFailed e) {
      LOG.warn("schedule {}: {}", name, e.sentence());
    } catch (RuntimeException e) {
      LOG.error("schedule {}", name, e);
    }
  }

  private void turn(ScheduleRow row, Instant now) {
    List<JobEntry> underWay = book.underWay();
    DuePlanner.decide(book.planned(row, underWay), ScheduleBook.onTrash(underWay), now)
        .ifPresent(decision -> act(row, decision, now));
  }

  private void act(ScheduleRow row, Decision decision, Instant now) {
    switch (decision) {
      case Decision.Start start -> start(row, start, now);
      case Decision.Wait wait -> waits(row, wait);
      case Decision.Rebase rebase ->
          record(
              row,
              run(row, rebase.now(), "rebased")
                  .setReason("The clock was ahead when it ran last; it goes on from now."));
    }
  }

  private void start(ScheduleRow row, Decision.Start start, Instant now) {
    if (now.isBefore(notBefore.getOrDefault(row.name(), Instant.MIN))) {
      return;
    }
    ScheduleRun.Builder run =
        run(row, start.due(), "started").setMissed(start.missed()).setReason(start.reason());
    Optional<String> begun = begunBefore(row, start.due());
    if (begun.isPresent()) {
      record(row, run.setJobId(begun.get()));
      return;
    }
    ScheduledWork.Begun work;
    try {
      work = works.start(row.spec(), actor(row));
    } catch (OperationFailed refused) {
      notBefore.put(row.name(), now.plus(RETRY));
      waits(row, new Decision.Wait(start.due(), start.missed(), Cause.REFUSED, refused.sentence()));
      return;
    }
    notBefore.remove(row.name());
    record(
        row,
        work.jobId().isEmpty()
            ? run.setOutcome("nothing").setReason(work.reason())
            : run.setJobId(work.jobId()));
  }

  /// The job of this due time, when it was begun and the coordinator died before it said so.
  private Optional<String> begunBefore(ScheduleRow row, Instant due) {
    Set<String> known =
        catalogue.schedules().runs(row.name(), NEWEST_JOBS).stream()
            .map(ScheduleRun::getJobId)
            .collect(Collectors.toSet());
    return catalogue.jobs().newest(NEWEST_JOBS).stream()
        .filter(job ->
            job.getAskedBy().equals(actor(row))
                && job.getStartedMs() >= due.toEpochMilli()
                && !known.contains(job.getJobId()))
        .map(JobEntry::getJobId)
        .findFirst();
  }

  /// Written down once for each thing that it waits for.
  private void waits(ScheduleRow row, Decision.Wait wait) {
    long due = wait.due().toEpochMilli();
    boolean isKnown =
        row.last()
            .filter(last ->
                last.getDueMs() == due
                    && last.getOutcome().equals("waiting")
                    && last.getCause().equals(wait.cause().word()))
            .isPresent();
    if (!isKnown) {
      record(
          row,
          run(row, wait.due(), "waiting")
              .setMissed(wait.missed())
              .setCause(wait.cause().word())
              .setReason(wait.reason()));
    }
  }

  private static ScheduleRun.Builder run(ScheduleRow row, Instant due, String outcome) {
    return ScheduleRun.newBuilder()
        .setSchedule(row.name())
        .setDueMs(due.toEpochMilli())
        .setOutcome(outcome);
  }

  private void record(ScheduleRow row, ScheduleRun.Builder run) {
    record(run.build(), "", actor(row));
  }

  private void record(ScheduleRun run, String reason, String actor) {
    catalogue.submit(
        actor,
        reason,
        "",
        Command.newBuilder().setScheduleRan(ScheduleRan.newBuilder().setRun(run)).build());
  }

  private static String actor(ScheduleRow row) {
    return "schedule:" + row.name();
  }

  /// Starts it because a person says so; its rule goes on as before.
  ///
  /// @throws OperationFailed SCHEDULE_BUSY, and what refuses the same by hand
  public synchronized ScheduleRun runNow(String name, String reason, String actor) {
    ScheduleRow row = catalogue.schedules().get(name);
    String running = book.planned(row, book.underWay()).running();
    if (!running.isEmpty()) {
      throw new OperationFailed(
          FailureCode.SCHEDULE_BUSY, name, "its last run goes on as job " + running + ".");
    }
    ScheduledWork.Begun begun = works.start(row.spec(), actor);
    ScheduleRun.Builder run =
        ScheduleRun.newBuilder().setSchedule(name).setAtMs(time.millis()).setJobId(begun.jobId());
    ScheduleRun whole =
        run.setOutcome(begun.jobId().isEmpty() ? "nothing" : "started")
            .setReason(begun.reason())
            .build();
    record(whole, reason, actor);
    return whole;
  }
}
