package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.output.Answer;
import com.plexichat.backup.agent.cli.output.Block;
import com.plexichat.backup.agent.cli.output.Facts;
import com.plexichat.backup.agent.cli.output.Fields;
import com.plexichat.backup.agent.cli.output.Table;
import com.plexichat.backup.agent.cli.output.Words;
import com.plexichat.backup.proto.DiagnoseJobRequest;
import com.plexichat.backup.proto.FindJobsRequest;
import com.plexichat.backup.proto.JobDiagnosis;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.JobFinding;
import com.plexichat.backup.proto.PauseJobRequest;
import com.plexichat.backup.proto.RestartJobRequest;
import com.plexichat.backup.proto.ResumeJobRequest;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `plexichat job pause|resume|restart|diagnose|queue`: what may be done with jobs that exist.
final class JobOrders {
  /// Something keeps the job from going on.
  private static final int BLOCKED = 2;

  private JobOrders() {}

  @Command(
      name = "pause",
      description = "Let a job rest behind the item that it is at, until it is resumed.")
  static final class Pause extends Act {
    @Parameters(index = "0", paramLabel = "JOB")
    String id = "";

    Pause(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      JobEntry job =
          desk.cluster()
              .pauseJob(
                  PauseJobRequest.newBuilder()
                      .setJobId(id)
                      .setReason(desk.globals().reason)
                      .build());
      if (desk.globals().untilDone) {
        job = new JobWatch(desk).resting(job.getJobId());
      }
      return JobActs.one(job, desk).exit(0);
    }
  }

  @Command(name = "resume", description = "Let a paused job go on where it was.")
  static final class Resume extends Act {
    @Parameters(index = "0", paramLabel = "JOB")
    String id = "";

    Resume(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      JobEntry job =
          desk.cluster()
              .resumeJob(
                  ResumeJobRequest.newBuilder()
                      .setJobId(id)
                      .setReason(desk.globals().reason)
                      .build());
      return JobActs.ended(job, desk);
    }
  }

  @Command(
      name = "restart",
      description = "Do the work of a job that failed or was cancelled once more, as a new job.")
  static final class Restart extends Act {
    @Parameters(index = "0", paramLabel = "JOB")
    String id = "";

    Restart(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      JobEntry job =
          desk.cluster()
              .restartJob(
                  RestartJobRequest.newBuilder()
                      .setJobId(id)
                      .setReason(desk.globals().reason)
                      .build());
      return JobActs.ended(job, desk);
    }
  }

  @Command(name = "diagnose", description = "Say what keeps a job from going on.")
  static final class Diagnose extends Act {
    @Parameters(index = "0", paramLabel = "JOB")
    String id = "";

    Diagnose(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      JobDiagnosis told =
          desk.cluster().diagnoseJob(DiagnoseJobRequest.newBuilder().setJobId(id).build());
      JobEntry job = told.getJob();
      Fields data =
          Fields.of()
              .put("job_id", job.getJobId())
              .put("kind", job.getKind())
              .put("state", JobActs.state(job))
              .put("blocked", told.getBlocked())
              .list("findings", told.getFindingsList().stream().map(Diagnose::data))
              .time("at", told.getAtMs());
      List<Block> blocks = new ArrayList<>();
      blocks.add(
          Facts.of()
              .add("Job", job.getJobId() + ", " + job.getKind())
              .add("State", JobActs.state(job).replace('_', ' '))
              .add("Blocked", Words.yesNo(told.getBlocked())));
      told.getFindingsList().forEach(finding -> blocks.add(block(finding)));
      return new Answer(data, blocks, told.getBlocked() ? BLOCKED : 0);
    }

    private static Fields data(JobFinding finding) {
      return Fields.of()
          .put("code", finding.getCode())
          .put("sentence", finding.getSentence())
          .orNothing("next_act", finding.getNextAct())
          .texts("evidence", finding.getEvidenceList());
    }

    private static Block block(JobFinding finding) {
      Facts facts =
          Facts.of()
              .add("Found", finding.getSentence())
              .add("Known from", String.join("; ", finding.getEvidenceList()));
      return facts.addKnown("To do", finding.getNextAct());
    }
  }

  @Command(name = "queue", description = "List who works, and who waits for what.")
  static final class Queue extends Act {
    Queue(Surroundings around) {
      super(around);
    }

    @Override
    Answer act(Desk desk) {
      List<JobEntry> jobs =
          desk.cluster()
              .findJobs(FindJobsRequest.newBuilder().setQueue(true).build())
              .getJobsList();
      Table table =
          new Table(
              Table.name("JOB"),
              Table.word("KIND"),
              Table.number("PRIORITY").optional(),
              Table.word("STATE"),
              Table.sentence("PROGRESS"));
      jobs.forEach(job ->
          table.row(
              job.getJobId(),
              job.getKind(),
              Integer.toString(job.getPriority()),
              JobActs.state(job),
              JobActs.course(job)));
      return Answer.done(
          Fields.of().list("jobs", jobs.stream().map(JobActs::data)),
          jobs.isEmpty() ? new Block.Sentence("Nothing works or waits.") : table);
    }
  }
}
