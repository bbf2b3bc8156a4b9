package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A machine that backs up two sets of one vault and restores: drives a [SourceMachine] for every
/// stripe.
final class SimSource {
  private static final int SETS = 2;
  private static final int BACKUPS = 3;
  private static final int[][] SHAPES = {
    {2, 1, 2}, {3, 1, 2}, {4, 2, 2}, {3, 0, 3}, {4, 1, 3}, {5, 3, 2}
  };

  private final Sim sim;
  private final int number;
  final SplittableRandom random;
  private final PeerId id;
  private final int[] shape;

  // Durable.
  /// Chunks of each stripe that the index knows.
  final SortedMap<StripeId, List<Long>> index = new TreeMap<>();

  private int stripes;
  private int attempts;
  private final int[] closed = new int[SETS];

  // Volatile.
  private boolean up = true;
  private int life;
  private int calls;
  private final SortedMap<Integer, Consumer<Msg>> answers = new TreeMap<>();
  private final SortedMap<StripeId, SimUpload> uploads = new TreeMap<>();
  private final SortedMap<Integer, SimReader> readers = new TreeMap<>();

  /// Backups that were restored and compared since the last fault.
  private final SortedSet<Integer> restored = new TreeSet<>();

  SimSource(Sim sim, int number) {
    this.sim = sim;
    this.number = number;
    random = sim.random.split();
    id = new PeerId("f%031x".formatted(number));
    shape = SHAPES[random.nextInt(SHAPES.length)];
  }

  PeerId id() {
    return id;
  }

  int number() {
    return number;
  }

  int node() {
    return Sim.FIRST_SOURCE + number;
  }

  /// Its owner has a machine that holds shards of others.
  String owner() {
    return "owner" + (2 + number);
  }

  boolean isUp() {
    return up;
  }

  void start() {
    for (int set = 0; set < SETS; set++) {
      begin(set, random.nextInt(5_000));
    }
    restoreOften();
  }

  /// The next backup of the set, after a while.
  private void begin(int set, int after) {
    if (closed[set] < BACKUPS) {
      later(after, () -> new SimBackup(sim, this, ++attempts, set).start());
    }
  }

  void ended(int set, boolean isClosed) {
    closed[set] += isClosed ? 1 : 0;
    begin(set, isClosed ? random.nextInt(9_000) : 500 + random.nextInt(1_500));
  }

  /// Whether every backup that was to be made is closed.
  boolean isDone() {
    for (int count : closed) {
      if (count < BACKUPS) {
        return false;
      }
    }
    return true;
  }

  /// Backups that the log has and that were not restored since the last fault.
  int notRestored() {
    return (int)
        sim.coordinator.catalogue.backups.listed(number).stream()
            .filter(backup -> !restored.contains(backup.number()))
            .count();
  }

  /// The process stops: stripes that were under way are abandoned, backups begin anew.
  void crash() {
    up = false;
    life++;
    answers.clear();
    uploads.values().forEach(upload -> sim.truth.abandoned(upload.facts));
    uploads.clear();
    readers.clear();
  }

  void restart() {
    up = true;
    stripes -= sim.is(Mutant.SEALED_AGAIN) && stripes > 0 ? 1 : 0;
    for (int set = 0; set < SETS; set++) {
      begin(set, random.nextInt(1_000));
    }
    restoreOften();
  }

  void later(long delay, Runnable act) {
    int begun = life;
    sim.after(
        delay,
        () -> {
          if (life == begun) {
            act.run();
          }
        });
  }

  private void restoreOften() {
    List<Integer> wanted = new ArrayList<>();
    for (SimCatalogue.Backup backup : sim.coordinator.catalogue.backups.listed(number)) {
      if (!(sim.isHealed() && restored.contains(backup.number()))) {
        wanted.add(backup.number());
      }
    }
    if (!wanted.isEmpty()) {
      int backup = wanted.get(random.nextInt(wanted.size()));
      new SimRestore(sim, this, backup).start();
    }
    later(20 + random.nextInt(sim.isHealed() ? 300 : 60), this::restoreOften);
  }

  /// What was pruned and came back must be restored once more.
  void isBack(int backup) {
    restored.remove(backup);
  }

  void restored(int backup) {
    if (sim.isHealed()) {
      restored.add(backup);
    }
  }

  /// Seals chunks into a stripe of its own.
  StripeFacts seal(List<Long> chunks, int length) {
    StripeId stripe = new StripeId(sim.scenario.seed(), ((number + 1L) << 32) + stripes++);
    List<ShardSpec> shards = sim.vault.seal(stripe, chunks, shape[0], shape[1], length);
    return new StripeFacts(stripe, shape[0], shape[1], shape[2], shards, id, owner());
  }

  /// Uploads a stripe; true when it is acknowledged.
  void upload(StripeFacts facts, Consumer<Boolean> then) {
    SimUpload upload = new SimUpload(sim, this, facts, then);
    uploads.put(facts.stripe(), upload);
    upload.start();
  }

  void uploaded(StripeFacts facts) {
    uploads.remove(facts.stripe());
  }

  /// Asks the coordinator; null when no answer comes in time.
  void ask(
      int timeout, java.util.function.IntFunction<Msg> question, Consumer<@Nullable Msg> then) {
    int call = ++calls;
    answers.put(call, then);
    sim.net.send(node(), Sim.COORDINATOR, question.apply(call));
    later(
        timeout,
        () -> {
          if (answers.remove(call) != null) {
            then.accept(null);
          }
        });
  }

  /// Reads a stripe from its holders.
  void read(Msg.Place place, Consumer<@Nullable List<Long>> then) {
    int call = ++calls;
    SimReader reader =
        new SimReader(
            sim,
            this,
            place,
            call,
            chunks -> {
              readers.remove(call);
              then.accept(chunks);
            });
    readers.put(call, reader);
    reader.start();
  }

  void receive(Msg message) {
    if (!up) {
      return;
    }
    switch (message) {
      case Msg.Answer answer -> {
        SimUpload upload = uploads.get(answer.order().stripe());
        if (upload != null) {
          upload.answered(answer);
        }
      }
      case Msg.Got got -> {
        SimReader reader = readers.get(got.call());
        if (reader != null) {
          reader.got(got);
        }
      }
      case Msg.Opened(_, _, var call) -> answer(call, message);
      case Msg.ReserveAnswer(_, var call) -> answer(call, message);
      case Msg.CommitAnswer(_, var call) -> answer(call, message);
      case Msg.Located(_, var call) -> answer(call, message);
      case Msg.Done(_, var call) -> answer(call, message);
      default -> throw new IllegalStateException("not for a source: " + message);
    }
  }

  private void answer(int call, Msg message) {
    Consumer<Msg> then = answers.remove(call);
    if (then != null) {
      then.accept(message);
    }
  }
}
