package com.plexichat.backup.console.state;

import com.plexichat.backup.shared.client.Cluster;
import com.plexichat.backup.shared.client.Watch;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Change;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A watched cluster: hears what changes, keeps the last value per key, and tells what it is by
/// [#state].
///
/// The agent sends something at least once a second. When nothing came for [#SILENCE], or the
/// stream broke, everything is stale, and the stream is asked for again behind the last revision
/// heard, at growing intervals:
///
/// ```
/// Loading → Current ⇄ Stale
/// ```
public final class LiveCluster implements AutoCloseable {
  /// Longer than a busy agent's pause, shorter than the five seconds after which nothing may still
  /// look current.
  static final Duration SILENCE = Duration.ofMillis(3_500);

  private static final Duration FIRST_WAIT = Duration.ofMillis(500);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

  /// What comes in bursts is published together.
  private static final Duration GATHER = Duration.ofMillis(80);

  private final Cluster cluster;
  private final InstantSource clock;
  private final Live<ClusterState> state = new Live<>(ClusterState.LOADING);
  private final Throughput throughput = new Throughput();
  private final Known known = new Known();
  // One thread: what is told, publishing, silence and reconnecting come one after the other.
  // What comes while it closes is for nobody.
  private final ScheduledExecutorService turns =
      new ScheduledThreadPoolExecutor(
          1,
          Thread.ofPlatform().daemon().name("live-cluster").factory(),
          new ThreadPoolExecutor.DiscardPolicy());

  private final ScheduledFuture<?> sampling;
  private @Nullable Watch watch;
  private @Nullable ScheduledFuture<?> silence;
  private Duration wait = FIRST_WAIT;
  private Optional<Instant> heard = Optional.empty();
  private @Nullable ScheduledFuture<?> publication;
  private @Nullable ScheduledFuture<?> again;
  private int attempt;

  public LiveCluster(Cluster cluster, InstantSource clock) {
    this.cluster = cluster;
    this.clock = clock;
    turn(this::connect);
    long every = Throughput.EVERY.toMillis();
    sampling =
        turns.scheduleAtFixedRate(
            guarded(() -> throughput.note(state.get(), clock.instant())),
            every,
            every,
            TimeUnit.MILLISECONDS);
  }

  public Live<ClusterState> state() {
    return state;
  }

  /// What its work moved since it was opened here.
  public Throughput throughput() {
    return throughput;
  }

  /// Asks at once instead of waiting for the next attempt.
  public void retry() {
    turn(() -> {
      if (!state.get().freshness().isCurrent()) {
        wait = FIRST_WAIT;
        connect();
      }
    });
  }

  private void connect() {
    release();
    int mine = ++attempt;
    listen(mine);
    watch =
        cluster.watch(
            known.stream(),
            known.revision(),
            change -> turn(() -> told(mine, change)),
            end -> turn(() -> ended(mine, end)));
  }

  private void told(int from, Change change) {
    if (from != attempt) {
      return;
    }
    listen(from);
    Instant now = clock.instant();
    heard = Optional.of(now);
    wait = FIRST_WAIT;
    known.take(change, Duration.between(now, change.at()));
    if (known.isWhole() && publication == null) {
      publication = later(GATHER, this::publish);
    }
  }

  private void publish() {
    publication = null;
    if (watch != null) {
      state.set(known.state(new Freshness.Current()));
    }
  }

  /// From now on silence counts anew.
  private void listen(int from) {
    if (silence != null) {
      silence.cancel(false);
    }
    silence = later(SILENCE, () -> ended(from, Optional.empty()));
  }

  private void ended(int from, Optional<OperationFailed> why) {
    if (from != attempt) {
      return;
    }
    release();
    state.set(state.get().with(new Freshness.Stale(heard, why)));
    attempt++;
    again = later(wait, this::connect);
    wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
  }

  private ScheduledFuture<?> later(Duration delay, Runnable work) {
    return turns.schedule(guarded(work), delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void release() {
    if (again != null) {
      again.cancel(false);
      again = null;
    }
    if (silence != null) {
      silence.cancel(false);
      silence = null;
    }
    if (watch != null) {
      watch.close();
      watch = null;
    }
  }

  private void turn(Runnable work) {
    if (!turns.isShutdown()) {
      turns.execute(guarded(work));
    }
  }

  /// A watcher that fails must not end the watching.
  private static Runnable guarded(Runnable work) {
    return () -> {
      try {
        work.run();
      } catch (RuntimeException | Error wrong) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, wrong);
      }
    };
  }

  /// Waits until nothing of it runs any more, once it was closed.
  boolean awaitEnd(Duration longest) throws InterruptedException {
    return turns.awaitTermination(longest.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    sampling.cancel(false);
    turn(this::release);
    turns.shutdown();
  }
}
