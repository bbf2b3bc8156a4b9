package com.plexichat.backup.console;

import com.plexichat.backup.console.state.LiveCluster;
import com.plexichat.backup.console.state.Sessions.Session;
import com.plexichat.backup.shared.client.Cluster;
import com.plexichat.backup.shared.client.Context;
import com.plexichat.backup.shared.client.Pruning;
import com.plexichat.backup.shared.client.Schedules;
import com.plexichat.backup.shared.client.Tiering;
import com.plexichat.backup.shared.client.Watch;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Change;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The made-up cluster: it tells its watchers what a test says, every second that it is still
/// there, and answers what it was given answers for. What nobody gave an answer for fails the test
/// that asks, when it is closed at the latest.
public final class Sample implements AutoCloseable {
  private static final String ENDPOINT = "alder.example.org:7443";

  /// What an act of [Cluster] comes to.
  @FunctionalInterface
  public interface Answer {
    @Nullable Object to(Object[] arguments) throws Exception;
  }

  /// An act that was asked for.
  public record Call(String method, List<Object> arguments) {}

  /// Someone who watches.
  ///
  /// @param closed gets a word when he goes
  public record Asked(
      String stream,
      long after,
      Consumer<Change> reader,
      Consumer<Optional<OperationFailed>> end,
      List<String> closed) {
    public void tell(long revision, Change.What... all) {
      for (Change.What what : all) {
        reader.accept(new Change("run-1", revision, InstantSource.system().instant(), what));
      }
    }
  }

  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final List<String> unanswered = new CopyOnWriteArrayList<>();
  private final List<Change.What> told = new ArrayList<>();
  private final List<Asked> watchers = new ArrayList<>();
  private final BlockingQueue<Asked> arrivals = new LinkedBlockingQueue<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final ScheduledExecutorService beats =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private final Optional<ScheduledFuture<?>> beating;
  private final Cluster cluster =
      (Cluster)
          Proxy.newProxyInstance(
              Sample.class.getClassLoader(),
              new Class<?>[] {Cluster.class, Pruning.class, Schedules.class, Tiering.class},
              this::called);
  private Optional<Answer> instead = Optional.empty();
  private Optional<OperationFailed> silence = Optional.empty();
  private Optional<Session> session = Optional.empty();
  private final AtomicInteger answering = new AtomicInteger();
  private long revision;

  /// A cluster of this state; of none: one that is there and has not told anything yet.
  public Sample(List<Change.What> first) {
    this(first, true);
  }

  private Sample(List<Change.What> first, boolean beat) {
    told.addAll(first);
    beating =
        beat
            ? Optional.of(
                beats.scheduleAtFixedRate(
                    () -> send(new Change.Beat()), 300, 300, TimeUnit.MILLISECONDS))
            : Optional.empty();
  }

  /// A cluster whose watchers hear only what a test tells each of them.
  public static Sample byHand() {
    return new Sample(List.of(), false);
  }

  /// Why nothing is answered by a cluster that fell silent.
  public static OperationFailed gone() {
    return new OperationFailed(FailureCode.UNREACHABLE, ENDPOINT, "connection refused");
  }

  public Cluster cluster() {
    return cluster;
  }

  /// The cluster as it is open in a console; always the same.
  public synchronized Session session() {
    if (session.isEmpty()) {
      session =
          Optional.of(
              new Session(
                  new Context("prod", "c1", "prod-eu", ENDPOINT, "margit", true),
                  cluster,
                  new LiveCluster(cluster, InstantSource.system())));
    }
    return session.get();
  }

  /// What an act comes to from now on.
  public Sample answer(String act, Answer answer) {
    answers.put(act, answer);
    return this;
  }

  /// From now on every act fails so.
  public Sample failAll(OperationFailed why) {
    return answerAll(_ -> {
      throw why;
    });
  }

  /// From now on nothing is allowed.
  public Sample refuseAll() {
    return failAll(new OperationFailed(FailureCode.NOT_ALLOWED, "margit", "VIEW"));
  }

