package com.plexichat.backup.agent.upkeep;

import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.catalogue.DistributionRow;
import com.plexichat.backup.agent.catalogue.PeerRow;
import com.plexichat.backup.agent.jobs.Jobs;
import com.plexichat.backup.agent.jobs.Work;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.RepairIntegrityRequest;
import com.plexichat.backup.proto.RepairResult;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the coordinator does by itself: watches peers at every heartbeat, and at longer intervals
/// challenges copies, repairs what is short, and tells of locks who was away.
///
/// A repair starts only when a plan has something to do and none is running. One that made nothing
/// doubles the wait up to an hour, so that a cluster that lacks owners is not planned over and
/// over; new damage and peers that come back end the wait.
public final class UpkeepLoop implements AutoCloseable {
  /// Threads that its scheduler needs: each round waits for peers that keep silent, and holds up no
  /// other one.
  public static final int ROUNDS = 5;

  private static final Logger LOG = LoggerFactory.getLogger(UpkeepLoop.class);
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);
  private static final int JOBS_LOOKED_AT = 100;
  private static final int ID = 8;

  /// What the loop drives.
  ///
  /// @param repair makes the work of an automatic repair: all shards, no preview
  public record Parts(
      UpkeepBase base,
      PeerMonitor monitor,
      Challenges challenges,
      Jobs jobs,
      Supplier<Work> repair) {}

  /// How often it looks.
  ///
  /// @param heartbeat between two looks at the peers
  /// @param upkeep between two looks for something to repair
  /// @param challenges between two rounds of challenges
  public record Intervals(Duration heartbeat, Duration upkeep, Duration challenges) {}

  /// What a repair would find: as long as it is the same, so is what comes of it.
  private record Standing(long shortShards, long copies, List<PeerId> taking) {}

  private final Parts parts;
  private final PeerId self;
  private final Intervals intervals;
  private final ScheduledExecutorService scheduler;
  private final List<ScheduledFuture<?>> running = new ArrayList<>();
  private volatile boolean paused;
  private Duration wait = Duration.ZERO;
  private Instant notBefore = Instant.MIN;
  private Optional<String> last = Optional.empty();
  private Standing before = new Standing(0, 0, List.of());

  public UpkeepLoop(
      Parts parts, PeerId self, Intervals intervals, ScheduledExecutorService scheduler) {
    this.parts = parts;
    this.self = self;
    this.intervals = intervals;
    this.scheduler = scheduler;
  }

  /// Begins; the scheduler's threads are the caller's to end.
  public synchronized void start() {
    schedule(intervals.heartbeat(), this::watch);
    schedule(intervals.upkeep(), this::mend);
    schedule(intervals.upkeep(), this::sweep);
    schedule(intervals.upkeep(), this::lock);
    schedule(intervals.challenges(), this::challenge);
  }

  private void schedule(Duration every, Runnable task) {
    running.add(
        scheduler.scheduleWithFixedDelay(
            task, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS));
  }

  /// Keeps the loop from beginning anything until [#resume]; what runs goes on.
  public void pause() {
    paused = true;
  }

  public void resume() {
    paused = false;
  }

  /// One look at the peers.
  void watch() {
    guarded("watch", () -> parts.monitor().tick());
  }

  /// One round of challenges.
  void challenge() {
    guarded("challenges", () -> parts.challenges().round());
  }

  /// A repair when there is one to make.
  void mend() {
    guarded("repair", this::repair);
  }

  /// The removal of what folds left.
  void sweep() {
    guarded("folds", () -> new FoldedSweep(parts.base()).round());
  }

  /// Tells peers of locks that they may not know of.
  void lock() {
    guarded("locks", () -> new LockRound(parts.base()).round());
  }

  private interface Act {
    void run() throws InterruptedException;
  }

  /// A round that failed is told and forgotten: the next one begins anew.
  private void guarded(String what, Act act) {
    if (paused) {
      return;
    }
    try {
      act.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (OperationFailed e) {
      LOG.warn("upkeep, {}: {}", what, e.sentence());
    } catch (RuntimeException e) {
      LOG.error("upkeep, {}", what, e);
    }
  }

  private synchronized void repair() {
    Instant now = parts.base().time().instant();
    if (isRepairing()) {
      return;
    }
    judgeLast(now);
    Standing standing = standing(now);
    if (!standing.equals(before)) {
      before = standing;
      wait = Duration.ZERO;
      notBefore = Instant.MIN;
    }
    if (now.isBefore(notBefore) || standing.shortShards() == 0) {
      return;
    }
    if (!RepairJob.isWorthwhile(parts.base())) {
      backOff(now);
      return;
    }
    JobEntry job =
        JobEntry.newBuilder()
            .setJobId(HexFormat.of().formatHex(parts.base().randomBytes(ID)))
            .setKind("repair")
            .setAskedBy("coordinator")
            .setHost(self.hex())
            .setParameters(RepairIntegrityRequest.getDefaultInstance().toByteString())
            .build();
    parts.jobs().start(job, parts.repair().get());
    last = Optional.of(job.getJobId());
  }

  private Standing standing(Instant now) {
    DistributionRow row = parts.base().catalogue().shards().distribution(now.toEpochMilli());
    List<PeerId> taking =
        parts.base().catalogue().peers().all().stream()
            .filter(peer -> peer.state().takesShards())
            .map(PeerRow::id)
            .toList();
    return new Standing(row.under(), row.copies(), taking);
  }

  private boolean isRepairing() {
    return parts.jobs().newest(JOBS_LOOKED_AT).stream()
        .anyMatch(job -> job.getKind().equals("repair") && !Jobs.isFinal(job));
  }

  private void judgeLast(Instant now) {
    if (last.isEmpty()) {
      return;
    }
    Optional<JobEntry> ended = parts.jobs().find(last.get());
    last = Optional.empty();
    if (ended.filter(UpkeepLoop::madeSomething).isPresent()) {
      wait = Duration.ZERO;
      notBefore = Instant.MIN;
    } else {
      backOff(now);
    }
  }

  private static boolean madeSomething(JobEntry job) {
    try {
      return RepairResult.parseFrom(job.getResult()).getRepaired() > 0;
    } catch (InvalidProtocolBufferException notOurs) {
      return false;
    }
  }

  private void backOff(Instant now) {
    Duration longer = wait.isZero() ? intervals.upkeep() : wait.multipliedBy(2);
    wait = longer.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : longer;
    notBefore = now.plus(wait);
  }

  @Override
  public synchronized void close() {
    running.forEach(task -> task.cancel(true));
    running.clear();
  }
}
