package com.plexichat.backup.agent.cli.commands;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.cli.Pause;
import com.plexichat.backup.agent.cli.output.ProgressPrinter;
import com.plexichat.backup.agent.cli.output.ProgressText;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.WatchJobRequest;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Waits for a job and shows its progress.
///
/// The job lives in the cluster: when this process is told to end it only stops watching, and says
/// so; when the connection breaks it looks again for a while.
final class JobWatch {
  private static final Set<String> FINAL = Set.of("cancelled", "failed", "done", "rolled_back");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration BETWEEN = Duration.ofMillis(500);

  private final Desk desk;
  private final boolean outlivesUs;

  JobWatch(Desk desk) {
    this(desk, true);
  }

  /// @param outlivesUs whether the job goes on when this process is told to end
  JobWatch(Desk desk, boolean outlivesUs) {
    this.desk = desk;
    this.outlivesUs = outlivesUs;
  }

  static boolean hasEnded(JobEntry job) {
    return FINAL.contains(job.getState().toLowerCase(Locale.ROOT));
  }

  /// The job when it has ended, however it ended.
  JobEntry ended(String jobId) {
    Thread farewell = Thread.ofPlatform().unstarted(() -> sayFarewell(jobId));
    Runtime.getRuntime().addShutdownHook(farewell);
    try (ProgressPrinter progress = desk.progress()) {
      return watch(jobId, progress, JobWatch::hasEnded);
    } finally {
      withdraw(farewell);
    }
  }

  /// The job when it is done; fails when it failed or was cancelled.
  JobEntry done(String jobId) {
    JobEntry job = ended(jobId);
    failureOf(job)
        .ifPresent(failure -> {
          throw failure;
        });
    return job;
  }

  /// What came of it: as it was told to those who watched, with names of files; else as it is kept.
  static ByteString result(JobEntry job) {
    return job.getTold().isEmpty() ? job.getResult() : job.getTold();
  }

  /// Why a job that has ended is not done.
  static Optional<OperationFailed> failureOf(JobEntry job) {
    return switch (job.getState().toLowerCase(Locale.ROOT)) {
      case "failed" -> Optional.of(failure(job));
      case "cancelled" ->
          Optional.of(
              new OperationFailed(
                  FailureCode.CANCELLED, "The " + job.getKind() + " job " + job.getJobId()));
      default -> Optional.empty();
    };
  }

  private static OperationFailed failure(JobEntry job) {
    String[] args = job.getFailure().getArgsList().toArray(String[]::new);
    for (FailureCode code : FailureCode.values()) {
      if (code.name().equals(job.getFailure().getCode())) {
        return new OperationFailed(code, args);
      }
    }
    List<String> words = List.of(job.getFailure().getCode(), String.join(", ", args));
    return new OperationFailed(
        FailureCode.INTERNAL, job.getReason().isEmpty() ? words.toString() : job.getReason());
  }

  /// The job when it rests, or has ended.
  JobEntry resting(String jobId) {
    try (ProgressPrinter progress = desk.progress()) {
      return watch(jobId, progress, job -> job.getState().equals("paused") || hasEnded(job));
    }
  }

  private JobEntry watch(String jobId, ProgressPrinter progress, Predicate<JobEntry> enough) {
    Instant begun = desk.around().clock().instant();
    Instant heard = begun;
    AtomicReference<@Nullable JobEntry> last = new AtomicReference<>();
    while (true) {
      Optional<Duration> left = left(jobId, begun);
      try {
        last.set(null);
        desk.cluster()
            .watchJob(
                WatchJobRequest.newBuilder().setJobId(jobId).build(),
                left,
                job -> {
                  last.set(job);
                  show(progress, job);
                  return !enough.test(job);
                });
        JobEntry now = last.get();
        if (now != null && enough.test(now)) {
          return now;
        }
        if (now != null) {
          heard = desk.around().clock().instant();
        }
      } catch (OperationFailed broken) {
        if (broken.code() == FailureCode.TIMED_OUT) {
          throw timedOut(broken, jobId);
        }
        Instant now = desk.around().clock().instant();
        if (broken.code() != FailureCode.UNREACHABLE || now.isAfter(heard.plus(PATIENCE))) {
          throw broken;
        }
      }
      Pause.of(BETWEEN);
    }
  }

  private Optional<Duration> left(String jobId, Instant begun) {
    return desk.globals()
        .timeout
        .map(most -> {
          Instant end = begun.plus(most);
          Duration left = Duration.between(desk.around().clock().instant(), end);
          if (!left.isPositive()) {
            throw timedOut(null, jobId);
          }
          return left;
        });
  }

  private OperationFailed timedOut(@Nullable Throwable cause, String jobId) {
    String most = desk.globals().timeout.map(Texts::duration).orElse("its time");
    return new OperationFailed(cause, FailureCode.TIMED_OUT, "The job " + jobId, most);
  }

  private void show(ProgressPrinter progress, JobEntry job) {
    if (!desk.globals().quiet && !hasEnded(job)) {
      progress.show(standing(job, job.getKind()));
    }
  }

  static ProgressText.Standing standing(JobEntry job, String kind) {
    boolean waits = !job.getState().equalsIgnoreCase("running");
    boolean named = !waits && !job.getPhase().isEmpty() && !job.getPhase().equals(kind);
    String phase = named ? job.getPhase() : job.getState().toLowerCase(Locale.ROOT);
    if (waits && !job.getReason().isEmpty()) {
      phase += " (" + job.getReason() + ")";
    }
    return new ProgressText.Standing(
        kind,
        phase,
        job.getDone(),
        job.getTotal(),
        job.getBytesDone(),
        job.getBytesTotal(),
        waits ? 0 : job.getRate(),
        job.getEtaMs());
  }

  private void sayFarewell(String jobId) {
    if (!outlivesUs) {
      return;
    }
    desk.err().println();
    desk.note("No longer watching; the job goes on.");
    desk.note("Watch it:   plexichat job watch " + jobId);
    desk.note("Cancel it:  plexichat job cancel " + jobId);
  }

  private static void withdraw(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException endingAlready) {
      // The farewell has been said.
    }
  }
}
