package com.plexichat.backup.agent.jobs;

import com.google.protobuf.ByteString;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.JobPhase;
import com.plexichat.backup.shared.model.JobState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A running job's line to those who watch it: it tells how far it is, and learns that it shall
/// end.
///
/// Progress is what the work says that it did; the rate is measured between two reports, and the
/// ETA follows from it.
public final class JobControl {
  private final Jobs jobs;
  private final List<Runnable> onCancel = new ArrayList<>();
  private JobEntry entry;
  private boolean cancelled;
  private final RateMeter meter;

  JobControl(Jobs jobs, JobEntry entry, RateMeter meter) {
    this.jobs = jobs;
    this.entry = entry;
    this.meter = meter;
  }

  public String jobId() {
    return entry().getJobId();
  }

  /// The job as it stands now.
  public synchronized JobEntry entry() {
    return entry;
  }

  /// Tells how far the work is. Totals of 0 mean that they are not known yet.
  public void progress(JobPhase phase, long done, long total, long bytesDone, long bytesTotal) {
    synchronized (this) {
      double rate = meter.rate(phase.word(), bytesDone);
      long left = bytesTotal - bytesDone;
      long eta = bytesTotal > 0 && rate > 0 && left >= 0 ? (long) (left / rate * 1000) : -1;
      entry =
          entry.toBuilder()
              .setPhase(phase.word())
              .setDone(done)
              .setTotal(total)
              .setBytesDone(bytesDone)
              .setBytesTotal(bytesTotal)
              .setRate(rate)
              .setEtaMs(eta)
              .build();
    }
    jobs.changed(this);
  }

  /// Takes over what another machine tells of the part of this job that it executes.
  public void relay(JobEntry from) {
    synchronized (this) {
      entry =
          entry.toBuilder()
              .setPhase(from.getPhase())
              .setDone(from.getDone())
              .setTotal(from.getTotal())
              .setBytesDone(from.getBytesDone())
              .setBytesTotal(from.getBytesTotal())
              .setRate(from.getRate())
              .setEtaMs(from.getEtaMs())
              .setState(cancelled ? entry.getState() : name(JobState.RUNNING))
              .setReason("")
              .build();
    }
    jobs.changed(this);
  }

  /// What those who watch are told at the end and the store is not, because it names files.
  public synchronized void tell(byte[] told) {
    entry = entry.toBuilder().setTold(ByteString.copyFrom(told)).build();
  }

  /// Nothing moves, for this reason; the next progress ends it.
  public void stalled(String reason) {
    synchronized (this) {
      if (cancelled) {
        return;
      }
      entry =
          entry.toBuilder().setState(name(JobState.STALLED)).setReason(reason).setRate(0).build();
    }
    jobs.changed(this);
  }

  public synchronized boolean isCancelled() {
    return cancelled;
  }

  /// Ends the work when somebody cancelled the job.
  public void checkCancelled() {
    if (isCancelled()) {
      throw new OperationFailed(FailureCode.CANCELLED, "The job " + jobId());
    }
  }

  /// Runs `act` when the job is cancelled; at once when it already is.
  public void onCancel(Runnable act) {
    synchronized (this) {
      if (!cancelled) {
        onCancel.add(act);
        return;
      }
    }
    act.run();
  }

  void cancel(String reason) {
    List<Runnable> acts;
    synchronized (this) {
      if (cancelled) {
        return;
      }
      cancelled = true;
      entry = entry.toBuilder().setState(name(JobState.CANCELLING)).setReason(reason).build();
      acts = List.copyOf(onCancel);
    }
    acts.forEach(Runnable::run);
  }

  synchronized void become(JobEntry changed) {
    entry = changed;
  }

  static String name(JobState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
