package com.plexichat.backup.agent.jobs;

import com.google.protobuf.ByteString;
import com.plexichat.backup.proto.Failure;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.JobState;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the work of jobs, from the wait for their turn to their one closing transition.
final class Execution {
  private static final Logger LOG = LoggerFactory.getLogger(Execution.class);

  private final Jobs jobs;
  private final JobStore store;
  private final Turns turns;
  private final InstantSource time;

  Execution(Jobs jobs, JobStore store, Turns turns, InstantSource time) {
    this.jobs = jobs;
    this.store = store;
    this.turns = turns;
    this.time = time;
  }

  void execute(Running running, Work work) {
    JobControl control = running.control;
    try {
      begin(running, work);
      byte[] result = work.run(control);
      finish(running, JobState.DONE, result, null);
    } catch (InterruptedException e) {
      endInterrupted(running);
    } catch (OperationFailed e) {
      if (control.isCancelled()) {
        finish(running, JobState.CANCELLED, null, e);
      } else if (jobs.isStopping()) {
        LOG.info("job {} stops with the agent", control.jobId());
      } else {
        finish(running, JobState.FAILED, null, e);
      }
    } catch (Exception e) {
      LOG.error("job {} failed", control.jobId(), e);
      finish(
          running,
          JobState.FAILED,
          null,
          new OperationFailed(e, FailureCode.INTERNAL, e.toString()));
    } catch (Error e) {
      // Whoever watches it would wait for ever, and it would look as if it ran.
      finish(
          running,
          JobState.FAILED,
          null,
          new OperationFailed(e, FailureCode.INTERNAL, e.toString()));
      throw e;
    } finally {
      turns.leave(control.jobId());
    }
  }

  /// Waits for its turn, and writes down that it has it. What was begun before a restart is asked
  /// for its end even when it was cancelled while it waited: there may be something to end.
  private void begin(Running running, Work work) throws InterruptedException {
    JobControl control = running.control;
    try {
      control.turn();
      JobEntry entry = control.entry();
      if (Jobs.state(entry) == JobState.QUEUED) {
        control.become(entry.toBuilder().setState(JobControl.name(JobState.RUNNING)).build());
        store.save(control.entry(), entry.getAskedBy(), "");
      }
    } catch (InterruptedException | OperationFailed e) {
      if (control.isCancelled() && running.hasBegun) {
        Thread.interrupted();
        return;
      }
      if (control.isCancelled()) {
        running.end();
        work.neverBegan();
      }
      throw e;
    }
    jobs.changed(control);
  }

  private void endInterrupted(Running running) {
    JobControl control = running.control;
    if (control.isCancelled()) {
      finish(
          running,
          JobState.CANCELLED,
          null,
          new OperationFailed(FailureCode.CANCELLED, "The job " + control.jobId()));
    }
  }

  private void finish(
      Running running,
      JobState state,
      byte @Nullable [] result,
      @Nullable OperationFailed failure) {
    running.end();
    JobControl control = running.control;
    JobEntry.Builder last =
        PauseWords.lifted(control.entry())
            .setState(JobControl.name(state))
            .clearWaitsFor()
            .setEndedMs(time.millis())
            .setRate(0)
            .setEtaMs(-1);
    if (result != null) {
      last.setResult(ByteString.copyFrom(result));
    }
    if (failure != null) {
      last.setReason(failure.sentence())
          .setFailure(
              Failure.newBuilder().setCode(failure.code().name()).addAllArgs(failure.args()));
    }
    JobEntry entry = last.build();
    try {
      store.save(entry.toBuilder().clearTold().build(), entry.getAskedBy(), entry.getReason());
    } catch (OperationFailed e) {
      LOG.error("the end of job {} could not be saved: {}", entry.getJobId(), e.sentence());
    }
    control.become(entry);
    jobs.changed(control);
  }
}
