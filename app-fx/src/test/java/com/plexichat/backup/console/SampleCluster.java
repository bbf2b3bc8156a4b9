package com.plexichat.backup.console;

import com.plexichat.backup.console.state.LiveCluster;
import com.plexichat.backup.console.state.Sessions.Session;
import com.plexichat.backup.shared.client.Cluster;
import com.plexichat.backup.shared.client.Context;
import com.plexichat.backup.shared.client.Watch;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Change;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Instant;
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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A cluster that tells what a test says and answers what a test scripted; what is not scripted
/// fails the test that asks.
public final class SampleCluster implements AutoCloseable {
  /// One answer to an act of [Cluster].
  public interface Answer {
    @Nullable Object to(Object[] args) throws Exception;
  }

  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<Change.What> told = new ArrayList<>();
  private final List<Consumer<Change>> readers = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final AtomicLong revision = new AtomicLong();
  private final ScheduledExecutorService beats =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("beats").factory());
  private final ScheduledFuture<?> beating;
  private volatile Optional<OperationFailed> broken = Optional.empty();

  /// A cluster of this state, and a beat a second as an agent sends them.
  public SampleCluster(List<Change.What> first) {
    told.addAll(first);
    beating = beats.scheduleAtFixedRate(() -> tellAll(new Change.Beat()), 1, 1, TimeUnit.SECONDS);
  }

  public SampleCluster answer(String act, Answer answer) {
    answers.put(act, answer);
    return this;
  }

  /// The acts that were asked for, with their first argument.
  public List<String> asked() {
    return List.copyOf(asked);
  }

  /// Nobody answers any more.
  public void breakWith(OperationFailed why) {
    broken = Optional.of(why);
    readers.clear();
  }

  public void tell(Change.What what) {
    tellAll(what);
  }

  private synchronized void tellAll(Change.What what) {
    Change change = new Change("run-1", revision.incrementAndGet(), Instant.EPOCH, what);
    readers.forEach(reader -> reader.accept(change));
  }

  public Session session(InstantSource clock) {
    Cluster cluster =
        (Cluster)
            Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Cluster.class}, this::invoke);
    Context context = new Context("prod", "c1", "prod-eu", "sample:7443", "margit", true);
    return new Session(context, cluster, new LiveCluster(cluster, clock));
  }

  private @Nullable Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
    return switch (method.getName()) {
      case "watch" -> watch(args);
      case "close" -> null;
      case "hashCode" -> System.identityHashCode(proxy);
      case "equals" -> System.identityHashCode(proxy) == System.identityHashCode(args[0]);
      case "toString", "endpoint" -> "sample:7443";
      default -> {
        asked.add(method.getName() + (args == null ? "" : " " + args[0]));
        Answer answer = answers.get(method.getName());
        if (answer == null) {
          throw new AssertionError("nobody scripted " + method.getName());
        }
        yield answer.to(args == null ? new Object[0] : args);
      }
    };
  }

  @SuppressWarnings("unchecked")
  private synchronized Watch watch(Object[] args) {
    Consumer<Change> reader = (Consumer<Change>) args[2];
    if (broken.isPresent()) {
      ((Consumer<Optional<OperationFailed>>) args[3]).accept(broken);
      return () -> {};
    }
    readers.add(reader);
    List<Change.What> all = new ArrayList<>(told);
    all.addFirst(new Change.Anew());
    if (!told.isEmpty()) {
      all.add(new Change.Whole());
    }
    all.forEach(what ->
        reader.accept(new Change("run-1", revision.incrementAndGet(), Instant.EPOCH, what)));
    return () -> readers.remove(reader);
  }

  @Override
  public void close() {
    beating.cancel(false);
    beats.shutdownNow();
  }
}
