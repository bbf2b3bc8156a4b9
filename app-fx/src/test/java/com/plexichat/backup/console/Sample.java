package com.plexichat.backup.console;

import com.plexichat.backup.console.state.LiveCluster;
import com.plexichat.backup.console.state.Sessions.Session;
import com.plexichat.backup.shared.client.Cluster;
import com.plexichat.backup.shared.client.Context;
import com.plexichat.backup.shared.client.Watch;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Change;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An open cluster without agents: it tells its watchers what a test wants told, every second that
/// it is still there, and answers what it was given answers for.
final class Sample implements AutoCloseable {
  private final Map<String, Function<List<Object>, Object>> answers = new ConcurrentHashMap<>();
  private final ScheduledExecutorService beat =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private final List<Heard> watchers = new ArrayList<>();
  private final Session session;
  private final ScheduledFuture<?> beating;
  private List<Change.What> told = List.of();
  private boolean silent;
  private long revision;

  private record Heard(Consumer<Change> reader, Consumer<Optional<OperationFailed>> end) {}

  Sample(List<Change.What> first) {
    told = List.copyOf(first);
    Cluster cluster =
        (Cluster)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Cluster.class},
                (_, method, args) ->
                    called(method.getName(), args == null ? List.of() : List.of(args)));
    InstantSource clock = InstantSource.system();
    session =
        new Session(
            new Context("docks", "c1", "docks", "127.0.0.1:7400", "ops", true),
            cluster,
            new LiveCluster(cluster, clock));
    beating = beat.scheduleAtFixedRate(this::beat, 1, 1, TimeUnit.SECONDS);
  }

  Session session() {
    return session;
  }

  /// What a call comes to, by the name of its method.
  Sample answer(String method, Function<List<Object>, Object> answer) {
    answers.put(method, answer);
    return this;
  }

  @SuppressWarnings("unchecked")
  private @Nullable Object called(String method, List<Object> args) {
    if (method.equals("watch")) {
      return watch(
          (Consumer<Change>) args.get(2), (Consumer<Optional<OperationFailed>>) args.get(3));
    }
    Function<List<Object>, Object> answer = answers.get(method);
    if (answer != null) {
      return answer.apply(args);
    }
    return switch (method) {
      case "endpoint" -> "127.0.0.1:7400";
      case "hashCode" -> System.identityHashCode(this);
      case "equals" -> false;
      case "toString" -> "a sample";
      // A void method.
      case "close" -> null;
      default -> throw gone();
    };
  }

  static OperationFailed gone() {
    return new OperationFailed(FailureCode.UNREACHABLE, "127.0.0.1:7400", "connection refused");
  }

  private synchronized Watch watch(
      Consumer<Change> reader, Consumer<Optional<OperationFailed>> end) {
    Heard heard = new Heard(reader, end);
    if (silent) {
      end.accept(Optional.of(gone()));
      return () -> {};
    }
    watchers.add(heard);
    if (!told.isEmpty()) {
      all(heard);
    }
    return () -> forget(heard);
  }

  private synchronized void forget(Heard heard) {
    watchers.remove(heard);
  }

  private void all(Heard heard) {
    say(heard, new Change.Anew());
    told.forEach(what -> say(heard, what));
    say(heard, new Change.Whole());
  }

  private void say(Heard heard, Change.What what) {
    heard.reader().accept(new Change("run-1", ++revision, Instant.now(), what));
  }

  private synchronized void beat() {
    if (!told.isEmpty()) {
      watchers.forEach(heard -> say(heard, new Change.Beat()));
    }
  }

  /// Tells everything anew.
  synchronized void tell(List<Change.What> next) {
    told = List.copyOf(next);
    watchers.forEach(this::all);
  }

  /// From now on nobody answers.
  synchronized void fallSilent() {
    silent = true;
    List.copyOf(watchers).forEach(heard -> heard.end().accept(Optional.of(gone())));
    watchers.clear();
  }

  @Override
  public void close() {
    session.live().close();
    beating.cancel(false);
    beat.shutdownNow();
  }
}
