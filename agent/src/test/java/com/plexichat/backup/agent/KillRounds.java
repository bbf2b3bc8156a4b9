package com.plexichat.backup.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.KillPoint.Fault;
import com.plexichat.backup.agent.RealCluster.Ended;
import com.plexichat.backup.agent.RealCluster.Member;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Rounds of one flow each, in which agents are struck at system calls.
///
/// Several agents are struck in one round, each by itself: what is acknowledged survives a crash of
/// all. After each attempt those that died are started again, and those that were told an error
/// too; the same command is given until it is done, and then everything is looked at.
final class KillRounds {
  private static final int ATTEMPTS = 6;

  /// One of those that only hold shards.
  private static final String HOLDER = "agent-3";

  private final long seed;
  private final KillScene scene;
  private final List<KillFlow> flows;
  private final KillPlan plan;
  final KillTally tally = new KillTally();
  private int traces;

  KillRounds(long seed, Path dir) throws Exception {
    this.seed = seed;
    Random random = new Random(seed);
    scene = KillScene.up(dir, random);
    flows = KillFlows.all(scene);
    plan = new KillPlan(random);
  }

  KillScene scene() {
    return scene;
  }

  /// Looks on while each flow is done once without a fault, after a first backup.
  void learn() throws Exception {
    KillFlow first = flows.getFirst();
    first.prepare();
    assertTrue(first.isDone(first.act()), first.name());
    for (KillFlow flow : flows) {
      flow.prepare();
      Map<Member, Strace> looking = new LinkedHashMap<>();
      for (Member member : scene.cluster.members()) {
        looking.put(member, Strace.lookOn(member, trace()));
      }
      untilDone(flow);
      for (Map.Entry<Member, Strace> one : looking.entrySet()) {
        one.getValue().close();
        plan.learn(flow.name(), one.getKey(), one.getValue().trace, scene.dir);
      }
      flow.checkDone();
    }
    for (String agent : List.of(KillScene.COORDINATOR, HOLDER)) {
      Path out = trace();
      scene.cluster.kill(agent);
      assertTrue(scene.starts(agent, Strace.fromStart(out)), agent);
      Member member = scene.cluster.member(agent);
      plan.learn(KillPlan.START, member, new Trace(out), scene.dir);
      Strace.letGo(member);
    }
    KillTally.line("kills planned from", plan.toString());
  }

  /// Gives the same command until it is done: no agent is struck, but a machine with much to do may
  /// keep one from answering in time.
  private static void untilDone(KillFlow flow) throws Exception {
    Ended ended = flow.act();
    boolean done = flow.isDone(ended);
    for (int attempt = 1; attempt < ATTEMPTS && !done; attempt++) {
      KillTally.line("kills done again", flow.name() + ", " + ended);
      ended = flow.act();
      done = flow.isDone(ended);
    }
    assertTrue(done, "cannot be done again: " + ended);
  }

  private Path trace() {
    return scene.dir.resolve("trace-" + traces++);
  }

  /// One round of each flow.
  void roundOfEach() throws Exception {
    for (KillFlow flow : flows) {
      run(flow, plan.next(flow));
    }
  }

  void run(String flow, List<KillPoint> points) throws Exception {
    run(flows.stream().filter(one -> one.name().equals(flow)).findFirst().orElseThrow(), points);
  }

