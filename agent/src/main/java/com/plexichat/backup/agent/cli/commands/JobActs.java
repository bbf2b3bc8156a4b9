package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.output.Answer;
import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Datum;
import com.plexichat.backup.agent.cli.output.Facts;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.ProgressText;
import com.plexichat.backup.agent.cli.output.Table;
import com.plexichat.backup.agent.cli.output.Words;
import com.plexichat.backup.proto.CancelJobRequest;
import com.plexichat.backup.proto.FindJobsRequest;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.ListJobsRequest;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `plexichat job …`: what the cluster is working on.
final class JobActs {
  private JobActs() {}

  static Fields data(JobEntry job) {
    Fields data =
        Fields.of()
            .put("job_id", job.getJobId())
            .put("kind", job.getKind())
            .put("state", state(job))
            .orNothing("reason", job.getReason())
            .orNothing("phase", job.getPhase())
            .put("done", job.getDone());
    known(data, "total", job.getTotal(), job.getTotal() > 0);
    data.put("bytes_done", job.getBytesDone());
    known(data, "bytes_total", job.getBytesTotal(), job.getBytesTotal() > 0);
    data.put("rate", job.getRate());
    known(data, "eta_ms", job.getEtaMs(), job.getEtaMs() >= 0);
    return data.time("started", job.getStartedMs())
        .time("ended", job.getEndedMs())
        .orNothing("plan_id", job.getPlanId())
        .orNothing("asked_by", job.getAskedBy())
        .orNothing("host_id", job.getHost())
        .orNothing("backup_id", job.getBackupId())
        .time("heartbeat", job.getHeartbeatMs())
        .time("progressed", job.getProgressedMs())
        .time("paused", job.getPausedMs())
        .orNothing("paused_by", job.getPausedBy())
        .orNothing("pause_reason", job.getPauseReason())
        .texts("waits_for", job.getWaitsForList())
        .orNothing("restart_of", job.getRestartOf())
        .put("priority", job.getPriority());
  }

  /// Waits for its end when that was asked.
  static Answer ended(JobEntry job, Desk desk) {
    return desk.globals().untilDone && !JobWatch.hasEnded(job)
        ? one(new JobWatch(desk).ended(job.getJobId()), desk)
        : one(job, desk).exit(0);
  }

  private static void known(Fields data, String name, long value, boolean isKnown) {
    data.put(name, isKnown ? new Datum.Whole(value) : Datum.Nothing.NOTHING);
  }

  static String state(JobEntry job) {
    return job.getState().toLowerCase(Locale.ROOT);
  }

  static Answer one(JobEntry job, Desk desk) {
    Answer answer =
        Answer.done(
            data(job),
            Facts.of()
                .add("Job", job.getJobId() + ", " + job.getKind())
                .add("State", state(job).replace('_', ' '))
                .addKnown("Reason", job.getReason())
                .add("Progress", progress(job))
                .add("Started", Words.second(job.getStartedMs(), desk.zone()))
                .add("Ended", Words.second(job.getEndedMs(), desk.zone()))
                .addKnown("Moved", known(job.getProgressedMs(), desk))
                .addKnown("Heard", JobWatch.hasEnded(job) ? "" : known(job.getHeartbeatMs(), desk))
                .addKnown("Restart of", job.getRestartOf())
                .addKnown("Backup", job.getBackupId())
                .addKnown("Asked by", job.getAskedBy()));
    return JobWatch.failureOf(job).isPresent() ? answer.exit(1) : answer;
  }

  private static String known(long ms, Desk desk) {
    return ms == 0 ? "" : Words.second(ms, desk.zone());
  }

  /// How it went, or goes.
  static String course(JobEntry job) {
    if (JobWatch.hasEnded(job)) {
      String took = Words.duration(Math.max(0, job.getEndedMs() - job.getStartedMs()));
      return job.getReason().isEmpty() ? took : job.getReason();
    }
    return JobActs.state(job).equals("running") || job.getReason().isEmpty()
        ? JobActs.progress(job)
        : job.getReason();
  }

  /// Without the kind, which stands beside it.
  private static String progress(JobEntry job) {
    boolean isOnTheWay = !JobWatch.hasEnded(job) && !job.getPhase().isEmpty();
    JobEntry.Builder shown = job.toBuilder().clearReason();
    if (isOnTheWay && !state(job).equals("running")) {
      // Where it stands; why it does stand, its reason says.
      shown.setState("running").setRate(0).setEtaMs(-1);
    }
    return ProgressText.plain(JobWatch.standing(shown.build(), ""), Block.WIDTH - 20);
  }

