package com.plexichat.backup.console.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.console.Sample;
import com.plexichat.backup.console.Sample.Asked;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.BackupSet;
import com.plexichat.backup.shared.model.Change;
import com.plexichat.backup.shared.model.ClusterFacts;
import com.plexichat.backup.shared.model.Tier;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveClusterTest {
  private static final ClusterFacts FACTS =
      new ClusterFacts("c", "docks", 1, 1, Optional.empty(), true, "ops", List.of());

  private final Sample script = Sample.byHand();
  private final BlockingQueue<ClusterState> states = new LinkedBlockingQueue<>();
  private LiveCluster live;

  @BeforeEach
  void start() {
    live = new LiveCluster(script.cluster(), InstantSource.fixed(Instant.EPOCH));
    live.state().watch(states::add);
  }

  @AfterEach
  void stop() {
    live.close();
    script.close();
  }

  private ClusterState await(Predicate<ClusterState> wanted) throws InterruptedException {
    for (ClusterState state = next(); ; state = next()) {
      if (wanted.test(state)) {
        return state;
      }
    }
  }

  private ClusterState next() throws InterruptedException {
    ClusterState state = states.poll(20, TimeUnit.SECONDS);
    assertTrue(state != null, "nothing more was told");
    return state;
  }

  private static Change.What set(String name) {
    return new Change.OfSet(new BackupSet(name, "", List.of(), List.of(), Tier.SILVER));
  }

  private static List<String> names(ClusterState state) {
    return state.sets().stream().map(BackupSet::name).toList();
  }

  @Test
  void nothingIsShownBeforeAllIsTold() throws Exception {
    Asked asked = script.next();
    assertEquals("", asked.stream());
    asked.tell(1, new Change.Anew(), new Change.OfCluster(FACTS), set("a"));
    assertInstanceOf(Freshness.Loading.class, live.state().get().freshness());
    asked.tell(2, set("b"), new Change.Whole());
    ClusterState state = await(ClusterState::isKnown);
    assertEquals(List.of("a", "b"), names(state));
    assertTrue(state.freshness().isCurrent());
    asked.tell(3, new Change.Gone("set", "a"));
    assertEquals(List.of("b"), names(await(one -> one.sets().size() == 1)));
  }

  @Test
  void whatBreaksIsStaleAndGoesOnBehindTheLastRevision() throws Exception {
    Asked first = script.next();
    first.tell(7, new Change.Anew(), new Change.OfCluster(FACTS), set("a"), new Change.Whole());
    await(ClusterState::isKnown);
    OperationFailed why = new OperationFailed(FailureCode.UNREACHABLE, "x:1", "it is gone");
    first.end().accept(Optional.of(why));
    ClusterState stale = await(state -> state.freshness() instanceof Freshness.Stale);
    assertEquals(
        new Freshness.Stale(Optional.of(Instant.EPOCH), Optional.of(why)), stale.freshness());
    assertEquals(List.of("a"), names(stale), "what was known stays");
    Asked again = script.next();
    assertEquals("run-1", again.stream());
    assertEquals(7, again.after());
    again.tell(8, set("b"), new Change.Whole());
    assertEquals(List.of("a", "b"), names(await(state -> state.freshness().isCurrent())));
  }

  @Test
  void silenceIsStaleWithinFiveSeconds() throws Exception {
    Asked first = script.next();
    first.tell(1, new Change.Anew(), new Change.OfCluster(FACTS), new Change.Whole());
    await(state -> state.freshness().isCurrent());
    await(state -> state.freshness() instanceof Freshness.Stale);
    assertTrue(LiveCluster.SILENCE.compareTo(Duration.ofSeconds(5)) < 0);
    assertEquals(List.of("closed"), first.closed());
    first.tell(2, set("late"));
    script.next().tell(2, set("new"), new Change.Whole());
    assertEquals(List.of("new"), names(await(state -> state.freshness().isCurrent())));
  }

  @Test
  void anotherRunOfTheCoordinatorIsToldAnew() throws Exception {
    Asked first = script.next();
    first.tell(9, new Change.Anew(), new Change.OfCluster(FACTS), set("a"), new Change.Whole());
    await(ClusterState::isKnown);
    first.end().accept(Optional.empty());
    Asked again = script.next();
    again.tell(1, new Change.Anew(), new Change.OfCluster(FACTS), set("z"), new Change.Whole());
    assertEquals(List.of("z"), names(await(state -> state.freshness().isCurrent())));
    again.end().accept(Optional.empty());
    assertEquals(1, script.next().after());
  }

  @Test
  void aWatcherThatFailsEndsNothing() throws Exception {
    BlockingQueue<Throwable> wrong = new LinkedBlockingQueue<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((_, thrown) -> wrong.add(thrown));
    try {
      live.state()
          .watch(state -> {
            if (state.isKnown()) {
              throw new IllegalStateException("planted");
            }
          });
      Asked asked = script.next();
      asked.tell(1, new Change.Anew(), new Change.OfCluster(FACTS), new Change.Whole());
      await(ClusterState::isKnown);
      asked.tell(2, set("a"));
      assertEquals(List.of("a"), names(await(state -> !state.sets().isEmpty())));
      Throwable told = wrong.poll(20, TimeUnit.SECONDS);
      assertEquals("planted", told == null ? "nothing" : told.getMessage());
      live.close();
      await(wrong);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  /// The second one: nothing of this test may reach the next.
  private static void await(BlockingQueue<Throwable> wrong) throws InterruptedException {
    assertTrue(wrong.poll(20, TimeUnit.SECONDS) != null, "the failure was told once only");
  }

  @Test
  void whatIsHeardWhileItClosesEndsQuietly() throws Exception {
    BlockingQueue<Throwable> wrong = new LinkedBlockingQueue<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((_, thrown) -> wrong.add(thrown));
    try {
      CountDownLatch busy = new CountDownLatch(1);
      CountDownLatch go = new CountDownLatch(1);
      CountDownLatch over = new CountDownLatch(1);
      Asked asked = script.next();
      live.state()
          .watch(state -> {
            if (state.isKnown()) {
              busy.countDown();
              try {
                go.await(20, TimeUnit.SECONDS);
              } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
              }
            }
          });
      asked.tell(1, new Change.Anew(), new Change.OfCluster(FACTS), new Change.Whole());
      assertTrue(busy.await(20, TimeUnit.SECONDS));
      Thread.ofVirtual()
          .start(() -> {
            asked.tell(2, set("late"));
            live.close();
            over.countDown();
          });
      assertTrue(over.await(20, TimeUnit.SECONDS));
      go.countDown();
      assertTrue(live.awaitEnd(Duration.ofSeconds(20)));
      assertEquals(List.of(), List.copyOf(wrong));
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }
}
