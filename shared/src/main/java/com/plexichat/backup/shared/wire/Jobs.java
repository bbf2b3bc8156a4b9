package com.plexichat.backup.shared.wire;

import com.google.protobuf.ByteString;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.model.JobDiagnosis;
import com.plexichat.backup.shared.model.JobResult;
import com.plexichat.backup.shared.model.JobStarted;
import com.plexichat.backup.shared.model.JobState;
import java.time.Instant;
import java.util.Optional;

/// Jobs as a cluster tells them.
public final class Jobs {
  private Jobs() {}

  public static JobStarted started(com.plexichat.backup.proto.JobStarted message) {
    return new JobStarted(message.getJobId(), message.getBackupId(), message.getResumed());
  }

  /// Reads one of many jobs. A state that this version does not know is read as RUNNING: nothing is
  /// concluded of it yet.
  public static Job job(JobEntry message) {
    ByteString told = told(message);
    return job(
        message, told.isEmpty() ? Optional.empty() : JobResults.result(message.getKind(), told));
  }

  /// Reads the answer to a question about one job: when it is done, nothing told is a result too,
  /// whose numbers are all 0.
  public static Job asked(JobEntry message) {
    return state(message) == JobState.DONE
        ? job(message, JobResults.result(message.getKind(), told(message)))
        : job(message);
  }

  private static Job job(JobEntry message, Optional<JobResult> result) {
    return new Job(
        message.getJobId(),
        message.getKind(),
        state(message),
        message.getReason(),
        message.getPhase(),
        new Job.Progress(
            message.getDone(),
            message.getTotal(),
            message.getBytesDone(),
            message.getBytesTotal(),
            message.getRate(),
            Moments.measured(message.getEtaMs())),
        Moments.known(message.getStartedMs()),
        Moments.known(message.getEndedMs()),
        message.getAskedBy(),
        Ids.findPeer(message.getHost()),
        message.getBackupId(),
        trouble(message),
        result,
        new Job.Turn(
            message.getWaitsForList(),
            Moments.known(message.getPausedMs()),
            message.getPausedBy(),
            message.getPauseReason(),
            message.getRestartOf()));
  }

  public static JobDiagnosis diagnosis(com.plexichat.backup.proto.JobDiagnosis message) {
    return new JobDiagnosis(
        job(message.getJob()),
        message.getBlocked(),
        message.getFindingsList().stream()
            .map(one ->
                new JobDiagnosis.Finding(
                    one.getCode(), one.getSentence(), one.getNextAct(), one.getEvidenceList()))
            .toList(),
        Instant.ofEpochMilli(message.getAtMs()));
  }

  private static JobState state(JobEntry message) {
    return Spellings.find(JobState.class, message.getState()).orElse(JobState.RUNNING);
  }

  /// With names of files, as it was told to those who watched; else as it is kept.
  private static ByteString told(JobEntry message) {
    return message.getTold().isEmpty() ? message.getResult() : message.getTold();
  }

  private static Optional<Job.Trouble> trouble(JobEntry message) {
    if (!message.hasFailure() && state(message) != JobState.FAILED) {
      return Optional.empty();
    }
    OperationFailed failed =
        Spellings.find(FailureCode.class, message.getFailure().getCode()).isPresent()
                || message.getReason().isEmpty()
            ? Failures.failed(message.getFailure())
            : new OperationFailed(FailureCode.INTERNAL, message.getReason());
    return Optional.of(new Job.Trouble(failed.code().name(), failed.sentence(), failed.nextAct()));
  }
}
