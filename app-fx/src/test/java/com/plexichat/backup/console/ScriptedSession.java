package com.plexichat.backup.console;

import com.plexichat.backup.console.state.LiveCluster;
import com.plexichat.backup.console.state.Sessions.Session;
import com.plexichat.backup.shared.client.Cluster;
import com.plexichat.backup.shared.client.Context;
import com.plexichat.backup.shared.client.Watch;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Change;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An open cluster that tells what a test says and answers as it says. What is not answered is
/// refused.
final class ScriptedSession implements AutoCloseable {
  private final ScheduledFuture<?> beating;
  private final ScheduledExecutorService beats =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private final Map<String, Function<Object[], Object>> answers = new ConcurrentHashMap<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final List<Change.What> told = new ArrayList<>();
  private Optional<Consumer<Change>> reader = Optional.empty();
  private long revision = 1;
  private final Session session;

  /// One act that was asked for.
  record Call(String method, List<Object> arguments) {}

  ScriptedSession(Change.What... first) {
    told.addAll(List.of(first));
    Cluster cluster =
        (Cluster)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Cluster.class},
                (_, method, args) -> called(method.getName(), args == null ? new Object[0] : args));
    InstantSource clock = InstantSource.system();
    session =
        new Session(
            new Context("harbour", "c1f0", "harbour", "10.0.0.1:7443", "ana", true),
            cluster,
            new LiveCluster(cluster, clock));
    beating =
        beats.scheduleAtFixedRate(() -> send(new Change.Beat()), 300, 300, TimeUnit.MILLISECONDS);
  }

  Session session() {
    return session;
  }

  /// What an act answers from now on; it may throw an [OperationFailed].
  ScriptedSession answer(String method, Function<Object[], Object> answer) {
    answers.put(method, answer);
    return this;
  }

  /// Acts other than watching, in their order.
  List<Call> calls(String method) {
    return calls.stream().filter(call -> call.method().equals(method)).toList();
  }

  /// Tells what changed.
  synchronized void tell(Change.What... all) {
    for (Change.What what : all) {
      told.add(what);
      send(what);
    }
  }

  private @Nullable Object called(String method, Object[] args) {
    if (method.equals("watch")) {
      return watch(args);
    }
    if (method.equals("close")) {
      return null;
    }
    calls.add(new Call(method, List.of(args)));
    Function<Object[], Object> answer = answers.get(method);
    if (answer == null) {
      throw new UnsupportedOperationException(method);
    }
    return answer.apply(args);
  }

  @SuppressWarnings("unchecked")
  private synchronized Watch watch(Object[] args) {
    reader = Optional.of((Consumer<Change>) args[2]);
    send(new Change.Anew());
    told.forEach(this::send);
    send(new Change.Whole());
    return () -> {};
  }

  private synchronized void send(Change.What what) {
    reader.ifPresent(
        one -> one.accept(new Change("run-1", revision++, InstantSource.system().instant(), what)));
  }

  @Override
  public void close() {
    beating.cancel(false);
    beats.shutdownNow();
    session.live().close();
  }
}
