package com.plexichat.backup.agent.jobs;

import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.PauseOrder;
import com.plexichat.backup.proto.RunOrder;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.JobState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.wire.Failures;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A job whose work is done by another machine, on the coordinator's order.
///
/// The order is idempotent by job id, so it is given again when the line breaks; only when the
/// machine stays silent is the job interrupted.
public final class RemoteWork implements Work {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteWork.class);
  private static final Duration RETRY = Duration.ofMillis(500);

  /// What a job says whose machine is not heard of.
  static final String SILENT = "The machine that does the work does not answer.";

  private final Agents agents;
  private final PeerId host;
  private final RunOrder order;
  private final Duration patience;
  private final InstantSource time;

  /// Port to the agents.
  public interface Agents {
    /// Gives the order and tells every change until the job has ended there or the line breaks.
    void run(PeerId host, RunOrder order, Consumer<JobEntry> changes) throws InterruptedException;

    void cancel(PeerId host, String jobId) throws InterruptedException;

    /// Has the machine let a job rest, or go on; false when it knows of none that has not ended.
    boolean pause(PeerId host, PauseOrder order) throws InterruptedException;
  }

  /// @param patience with a machine that does not answer
  public RemoteWork(
      Agents agents, PeerId host, RunOrder order, Duration patience, InstantSource time) {
    this.agents = agents;
    this.host = host;
    this.order = order;
    this.patience = patience;
    this.time = time;
  }

  @Override
  public byte[] run(JobControl control) throws InterruptedException {
    PauseTeller teller = new PauseTeller(agents, host, control);
    control.onCancel(() -> tell(control.jobId()));
    control.elsewhere(teller::tell);
    try {
      return control.isCancelled() ? afterCancellation(control) : done(control, teller);
    } catch (InterruptedException e) {
      if (control.isCancelled()) {
        return afterCancellation(control);
      }
      throw e;
    }
  }

  private byte[] done(JobControl control, PauseTeller teller) throws InterruptedException {
    Instant heard = time.instant();
    boolean isResting = false;
    while (true) {
      Last last = new Last();
      try {
        if (isResting) {
          control.turn();
          heard = time.instant();
        }
        agents.run(
            host,
            order,
            entry -> {
              last.entry = entry;
              control.relay(entry);
              teller.heard(entry);
            });
      } catch (OperationFailed e) {
        last.failure = e;
      }
      if (Jobs.isFinal(last.entry)) {
        return result(control, last.entry);
      }
      if (control.isCancelled()) {
        return afterCancellation(control);
      }
      // What rests over there rests on when the line breaks; it is asked again when it may go on.
      isResting = Jobs.state(last.entry) == JobState.PAUSED && control.isPaused();
      if (isResting) {
        continue;
      }
      Instant now = time.instant();
      heard = last.entry.getJobId().isEmpty() ? heard : now;
      OperationFailed failure = last.failure;
      boolean silent = failure == null || failure.code().isSilence();
      if (failure != null && !silent) {
        throw failure;
      }
      if (Duration.between(heard, now).compareTo(patience) > 0) {
        throw new OperationFailed(
            failure, FailureCode.INTERRUPTED, "The job", "its machine does not answer");
      }
      control.stalled(SILENT);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(RETRY.toMillis()));
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  private byte[] afterCancellation(JobControl control) throws InterruptedException {
    JobEntry end = awaitEnd();
    if (Jobs.state(end) != JobState.DONE) {
      throw new OperationFailed(FailureCode.CANCELLED, "The job " + control.jobId());
    }
    return result(control, end);
  }

  /// A job that was cancelled is over when its machine says so: until then it would be in the way
  /// of the one that goes on, and the order may have come through although nothing was heard.
  /// Answers what the machine told last; it may have been done before it heard of the cancellation.
  private JobEntry awaitEnd() throws InterruptedException {
    Last last = new Last();
    try {
      agents.run(
          host,
          order,
          entry -> {
            last.entry = entry;
            if (!Jobs.isFinal(entry)) {
              tell(entry.getJobId());
            }
          });
    } catch (OperationFailed e) {
      LOG.info("the end of job {} was not told: {}", order.getJobId(), e.sentence());
    }
    return last.entry;
  }

  private static byte[] result(JobControl control, JobEntry last) {
    return switch (Jobs.state(last)) {
      case DONE -> last.getResult().toByteArray();
      case CANCELLED -> {
        control.checkCancelled();
        throw new OperationFailed(FailureCode.CANCELLED, "The job");
      }
      default -> throw Failures.failed(last.getFailure());
    };
  }

  private void tell(String jobId) {
    Thread.ofVirtual()
        .name("cancel-" + jobId)
        .start(() -> {
          try {
            agents.cancel(host, jobId);
          } catch (OperationFailed e) {
            LOG.info("job {} could not be cancelled there: {}", jobId, e.sentence());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static final class Last {
    private JobEntry entry =
        JobEntry.newBuilder().setState(JobControl.name(JobState.RUNNING)).build();
    private @Nullable OperationFailed failure;
  }
}
