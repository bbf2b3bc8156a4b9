package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.jobs.JobClass;
import com.plexichat.backup.agent.jobs.Jobs;
import com.plexichat.backup.agent.security.Rights;
import com.plexichat.backup.agent.transport.Caller;
import com.plexichat.backup.proto.DiagnoseJobRequest;
import com.plexichat.backup.proto.FindJobsAnswer;
import com.plexichat.backup.proto.FindJobsRequest;
import com.plexichat.backup.proto.JobDiagnosis;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.JobStarted;
import com.plexichat.backup.proto.JobsGrpc;
import com.plexichat.backup.proto.PauseJobRequest;
import com.plexichat.backup.proto.RestartJobRequest;
import com.plexichat.backup.proto.ResumeJobRequest;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.JobState;
import com.plexichat.backup.shared.model.Right;
import io.grpc.stub.StreamObserver;
import java.util.List;

/// What people do with jobs that exist: pause, resume, restart, diagnose, find.
///
/// A pause takes the right that a cancellation takes, whatever the kind: it undoes nothing, and
/// whoever may end a prune may also hold it. Whoever lets one work needs the right of its kind.
public final class JobsService extends JobsGrpc.JobsImplBase {
  private static final int MOST = 100;
  private static final int LOOKED_AT = 5_000;

  private final JobDesk desk;
  private final PruneDesk prunes;
  private final JobDoctor doctor;

  public JobsService(JobDesk desk, PruneDesk prunes, JobDoctor doctor) {
    this.desk = desk;
    this.prunes = prunes;
    this.doctor = doctor;
  }

  @Override
  public void pauseJob(PauseJobRequest ask, StreamObserver<JobEntry> to) {
    JobEntry job = find(ask.getJobId());
    if (!jobs().pause(job.getJobId(), Caller.current().actor(), ask.getReason())) {
      throw refused("Pausing", find(ask.getJobId()));
    }
    answer(to, find(ask.getJobId()));
  }

  @Override
  public void resumeJob(ResumeJobRequest ask, StreamObserver<JobEntry> to) {
    JobEntry job = find(ask.getJobId());
    requireRight(job, Caller.current());
    if (!jobs().resume(job.getJobId(), Caller.current().actor())) {
      throw refused("Resuming", find(ask.getJobId()));
    }
    answer(to, find(ask.getJobId()));
  }

  @Override
  public void restartJob(RestartJobRequest ask, StreamObserver<JobEntry> to) {
    JobEntry job = find(ask.getJobId());
    requireRight(job, Caller.current());
    JobState state = Jobs.state(job);
    if (state != JobState.FAILED && state != JobState.CANCELLED) {
      throw refused("Restarting", job);
    }
    String actor = Caller.current().actor();
    JobStarted started =
        JobClass.of(job.getKind()) == JobClass.REMOVE
            ? prunes.again(job, ask.getReason(), actor)
            : desk.again(job, actor);
    answer(to, find(started.getJobId()));
  }

  @Override
  public void diagnoseJob(DiagnoseJobRequest ask, StreamObserver<JobDiagnosis> to) {
    answer(to, doctor.diagnose(find(ask.getJobId())));
  }

  @Override
  public void findJobs(FindJobsRequest ask, StreamObserver<FindJobsAnswer> to) {
    List<JobEntry> from = ask.getQueue() ? jobs().queue() : jobs().newest(LOOKED_AT);
    FindJobsAnswer.Builder answer = FindJobsAnswer.newBuilder();
    from.stream()
        .filter(job -> isMeant(job, ask))
        .limit(ask.getMost() > 0 ? ask.getMost() : MOST)
        .forEach(job -> answer.addJobs(job.toBuilder().clearParameters().clearResult()));
    answer(to, answer.build());
  }

  private static boolean isMeant(JobEntry job, FindJobsRequest ask) {
    return (ask.getStatesCount() == 0 || ask.getStatesList().contains(job.getState()))
        && (ask.getKindsCount() == 0 || ask.getKindsList().contains(job.getKind()))
        && Math.max(job.getStartedMs(), job.getEndedMs()) >= ask.getSinceMs();
  }

  /// What starting a job of this kind takes.
  static Right right(String kind) {
    return switch (kind) {
      case "backup" -> Right.BACKUP;
      case "restore" -> Right.RESTORE;
      case "prune", "rollback", "sweep", "raise", "lock" -> Right.RETAIN;
      case "drain" -> Right.ADMIT;
      default -> Right.INTEGRITY;
    };
  }

  /// Refuses who may not start jobs of this kind.
  static void requireRight(JobEntry job, Caller caller) {
    Right right = right(job.getKind());
    if (!Rights.of(caller.roles()).contains(right)) {
      throw new OperationFailed(FailureCode.NOT_ALLOWED, caller.actor(), right.name());
    }
  }

  private static OperationFailed refused(String what, JobEntry job) {
    String why =
        job.getPausedMs() > 0
            ? "it is paused already"
            : "it is " + job.getState().replace('_', ' ');
    return new OperationFailed(FailureCode.ACT_REFUSED, what + " job " + job.getJobId(), why);
  }

  private JobEntry find(String id) {
    return jobs().find(id).orElseThrow(() -> new OperationFailed(FailureCode.JOB_UNKNOWN, id));
  }

  private Jobs jobs() {
    return desk.jobs();
  }

  private static <A> void answer(StreamObserver<A> to, A answer) {
    to.onNext(answer);
    to.onCompleted();
  }
}
