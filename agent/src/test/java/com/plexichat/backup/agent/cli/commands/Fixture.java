package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.ClusterAccess;
import com.plexichat.backup.agent.cli.ConfigAccess;
import com.plexichat.backup.agent.cli.IntegrityAccess;
import com.plexichat.backup.agent.cli.Launch;
import com.plexichat.backup.agent.cli.LocalActs;
import com.plexichat.backup.agent.cli.PruneAccess;
import com.plexichat.backup.agent.cli.RetentionAccess;
import com.plexichat.backup.agent.cli.ScheduleAccess;
import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.JobStarted;
import com.plexichat.backup.proto.ListPeersAnswer;
import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.proto.PeerState;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A command line with a cluster and a machine that answer what a test tells them to.
final class Fixture {
  static final long NOW = Instant.parse("2026-07-01T12:03:59Z").toEpochMilli();
  static final String ONE = "0123456789abcdef0123456789abcdef";
  static final String TWO = "fedcba9876543210fedcba9876543210";

  final ByteArrayOutputStream out = new ByteArrayOutputStream();
  final ByteArrayOutputStream err = new ByteArrayOutputStream();
  final List<Object> asked = new ArrayList<>();
  final List<ClusterAccess.Target> opened = new ArrayList<>();
  private final Map<String, Function<Object, Object>> answers = new HashMap<>();
  private final Map<String, Function<Object[], Object>> acts = new HashMap<>();
  boolean live;
  InstantSource clock = InstantSource.fixed(Instant.ofEpochMilli(NOW));
  Launch launch = new Launch(List.of("false"), List.of());

  Fixture() {
    on(
        "listPeers",
        ListPeersAnswer.newBuilder()
            .addPeers(
                PeerEntry.newBuilder()
                    .setPeerId(ONE)
                    .setName("alpha")
                    .setEndpoint("127.0.0.1:40001")
                    .setOwner("alpha")
                    .setRegion("eu")
                    .setSite("eu-1")
                    .setState(PeerState.ACTIVE)
                    .setCapacity(20L << 30)
                    .setUsed(123456789)
                    .setShards(1234)
                    .setLatencyMs(-1)
                    .setLastSeenMs(NOW)
                    .setCoordinator(true))
            .addPeers(
                PeerEntry.newBuilder()
                    .setPeerId(TWO)
                    .setName("a-machine-with-a-rather-long-name.example.org")
                    .setEndpoint("backup-two.example.org:7443")
                    .setOwner("an-owner-with-a-long-name")
                    .setState(PeerState.SUSPECT)
                    .setCapacity(500L << 30)
                    .setUsed(0)
                    .setShards(0)
                    .setLatencyMs(12))
            .build());
  }

  /// What a call answers: a message, a RuntimeException to throw, or for streams a list.
  void on(String call, Object answer) {
    answers.put(call, _ -> answer);
  }

  void on(String call, Function<Object, Object> answer) {
    answers.put(call, answer);
  }

  void onAct(String act, Function<Object[], Object> answer) {
    acts.put(act, answer);
  }

  /// A job that a call starts, and how it goes.
  void onJob(String call, JobStarted started, JobEntry... course) {
    on(call, started);
    on("watchJob", List.of(course));
    on(
        "listJobs",
        com.plexichat.backup.proto.ListJobsAnswer.newBuilder()
            .addJobs(course[course.length - 1])
            .build());
  }

  int run(String... args) {
    out.reset();
    err.reset();
    asked.clear();
    return CommandLines.run(surroundings(), args);
  }

  Surroundings surroundings() {
    return new Surroundings(
        proxy(LocalActs.class, this::act),
        target -> {
          opened.add(target);
          return proxy(ClusterAccess.class, this::call);
        },
        new Surroundings.Streams(out, new PrintStream(err, true, StandardCharsets.UTF_8), live),
        clock,
        new Random(1),
        ZoneId.of("Europe/Vienna"),
        Map.of("HOME", "/home/somebody", "HOSTNAME", "here"),
        launch);
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @SuppressWarnings("unchecked")
  <T> T request(Class<T> type) {
    return (T) asked.stream().filter(type::isInstance).findFirst().orElseThrow();
  }

  private interface Called {
    @Nullable Object with(Method method, Object[] args);
  }

  private static <T> T proxy(Class<T> type, Called called) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, args) -> called.with(method, args)));
  }

  private Object act(Method method, Object[] args) {
    Function<Object[], Object> answer = acts.get(method.getName());
    if (answer == null) {
      throw new AssertionError("not expected: " + method.getName());
    }
    return answer.apply(args);
  }

  @SuppressWarnings("unchecked")
  private @Nullable Object call(Method method, Object[] args) {
    if (method.getName().equals("close")) {
      return null;
    }
    if (method.getReturnType() == ScheduleAccess.class) {
      return proxy(ScheduleAccess.class, this::call);
    }
    if (method.getReturnType() == IntegrityAccess.class) {
      return proxy(IntegrityAccess.class, this::call);
    }
    if (method.getReturnType() == ConfigAccess.class) {
      return proxy(ConfigAccess.class, this::call);
    }
    if (method.getReturnType() == PruneAccess.class) {
      return proxy(PruneAccess.class, this::call);
    }
    if (method.getReturnType() == RetentionAccess.class) {
      return proxy(RetentionAccess.class, this::call);
    }
    asked.add(args[0]);
    Function<Object, Object> planned = answers.get(method.getName());
    if (planned == null) {
      throw new AssertionError("not expected: " + method.getName());
    }
    Object answer = planned.apply(args[0]);
    if (answer instanceof RuntimeException failure) {
      throw failure;
    }
    if (answer instanceof List<?> stream) {
      for (Object one : stream) {
        if (one instanceof RuntimeException failure) {
          throw failure;
        }
        if (args[args.length - 1] instanceof Predicate<?> goOn) {
          if (!((Predicate<Object>) goOn).test(one)) {
            break;
          }
        } else {
          ((Consumer<Object>) args[args.length - 1]).accept(one);
        }
      }
      return null;
    }
    return answer;
  }
}
