package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.api.WatchValues.Next;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.Subscription;
import com.plexichat.backup.agent.jobs.Jobs;
import com.plexichat.backup.agent.transport.Caller;
import com.plexichat.backup.proto.Anew;
import com.plexichat.backup.proto.Beat;
import com.plexichat.backup.proto.Change;
import com.plexichat.backup.proto.WatchRequest;
import com.plexichat.backup.proto.Whole;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells those who watch the cluster what changes, as long as this agent coordinates.
///
/// All watches share one set of values, and two threads that keep it: one looks at what may have
/// changed, a few times a second at most and once a second at least; one goes over all stripes
/// after they changed, and rests longer the longer that takes ([CountPace]). While nobody watches
/// the first stands still, and the other counts for alarms alone.
public final class WatchDesk implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WatchDesk.class);
  private static final long ROUND = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long FIGURES = TimeUnit.SECONDS.toNanos(1);
  private static final long UNWATCHED = TimeUnit.MINUTES.toNanos(1);
  private static final long AGES = TimeUnit.HOURS.toNanos(1);
  private static final long BEAT = TimeUnit.MILLISECONDS.toNanos(800);

  /// A reader that went away is noticed this much later at most.
  private static final long NOTICE = TimeUnit.MILLISECONDS.toNanos(200);

  private final InstantSource time;
  private final String stream;
  private final WatchValues values = new WatchValues();
  private final WatchSource source;
  private final Subscription applied;
  private final AutoCloseable jobsMoved;
  private final Thread looking = Thread.ofVirtual().name("watch-look").unstarted(this::looks);
  private final Thread counting = Thread.ofVirtual().name("watch-count").unstarted(this::counts);
  private volatile int watches;
  private long period;
  private boolean looked;
  private boolean counted;

  public WatchDesk(
      Catalogue catalogue,
      Jobs jobs,
      PeerFigures figures,
      RandomGenerator random,
      InstantSource time) {
    this.time = time;
    this.stream = HexFormat.of().toHexDigits(random.nextLong());
    this.source = new WatchSource(catalogue, jobs, figures, time, values);
    this.source.onChange(this::wake);
    this.applied = catalogue.onApplied(source);
    this.jobsMoved = jobs.watchAll(source::moved);
    looking.start();
    counting.start();
  }

  /// What counts, with the alarms that it has raised.
  DistributionDesk distribution() {
    return source.distribution();
  }

  private void wake() {
    if (watches > 0) {
      LockSupport.unpark(looking);
      LockSupport.unpark(counting);
    }
  }

  /// Tells the caller everything, or what it missed, and then what changes, until it goes away or
  /// this agent stops to coordinate.
  void watch(WatchRequest ask, Caller caller, ServerCallStreamObserver<Change> call) {
    enter();
    try {
      new Telling(ask, caller, call).tell();
      if (!call.isCancelled()) {
        call.onCompleted();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationFailed(e, FailureCode.CANCELLED, "The watch");
    } finally {
      leave();
    }
  }

  private void enter() {
    synchronized (this) {
      if (watches++ == 0) {
        // What changed while nobody watched is not known.
        period++;
        looked = false;
        counted = false;
        values.setWhole(false);
        source.all();
      }
    }
    wake();
  }

  private synchronized void leave() {
    watches--;
  }

  private synchronized long period() {
    return period;
  }

  private synchronized void done(boolean wasCount, long began) {
    if (began == period) {
      looked |= !wasCount;
      counted |= wasCount;
      if (looked && counted) {
        values.setWhole(true);
      }
    }
  }

  private synchronized void failed() {
    looked = false;
    counted = false;
    values.fail();
  }

  private void looks() {
    while (!values.isClosed()) {
      if (watches == 0) {
        LockSupport.park(this);
        continue;
      }
      long began = System.nanoTime();
      round(false);
      for (long left = rest(began); left > 0 && !values.isClosed(); left = rest(began)) {
        LockSupport.parkNanos(left);
      }
    }
  }

  private long rest(long began) {
    return (source.hasChanged() ? ROUND : FIGURES) - (System.nanoTime() - began);
  }

  private void counts() {
    long ended = System.nanoTime();
    CountPace pace = new CountPace(0);
    long counted = period();
    while (!values.isClosed()) {
      long since = System.nanoTime() - ended;
      if (since >= AGES) {
        source.recount();
      }
      long left =
          source.isCountDue()
              ? pace.restNanos(watches > 0, counted != period()) - since
              : UNWATCHED;
      if (left > 0) {
        LockSupport.parkNanos(this, left);
        continue;
      }
      counted = period();
      long began = System.nanoTime();
      round(true);
      ended = System.nanoTime();
      pace = new CountPace(ended - began);
    }
  }

  private void round(boolean isCount) {
    long began = period();
    try {
      if (isCount) {
        source.count();
      } else {
        source.look(System.nanoTime());
      }
      done(isCount, began);
    } catch (RuntimeException e) {
      if (!values.isClosed()) {
        LOG.warn("what is watched could not be read", e);
      }
      failed();
    }
  }

  /// One watch.
  private final class Telling {
    private final Caller caller;
    private final ServerCallStreamObserver<Change> call;
    private final WatchValues.Reading reading;
    private final boolean resumed;
    private boolean wholeTold;
    private long lastTold = System.nanoTime();

    Telling(WatchRequest ask, Caller caller, ServerCallStreamObserver<Change> call) {
      this.caller = caller;
      this.call = call;
      this.resumed = ask.getStream().equals(stream) && values.reaches(ask.getAfter());
      this.reading =
          values.reading(resumed ? OptionalLong.of(ask.getAfter()) : OptionalLong.empty());
    }

    void tell() throws InterruptedException {
      if (!resumed) {
        anew();
      }
      while (true) {
        Flow.awaitReady(call, values::isClosed);
        if (call.isCancelled() || values.isClosed()) {
          return;
        }
        long left = BEAT - (System.nanoTime() - lastTold);
        Next next = reading.next(Math.min(left, NOTICE), wholeTold);
        if (next.anew()) {
          anew();
        } else if (next.item().isPresent()) {
          send(own(next.item().get().change()));
          reading.told(next.item().get());
        } else if (next.whole() && !wholeTold) {
          send(now().setWhole(Whole.getDefaultInstance()).build());
          wholeTold = true;
        } else if (left <= 0) {
          send(now().setBeat(Beat.getDefaultInstance()).build());
        }
      }
    }

    private void anew() {
      wholeTold = false;
      send(now().setRevision(0).setAnew(Anew.getDefaultInstance()).build());
    }

    private Change.Builder now() {
      return Change.newBuilder().setRevision(reading.position()).setAtMs(time.millis());
    }

    private Change own(Change change) {
      return change.hasStatus()
          ? change.toBuilder().setStatus(Messages.status(change.getStatus(), caller)).build()
          : change;
    }

    private void send(Change change) {
      call.onNext(change.toBuilder().setStream(stream).build());
      lastTold = System.nanoTime();
    }
  }

  /// Ends all watches and what keeps them; the second time it does nothing.
  @Override
  public void close() {
    values.close();
    applied.close();
    Flow.close(jobsMoved);
    LockSupport.unpark(looking);
    LockSupport.unpark(counting);
  }
}