  /// From now on no act is answered before the end.
  public Sample holdAll() {
    return answerAll(_ -> {
      over.await();
      throw gone();
    });
  }

  private synchronized Sample answerAll(Answer answer) {
    instead = Optional.of(answer);
    return this;
  }

  /// From now on nobody answers, and who watches is told so.
  public synchronized void fallSilent() {
    silence = Optional.of(gone());
    failAll(gone());
    List.copyOf(watchers).forEach(one -> one.end().accept(silence));
    watchers.clear();
  }

  /// Whether nobody waits for an answer just now.
  public boolean isIdle() {
    return answering.get() == 0;
  }

  /// Acts of one kind, in their order.
  public List<Call> calls(String method) {
    return calls.stream().filter(call -> call.method().equals(method)).toList();
  }

  /// All acts, each with its first argument.
  public List<String> asked() {
    return calls.stream()
        .map(call ->
            call.arguments().isEmpty()
                ? call.method()
                : call.method() + " " + call.arguments().getFirst())
        .toList();
  }

  /// The next one who watches.
  public Asked next() throws InterruptedException {
    Asked next = arrivals.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nobody watches");
    }
    return next;
  }

  /// Tells what changed.
  public synchronized void tell(Change.What... all) {
    for (Change.What what : all) {
      told.add(what);
      send(what);
    }
  }

  private synchronized void send(Change.What what) {
    revision++;
    watchers.forEach(one -> one.tell(revision, what));
  }

  private @Nullable Object called(Object proxy, Method method, Object @Nullable [] given)
      throws Throwable {
    Object[] args = given == null ? new Object[0] : given;
    return switch (method.getName()) {
      case "watch" -> watch(args);
      case "hashCode" -> System.identityHashCode(proxy);
      case "equals" -> System.identityHashCode(proxy) == System.identityHashCode(args[0]);
      case "endpoint", "toString" -> ENDPOINT;
      // What the desks of a cluster are asked has their name before it.
      case "pruning", "schedules", "tiering" -> proxy;
      // A void method.
      case "close" -> null;
      default -> {
        String act = act(method);
        calls.add(new Call(act, List.of(args)));
        answering.incrementAndGet();
        try {
          yield answer(act).to(args);
        } finally {
          answering.decrementAndGet();
        }
      }
    };
  }

  /// "backUp", "schedules.define"
  private static String act(Method method) {
    Class<?> of = method.getDeclaringClass();
    return of.equals(Cluster.class)
        ? method.getName()
        : of.getSimpleName().toLowerCase(Locale.ROOT) + "." + method.getName();
  }

  private synchronized Answer answer(String act) {
    Answer answer = instead.orElse(answers.get(act));
    if (answer == null) {
      unanswered.add(act);
      throw new AssertionError("nobody said what " + act + " comes to");
    }
    return answer;
  }

  @SuppressWarnings("unchecked")
  private synchronized Watch watch(Object[] args) {
    Asked asked =
        new Asked(
            (String) args[0],
            (Long) args[1],
            (Consumer<Change>) args[2],
            (Consumer<Optional<OperationFailed>>) args[3],
            new ArrayList<>());
    arrivals.add(asked);
    if (silence.isPresent()) {
      asked.end().accept(silence);
      return () -> {};
    }
    watchers.add(asked);
    if (!told.isEmpty()) {
      revision++;
      asked.tell(revision, new Change.Anew());
      asked.tell(revision, told.toArray(Change.What[]::new));
      asked.tell(revision, new Change.Whole());
    }
    return () -> leave(asked);
  }

  private synchronized void leave(Asked asked) {
    watchers.removeIf(one -> one.reader().equals(asked.reader()));
    asked.closed().add("closed");
  }

  @Override
  public void close() {
    over.countDown();
    synchronized (this) {
      session.ifPresent(open -> open.live().close());
    }
    beating.ifPresent(each -> each.cancel(false));
    beats.shutdownNow();
    if (!unanswered.isEmpty()) {
      throw new AssertionError("nobody said what these come to: " + unanswered);
    }
  }
}
