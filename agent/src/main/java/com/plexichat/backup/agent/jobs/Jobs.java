package com.plexichat.backup.agent.jobs;

import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.JobState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Executes jobs, keeps their state, and tells those who watch.
///
/// ```
/// queued ⇄ running ⇄ paused | stalled → done | failed → rolled back
///             └─→ cancelling → cancelled
/// ```
///
/// Queued is also who gave way to a more urgent job. Who may work at the same time is decided by
/// [Turns], at the borders of items; a pause is in the store before it is answered, and survives a
/// restart.
///
/// Every job has exactly one closing transition, in [Execution]. A final job stays known here until
/// it is old enough to be read from the store alone.
public final class Jobs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
  private static final int REMEMBERED = 200;

  private final JobStore store;
  private final InstantSource time;
  private final Turns turns = new Turns();
  private final Execution execution;
  private final Map<String, Running> known = new LinkedHashMap<>();
  private final List<Consumer<JobEntry>> watchers = new CopyOnWriteArrayList<>();
  private boolean closed;

  public Jobs(JobStore store, InstantSource time) {
    this.store = store;
    this.time = time;
    this.execution = new Execution(this, store, turns, time);
  }

  /// Starts the work unless this job is known already: then the known one is answered and nothing
  /// starts.
  public JobEntry start(JobEntry job, Work work) {
    JobEntry queued;
    Running running;
    synchronized (known) {
      if (closed) {
        throw new OperationFailed(FailureCode.INTERRUPTED, "The job", "the agent is stopping");
      }
      Running there = known.get(job.getJobId());
      if (there != null) {
        return there.control.entry();
      }
      queued =
          job.toBuilder()
              .setState(JobControl.name(JobState.QUEUED))
              .setStartedMs(job.getStartedMs() > 0 ? job.getStartedMs() : time.millis())
              .setEtaMs(-1)
              .setPriority(JobClass.priority(job.getKind()))
              .setHeartbeatMs(time.millis())
              .build();
      running = new Running(new JobControl(this, turns, queued, time), hasBegun(job));
      known.put(job.getJobId(), running);
      forgetOldest();
    }
    try {
      store.save(queued, job.getAskedBy(), "");
    } catch (OperationFailed e) {
      synchronized (known) {
        known.remove(job.getJobId()); // who watched it would wait for ever
      }
      throw e;
    }
    turns.enter(running.control, job.getKind());
    running.thread =
        Thread.ofVirtual()
            .name("job-" + job.getJobId())
            .start(() -> execution.execute(running, work));
    return queued;
  }

  /// Whether it worked before the restart after which it goes on.
  private static boolean hasBegun(JobEntry job) {
    return !job.getState().isEmpty() && state(job) != JobState.QUEUED;
  }

  public Optional<JobEntry> find(String jobId) {
    Running running = running(jobId);
    return running != null
        ? Optional.of(running.control.entry())
        : store.find(jobId).map(Jobs::unattended);
  }

  /// A job that has not ended and that nobody executes here does not look as if it ran.
  private static JobEntry unattended(JobEntry stored) {
    JobState state = state(stored);
    if (stored.getPausedMs() > 0 && !state.isFinal()) {
      return stored.toBuilder()
          .setState(JobControl.name(JobState.PAUSED))
          .setReason(PauseWords.of(stored, true))
          .build();
    }
    return state == JobState.RUNNING || state == JobState.CANCELLING
        ? stored.toBuilder()
            .setState(JobControl.name(JobState.STALLED))
            .setReason("Nobody executes it: the coordinator has not gone on with it yet.")
            .setRate(0)
            .setEtaMs(-1)
            .build()
        : stored;
  }

  /// Those that have not ended: first who works, then the others as their turns come.
  public List<JobEntry> queue() {
    return turns.order().stream()
        .map(this::running)
        .filter(Objects::nonNull)
        .map(running -> running.control.entry())
        .filter(entry -> !isFinal(entry))
        .toList();
  }

  /// Newest first; running ones as they stand now.
  public List<JobEntry> newest(int most) {
    Map<String, JobEntry> all = new LinkedHashMap<>();
    synchronized (known) {
      List<Running> here = new ArrayList<>(known.values());
      for (Running running : here.reversed()) {
        JobEntry entry = running.control.entry();
        all.put(entry.getJobId(), entry);
      }
    }
    for (JobEntry entry : store.newest(most)) {
      all.putIfAbsent(entry.getJobId(), unattended(entry));
    }
    return all.values().stream().limit(most).toList();
  }

  /// Asks a job to end. Unknown and final jobs answer false.
  public boolean cancel(String jobId, String reason) {
    Running running = running(jobId);
    if (running == null || isFinal(running.control.entry())) {
      return false;
    }
    running.control.cancel(reason);
    changed(running.control);
    turns.wake();
    running.interrupt();
    return true;
  }

  /// Lets a job rest, in the coordinator's own name: see [#pause(String, String, String)].
  public boolean pause(String jobId, String reason) {
    return pause(jobId, PauseWords.COORDINATOR, reason);
  }

  /// Lets a job rest behind the item that it is at, until it is resumed; over a restart too. One
  /// that waits does not begin. What rests keeps nobody from working. Unknown and final jobs, and
  /// those that are being cancelled, answer false.
  ///
  /// @param by "person:NAME" or "coordinator"; what a person paused, only a person resumes
  public boolean pause(String jobId, String by, String reason) {
    Running running = running(jobId);
    if (running == null || isFinal(running.control.entry())) {
      return false;
    }
    if (running.control.pause(by, reason)) {
      told(running.control, by, reason);
    }
    return running.control.isPaused();
  }

  /// Lets go on what the coordinator itself paused.
  public boolean resume(String jobId) {
    return resume(jobId, PauseWords.COORDINATOR);
  }

  /// Lets a paused job go on where it was. Answers false when it is not paused, or by a person and
  /// `by` is none.
  public boolean resume(String jobId, String by) {
    Running running = running(jobId);
    if (running == null || !running.control.resume(by)) {
      return false;
    }
    told(running.control, by, "");
    return true;
  }

  /// Ends what is paused here, because nobody is left who would let it go on.
  public void cancelPaused(String reason) {
    List<Running> here;
    synchronized (known) {
      here = List.copyOf(known.values());
    }
    for (Running running : here) {
      JobEntry entry = running.control.entry();
      if (entry.getPausedMs() > 0 && !isFinal(entry)) {
        boolean isEnding = cancel(entry.getJobId(), reason);
        LOG.info("job {} is paused, {}: {}", entry.getJobId(), reason, isEnding);
      }
    }
  }

  private void told(JobControl control, String by, String reason) {
    synchronized (control.saving()) {
      JobEntry entry = control.entry();
      if (!isFinal(entry)) {
        store.save(entry.toBuilder().clearTold().build(), by, reason);
      }
    }
    changed(control);
  }

  /// Says of a job that has ended that another one took back what it did.
  public void rolledBack(String jobId, String by) {
    JobEntry ended = find(jobId).filter(Jobs::isFinal).orElse(null);
    if (ended == null) {
      return;
    }
    JobEntry now =
        ended.toBuilder()
            .setState(JobControl.name(JobState.ROLLED_BACK))
            .setReason("Job " + by + " took back what it did.")
            .build();
    store.save(now.toBuilder().clearTold().build(), "", now.getReason());
    Running running = running(jobId);
    if (running != null) {
      running.control.become(now);
      changed(running.control);
    }
  }

  /// Looks at all that run: what is executed tells so, and what is executed by nobody does not look
  /// as if it were.
  ///
  /// @param patience with another machine that is not heard of
  public void beat(Duration patience) {
    List<Running> here;
    synchronized (known) {
      here = List.copyOf(known.values());
    }
    for (Running running : here) {
      if (!isFinal(running.control.entry())) {
        running.control.beat(patience.toMillis());
      }
    }
  }

  /// Calls `watcher` with the job as it is and with every change, up to and including the final
  /// one. Answers what ends the watch; JOB_UNKNOWN when there is no such job. One that has not
  /// ended and is not executed here yet is heard of when it is.
  public AutoCloseable watch(String jobId, Consumer<JobEntry> watcher) {
    Running running = running(jobId);
    if (running == null) {
      JobEntry stored =
          store
              .find(jobId)
              .map(Jobs::unattended)
              .orElseThrow(() -> new OperationFailed(FailureCode.JOB_UNKNOWN, jobId));
      Consumer<JobEntry> begun =
          entry -> {
            if (entry.getJobId().equals(jobId)) {
              watcher.accept(entry);
            }
          };
      AutoCloseable watch = watchAll(begun);
      watcher.accept(stored);
      find(jobId).filter(entry -> !entry.equals(stored)).ifPresent(watcher);
      return watch;
    }
    running.watchers.add(watcher);
    watcher.accept(running.control.entry());
    return () -> running.watchers.remove(watcher);
  }

  /// Calls `watcher` with every change of any job that is executed here, on the thread that made
  /// it. Answers what ends that.
  public AutoCloseable watchAll(Consumer<JobEntry> watcher) {
    watchers.add(watcher);
    return () -> watchers.remove(watcher);
  }

  /// Waits for the job's end and answers it.
  public JobEntry await(String jobId) throws InterruptedException {
    Running running = running(jobId);
    Thread thread = running == null ? null : running.thread;
    if (thread != null) {
      thread.join();
    }
    return find(jobId).orElseThrow(() -> new OperationFailed(FailureCode.JOB_UNKNOWN, jobId));
  }

  /// Interrupts what runs, without closing it in the store: it goes on after the restart.
  @Override
  public void close() {
    List<Running> here;
    synchronized (known) {
      closed = true;
      here = List.copyOf(known.values());
    }
    here.forEach(Running::interrupt);
  }

  void changed(JobControl control) {
    Running running = running(control.jobId());
    if (running != null) {
      JobEntry entry = control.entry();
      running.watchers.forEach(watcher -> watcher.accept(entry));
      watchers.forEach(watcher -> watcher.accept(entry));
    }
  }

  /// Makes a change of state durable. That it could not be is told and no more: the work goes on,
  /// and the next change is saved again.
  void save(JobControl control) {
    synchronized (control.saving()) {
      JobEntry entry = control.entry();
      try {
        store.save(
            entry.toBuilder().clearTold().build(),
            isFinal(entry) ? "" : entry.getAskedBy(),
            entry.getReason());
      } catch (OperationFailed e) {
        LOG.warn("how job {} stands could not be saved: {}", entry.getJobId(), e.sentence());
      }
    }
  }

  /// "Waits for job X (repair).", for those that are in the way.
  String waits(List<String> jobIds) {
    return jobIds.stream()
        .map(id -> id + find(id).map(job -> " (" + job.getKind() + ")").orElse(""))
        .collect(Collectors.joining(", ", "waits for job ", ""));
  }

  private @Nullable Running running(String jobId) {
    synchronized (known) {
      return known.get(jobId);
    }
  }

  boolean isStopping() {
    synchronized (known) {
      return closed;
    }
  }

  private void forgetOldest() {
    if (known.size() > REMEMBERED) {
      known.values().stream()
          .filter(running -> isFinal(running.control.entry()))
          .findFirst()
          .ifPresent(running -> known.remove(running.control.jobId()));
    }
  }

  /// Whether the job has ended.
  public static boolean isFinal(JobEntry job) {
    return state(job).isFinal();
  }

  public static JobState state(JobEntry job) {
    return JobState.valueOf(job.getState().toUpperCase(Locale.ROOT));
  }
}