  private void run(KillFlow flow, List<KillPoint> points) throws Exception {
    tally.rounds++;
    long begun = System.nanoTime();
    int before = tally.points;
    try {
      round(flow, points);
      KillTally.line(
          "kills round " + tally.rounds,
          "%s, %d of %s, %d ms"
              .formatted(
                  flow.name(),
                  tally.points - before,
                  points,
                  TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)));
    } catch (Exception | AssertionError broken) {
      tally.broke(String.valueOf(broken.getMessage()));
      throw new AssertionError(
          "round %d with %s failed; -Dkills.seed=%d -Dkills.points=%s replays it: %s%n%s"
              .formatted(
                  tally.rounds,
                  points,
                  seed,
                  String.join(",", points.stream().map(KillPoint::toString).toList()),
                  broken.getMessage(),
                  scene.told()),
          broken);
    }
  }

  private void round(KillFlow flow, List<KillPoint> points) throws Exception {
    flow.prepare();
    Deque<KillPoint> waiting = new ArrayDeque<>(points);
    Map<KillPoint, Strace> going = new LinkedHashMap<>();
    Map<KillPoint, Strace> struck = new HashMap<>();
    boolean done = false;
    int interrupted = 0;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      strike(waiting, going);
      if (going.isEmpty()) {
        break;
      }
      if (done) {
        flow.checkBeforeNext();
        flow.prepare();
      }
      done = flow.isDone(attempt(flow));
      if (!done) {
        interrupted++;
        tally.interrupted++;
      }
      take(going, struck);
      if (done) {
        miss(going);
      }
      recover(struck);
      flow.checkNothingHalf();
    }
    boolean wasBroken = !done;
    take(going, struck);
    tally.missed += waiting.size();
    miss(going);
    recover(struck);
    flow.checkNothingHalf();
    if (wasBroken) {
      untilDone(flow);
    }
    flow.checkDone();
    tally.resumed += interrupted;
    checkCopies(struck.keySet().stream().toList());
  }

  /// One point at a time for each agent.
  private void strike(Deque<KillPoint> waiting, Map<KillPoint, Strace> going) throws Exception {
    for (KillPoint point : List.copyOf(waiting)) {
      if (going.keySet().stream().noneMatch(one -> one.agent().equals(point.agent()))) {
        going.put(point, Strace.strike(scene.cluster.member(point.agent()), point, trace()));
        waiting.remove(point);
      }
    }
  }

  /// The flow once. A coordinator that dies meanwhile is started again, since whoever waits for the
  /// end of a job waits for it; others three times out of four, as a supervisor would do it.
  private Ended attempt(KillFlow flow) throws Exception {
    CompletableFuture<Ended> ended =
        CompletableFuture.supplyAsync(() -> {
          try {
            return flow.act();
          } catch (Exception failed) {
            throw new IllegalStateException(failed);
          }
        });
    boolean all = scene.random.nextInt(4) > 0;
    RealCluster.await(
        flow.name(),
        () -> {
          if (!ended.isDone() && all && !scene.cluster.isWhole()) {
            scene.revive();
          } else if (!ended.isDone() && !scene.cluster.member(KillScene.COORDINATOR).isRunning()) {
            scene.restart(KillScene.COORDINATOR);
          }
          return ended.isDone();
        });
    return ended.join();
  }

  private void take(Map<KillPoint, Strace> going, Map<KillPoint, Strace> struck)
      throws IOException {
    for (KillPoint point : List.copyOf(going.keySet())) {
      Strace strace = going.get(point);
      if (strace != null && strace.trace.hasStruck()) {
        strace.close();
        going.remove(point);
        struck.put(point, strace);
        strace.trace.struck().ifPresent(at -> tally.struck(point, at));
      }
    }
  }

  /// What a whole run of the flow did not reach, another would not reach either.
  private void miss(Map<KillPoint, Strace> going) throws IOException {
    for (Strace left : going.values()) {
      left.close();
      tally.missed++;
    }
    going.clear();
  }

  /// Who was told an error or a lie is killed too; a liar loses what it did not sync; all run
  /// again.
  private void recover(Map<KillPoint, Strace> struck) throws Exception {
    for (Map.Entry<KillPoint, Strace> one : struck.entrySet()) {
      KillPoint point = one.getKey();
      if (point.fault() != Fault.KILL && one.getValue().isOf(scene.cluster.member(point.agent()))) {
        boolean mayLose = point.fault() == Fault.LIE && scene.hasAllCopies();
        scene.cluster.kill(point.agent());
        if (mayLose) {
          drop(one.getValue());
        }
      }
    }
    for (Member member : scene.cluster.members()) {
      boolean isJudged =
          member.coordinator() || scene.cluster.member(KillScene.COORDINATOR).isRunning();
      if (!member.isRunning() && isJudged && scene.random.nextInt(3) == 0) {
        strikeStart(member);
      }
    }
    if (!scene.cluster.isWhole()) {
      scene.revive();
    }
    scene.assertNothingStaged();
  }

  /// Whoever died may die again in its start, or be told an error there; the next one begins with
  /// what both have left.
  private void strikeStart(Member member) throws Exception {
    Optional<KillPoint> planned = plan.start(member.name());
    if (planned.isEmpty()) {
      return;
    }
    KillPoint point = planned.get();
    Trace trace = new Trace(trace());
    boolean runs = scene.starts(member.name(), Strace.fromStart(member, point, trace.file()));
    if (!runs) {
      RealCluster.await("why " + member.name() + " did not start", trace::hasStruck);
    }
    Optional<Trace.Seen> at = trace.struck();
    at.ifPresent(seen -> tally.struck(point, seen));
    tally.missed += at.isPresent() ? 0 : 1;
    if (runs) {
      Strace.letGo(scene.cluster.member(member.name()));
      if (at.isPresent()) {
        scene.cluster.kill(member.name());
      }
    }
  }

  private void drop(Strace liar) throws IOException {
    for (Path file : liar.trace.notSynced()) {
      if (Files.exists(file)) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.truncate(0);
          tally.dropped++;
        }
      }
    }
  }

  /// Every copy that counts is there; but for a liar's, which are found and mended.
  private void checkCopies(List<KillPoint> struck) throws Exception {
    List<Json> bad = scene.bad();
    for (Json one : bad) {
      boolean isLiar =
          struck.stream()
              .anyMatch(
                  point -> point.fault() == Fault.LIE && point.agent().equals(one.text("peer")));
      boolean isSync = struck.stream().anyMatch(KillPoint::isSync);
      assertTrue(
          isLiar,
          () -> "acknowledged " + (isSync ? "after a failed sync " : "") + "and bad: " + bad);
    }
    Ended repair = scene.here("integrity", "repair", "--wait");
    assertEquals(0, repair.code(), repair::toString);
    if (!bad.isEmpty()) {
      assertEquals(List.of(), scene.bad(), "a liar's copies were not mended");
    }
  }

  /// At the end every acknowledged backup is restored and compared.
  void checkAll() throws Exception {
    scene.assertLists();
    for (String backup : scene.acknowledged()) {
      scene.assertRestores(backup);
    }
  }
}
