package com.plexichat.backup.agent.policy;

import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.JobChanged;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.ScheduleSpec;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;

/// Jobs that last as long as a test says, in a real catalogue.
final class MadeUpWork implements ScheduledWork {
  final List<String> started = new ArrayList<>();

  private final InstantSource time;
  private final Map<String, Instant> ends = new TreeMap<>();
  private Catalogue catalogue;

  /// How long what starts at a moment takes.
  BiFunction<ScheduleSpec, Instant, Duration> lasts = (_, _) -> Duration.ofMinutes(5);

  /// What refuses it at a moment.
  BiFunction<ScheduleSpec, Instant, Optional<OperationFailed>> refuses = (_, _) -> Optional.empty();

  MadeUpWork(Catalogue catalogue, InstantSource time) {
    this.catalogue = catalogue;
    this.time = time;
  }

  void move(Catalogue opened) {
    catalogue = opened;
  }

  @Override
  public Begun start(ScheduleSpec schedule, String actor) {
    Instant now = time.instant();
    Optional<OperationFailed> refused = refuses.apply(schedule, now);
    if (refused.isPresent()) {
      throw refused.get();
    }
    String id = "job%04d".formatted(started.size() + 1);
    started.add(now + " " + schedule.getName());
    ends.put(id, now.plus(lasts.apply(schedule, now)));
    save(id, schedule.getKind(), "running", actor);
    return Begun.job(id);
  }

  /// Jobs that rest.
  final Set<String> resting = new TreeSet<>();

  @Override
  public void pause(String jobId, String reason) {
    resting.add(jobId);
    rests(jobId, time.millis());
  }

  @Override
  public void resume(String jobId) {
    resting.remove(jobId);
    rests(jobId, 0);
  }

  private void rests(String jobId, long sinceMs) {
    JobEntry entry = catalogue.jobs().find(jobId).orElseThrow();
    submit(entry.toBuilder().setPausedMs(sinceMs).build());
  }

  /// Ends what has lasted its time.
  void settle() {
    ends.entrySet()
        .removeIf(job -> {
          boolean isOver = !job.getValue().isAfter(time.instant());
          if (isOver) {
            JobEntry entry = catalogue.jobs().find(job.getKey()).orElseThrow();
            save(job.getKey(), entry.getKind(), "done", entry.getAskedBy());
          }
          return isOver;
        });
  }

  private void save(String id, String kind, String state, String actor) {
    JobEntry job =
        JobEntry.newBuilder()
            .setJobId(id)
            .setKind(kind)
            .setState(state)
            .setAskedBy(actor)
            .setStartedMs(time.millis())
            .build();
    submit(job);
  }

  private void submit(JobEntry job) {
    catalogue.submit(
        job.getAskedBy(),
        "",
        "",
        Command.newBuilder().setJobChanged(JobChanged.newBuilder().setJob(job)).build());
  }
}