  private static JobEntry find(Desk desk, String id) {
    return desk
        .cluster()
        .listJobs(ListJobsRequest.newBuilder().setJobId(id).build())
        .getJobsList()
        .stream()
        .findFirst()
        .orElseThrow(() -> new OperationFailed(FailureCode.JOB_UNKNOWN, id));
  }

  @Command(name = "list", description = "List the jobs, the newest first.")
  static final class List extends Act {
    @Option(
        names = "--state",
        paramLabel = "STATE",
        description = "Only those in this state, as the column STATE shows it; may be repeated.")
    java.util.List<String> states = new ArrayList<>();

    @Option(
        names = "--kind",
        paramLabel = "KIND",
        description = "Only those of this kind; may be repeated.")
    java.util.List<String> kinds = new ArrayList<>();

    @Option(names = "--last", paramLabel = "N", description = "At most so many (default: 100).")
    int most;

    @Option(
        names = "--last-24h",
        description = "Only those that began or ended within the last 24 hours.")
    boolean sinceYesterday;

    @Option(
        names = "--since",
        paramLabel = "TIME",
        description = "Only those that began or ended within so long (90s, 15m, 2h, 1d).")
    Optional<Duration> within = Optional.empty();

    List(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      java.util.List<JobEntry> jobs = desk.cluster().findJobs(asked(desk)).getJobsList();
      Table table =
          new Table(
              Table.name("JOB"),
              Table.word("KIND"),
              Table.word("STATE"),
              Table.word("STARTED"),
              Table.sentence("PROGRESS"));
      jobs.forEach(job ->
          table.row(
              job.getJobId(),
              job.getKind(),
              state(job),
              Words.minute(job.getStartedMs(), desk.zone()),
              course(job)));
      return Answer.done(
          Fields.of().list("jobs", jobs.stream().map(JobActs::data)),
          jobs.isEmpty() ? new Block.Sentence("There is no job.") : table);
    }

    private FindJobsRequest asked(Desk desk) {
      states.forEach(state -> {
        if (Arrays.stream(JobState.values()).noneMatch(one -> word(one).equals(state))) {
          throw new OperationFailed(
              FailureCode.USAGE, "No job is ever in the state " + state + ".");
        }
      });
      if (most < 0) {
        throw new OperationFailed(FailureCode.USAGE, "--last takes a number above 0.");
      }
      if (sinceYesterday && within.isPresent()) {
        throw new OperationFailed(FailureCode.USAGE, "Give --since or --last-24h, not both.");
      }
      Optional<Duration> asked = sinceYesterday ? Optional.of(Duration.ofHours(24)) : within;
      Instant now = desk.around().clock().instant();
      return FindJobsRequest.newBuilder()
          .addAllStates(states)
          .addAllKinds(kinds)
          .setMost(most)
          .setSinceMs(asked.map(ago -> now.minus(ago).toEpochMilli()).orElse(0L))
          .build();
    }

    private static String word(JobState state) {
      return state.name().toLowerCase(Locale.ROOT);
    }
  }

  @Command(name = "show", description = "Show a job.")
  static final class Show extends Act {
    @Parameters(index = "0", paramLabel = "JOB")
    String id = "";

    Show(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      return one(find(desk, id), desk).exit(0);
    }
  }

  @Command(name = "watch", description = "Show a job's progress until it has ended.")
  static final class Watch extends Act {
    @Parameters(index = "0", paramLabel = "JOB")
    String id = "";

    Watch(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      return one(new JobWatch(desk).ended(find(desk, id).getJobId()), desk);
    }
  }

  @Command(name = "cancel", description = "Cancel a job; what it has done stays.")
  static final class Cancel extends Act {
    @Parameters(index = "0", paramLabel = "JOB")
    String id = "";

    Cancel(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      JobEntry job =
          desk.cluster()
              .cancelJob(
                  CancelJobRequest.newBuilder()
                      .setJobId(id)
                      .setReason(desk.globals().reason)
                      .build());
      if (desk.globals().untilDone && !JobWatch.hasEnded(job)) {
        job = new JobWatch(desk).ended(job.getJobId());
      }
      return one(job, desk).exit(0);
    }
  }
}
