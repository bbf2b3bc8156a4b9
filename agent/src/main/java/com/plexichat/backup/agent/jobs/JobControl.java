package com.plexichat.backup.agent.jobs;

import com.google.protobuf.ByteString;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.JobPhase;
import com.plexichat.backup.shared.model.JobState;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A running job's line to those who watch it: it tells how far it is, and learns that it shall
/// rest or end.
///
/// Progress is what the work says that it did; the rate is measured between two reports, and the
/// ETA follows from it.
public final class JobControl {
  private final Jobs jobs;
  private final Turns turns;
  private final InstantSource time;
  private final Object saving = new Object();
  private final List<Runnable> onCancel = new ArrayList<>();
  private final List<Runnable> onPause = new ArrayList<>();
  private JobEntry entry;
  private boolean cancelled;
  private boolean isElsewhere;
  private int rests;
  private final RateMeter meter;

  JobControl(Jobs jobs, Turns turns, JobEntry entry, InstantSource time) {
    this.jobs = jobs;
    this.turns = turns;
    this.entry = entry;
    this.time = time;
    this.meter = new RateMeter(time);
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
      JobEntry.Builder now =
          entry.toBuilder()
              .setPhase(phase.word())
              .setDone(done)
              .setTotal(total)
              .setBytesDone(bytesDone)
              .setBytesTotal(bytesTotal)
              .setRate(rate)
              .setEtaMs(eta);
      entry = heard(now);
    }
    jobs.changed(this);
  }

  /// Takes over what another machine tells of the part of this job that it executes.
  public void relay(JobEntry from) {
    JobState before;
    JobState after;
    synchronized (this) {
      before = Jobs.state(entry);
      JobEntry.Builder now =
          entry.toBuilder()
              .setPhase(from.getPhase())
              .setDone(from.getDone())
              .setTotal(from.getTotal())
              .setBytesDone(from.getBytesDone())
              .setBytesTotal(from.getBytesTotal())
              .setRate(from.getRate())
              .setEtaMs(from.getEtaMs());
      if (!cancelled) {
        boolean isResting = isPaused() && Jobs.state(from) == JobState.PAUSED;
        now.setState(name(isResting ? JobState.PAUSED : JobState.RUNNING))
            .setReason(isPaused() ? PauseWords.of(entry, isResting) : "");
      }
      entry = heard(now);
      after = Jobs.state(entry);
    }
    if (before != after && (before == JobState.PAUSED || after == JobState.PAUSED)) {
      jobs.save(this);
    }
    jobs.changed(this);
  }

  /// With the times: when it was heard of, and when anything of it moved.
  private JobEntry heard(JobEntry.Builder now) {
    long ms = time.millis();
    boolean hasMoved =
        now.getDone() != entry.getDone()
            || now.getBytesDone() != entry.getBytesDone()
            || !now.getPhase().equals(entry.getPhase());
    return now.setHeartbeatMs(ms).setProgressedMs(hasMoved ? ms : entry.getProgressedMs()).build();
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

  /// Whether it shall rest.
  public synchronized boolean isPaused() {
    return entry.getPausedMs() > 0;
  }

  /// Whether the machine that does the work says that it rests.
  synchronized boolean isRestingElsewhere() {
    return isElsewhere && Jobs.state(entry) == JobState.PAUSED;
  }

  /// How often it rested or waited: what was planned before may not hold any more.
  public synchronized int rests() {
    return rests;
  }

  /// Ends the work when somebody cancelled the job. Never waits: at the border of two items, call
  /// [#checkpoint].
  public void checkCancelled() {
    if (isCancelled()) {
      throw new OperationFailed(FailureCode.CANCELLED, "The job " + jobId());
    }
  }

  /// The border of two items: nothing is half done, no lock is held, and what was done survives.
  /// Waits here while the job is paused or has to give way, and ends the work when it was
  /// cancelled.
  ///
  /// @return whether it waited: what was looked at before may have changed
  public boolean checkpoint() {
    try {
      return turn();
    } catch (InterruptedException e) {
      checkCancelled();
      Thread.currentThread().interrupt();
      throw new OperationFailed(
          e, FailureCode.INTERRUPTED, "The job " + jobId(), "the agent is stopping");
    }
  }

  /// The same before the first item.
  boolean turn() throws InterruptedException {
    checkCancelled();
    boolean waited = turns.await(this);
    if (waited) {
      synchronized (this) {
        rests++;
      }
    }
    return waited;
  }

  /// Another thread of this job is at items from now on: the job rests when all its threads do. To
  /// be followed by [#putDown] on the same thread.
  public void takeUp() {
    turns.hands(jobId(), 1);
  }

  /// This thread is at no item any more.
  public void putDown() {
    turns.hands(jobId(), -1);
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

  /// The work is done by another machine; `act` runs when the job is paused and when it goes on.
  void elsewhere(Runnable act) {
    synchronized (this) {
      isElsewhere = true;
      onPause.add(act);
    }
  }

  void cancel(String reason) {
    List<Runnable> acts;
    synchronized (this) {
      if (cancelled) {
        return;
      }
      cancelled = true;
      entry =
          PauseWords.lifted(entry)
              .setState(name(JobState.CANCELLING))
              .setReason(reason)
              .clearWaitsFor()
              .build();
      acts = List.copyOf(onCancel);
    }
    acts.forEach(Runnable::run);
  }

  /// Shall rest from now on; false when it shall already, by the same or by a person.
  boolean pause(String by, String reason) {
    List<Runnable> acts;
    synchronized (this) {
      if (cancelled || (isPaused() && !PauseWords.isStronger(by, entry.getPausedBy()))) {
        return false;
      }
      boolean isResting = Jobs.state(entry) == JobState.PAUSED;
      entry =
          entry.toBuilder()
              .setPausedMs(Math.max(1, time.millis()))
              .setPausedBy(by)
              .setPauseReason(reason)
              .build();
      entry = entry.toBuilder().setReason(PauseWords.of(entry, isResting)).build();
      acts = List.copyOf(onPause);
    }
    turns.wake();
    acts.forEach(Runnable::run);
    return true;
  }

  /// May go on; false when it was not paused, or by somebody whose pause only a person lifts.
  boolean resume(String by) {
    List<Runnable> acts;
    synchronized (this) {
      if (!isPaused() || PauseWords.isStronger(entry.getPausedBy(), by)) {
        return false;
      }
      entry = PauseWords.lifted(entry).setReason("").build();
      acts = List.copyOf(onPause);
    }
    turns.wake();
    acts.forEach(Runnable::run);
    return true;
  }

  /// How it stands, as its turns say.
  void stands(Turns.Standing standing) {
    synchronized (this) {
      if (cancelled) {
        return;
      }
      JobEntry.Builder now = entry.toBuilder().clearWaitsFor();
      if (standing.isPaused()) {
        JobState state = standing.isSettled() ? JobState.PAUSED : JobState.RUNNING;
        now.setState(name(state)).setReason(PauseWords.of(entry, standing.isSettled()));
      } else if (standing.mayWork()) {
        now.setState(name(JobState.RUNNING)).setReason("");
      } else {
        now.setState(name(standing.isSettled() ? JobState.QUEUED : JobState.RUNNING))
            .setReason(jobs.waits(standing.waitsFor()))
            .addAllWaitsFor(standing.waitsFor());
      }
      entry = now.setRate(0).setEtaMs(-1).setHeartbeatMs(time.millis()).build();
    }
    jobs.save(this);
    jobs.changed(this);
  }

  /// It is still executed: by a thread of this machine, or by one that was heard of within
  /// `patience`. Otherwise it does not look as if it ran.
  void beat(long patienceMs) {
    String silent = "";
    synchronized (this) {
      long now = time.millis();
      if (!isElsewhere) {
        entry = entry.toBuilder().setHeartbeatMs(now).build();
      } else if (Jobs.state(entry) == JobState.RUNNING
          && now - Math.max(entry.getHeartbeatMs(), entry.getStartedMs()) > patienceMs) {
        silent = RemoteWork.SILENT;
      }
    }
    if (silent.isEmpty()) {
      jobs.changed(this);
    } else {
      stalled(silent);
    }
  }

  /// Held while the job is saved, so that the newest state is saved last.
  Object saving() {
    return saving;
  }

  synchronized void become(JobEntry changed) {
    entry = changed;
  }

  static String name(JobState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
