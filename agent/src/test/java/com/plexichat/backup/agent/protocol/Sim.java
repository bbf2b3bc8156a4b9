package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.agent.planning.PeerView;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;

/// One cluster in one thread, replayed from a seed: eight machines of seven owners, a coordinator
/// and a source, on a network that loses, doubles, delays and reorders, with disks that crash and
/// die.
///
/// Time is in milliseconds. Faults end at [#HEALED]; at [#END] everything must have come right.
final class Sim {
  static final String CLUSTER = "cluster";
  static final String SOURCE_OWNER = "source";
  static final int MACHINES = 8;
  static final int COORDINATOR = 100;
  static final int SOURCE = 101;
  static final long HEALED = 30_000;
  static final long END = 90_000;

  private static final boolean TRACING = Boolean.getBoolean("sim.trace");

  final long seed;
  final Mutant mutant;
  final SplittableRandom random;
  final List<SimHolder> machines = new ArrayList<>();
  final SimCoordinator coordinator;
  final SimSource source;
  final SimTruth truth;

  /// Where the machine of an identity is, or was.
  final SortedMap<PeerId, Integer> addresses = new TreeMap<>();

  final SortedMap<PeerId, String> owners = new TreeMap<>();
  long now;
  long hash;
  long events;
  private long scheduled;
  private final PriorityQueue<Event> queue =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));

  /// Which faults this seed has, in per mille.
  private final int loss;

  private final int duplication;
  private final int lateness;

  private record Event(long at, long number, Runnable act) {}

  Sim(long seed, Mutant mutant) {
    this.seed = seed;
    this.mutant = mutant;
    random = new SplittableRandom(seed);
    loss = random.nextInt(3) * 30;
    duplication = random.nextInt(3) * 50;
    lateness = random.nextInt(3) * 30;
    truth = new SimTruth(this);
    for (int address = 0; address < MACHINES; address++) {
      machines.add(new SimHolder(this, address, "owner" + Math.max(1, address)));
    }
    coordinator = new SimCoordinator(this);
    source = new SimSource(this);
  }

  /// Runs to the end; throws when something did not hold.
  Sim run() {
    coordinator.start();
    source.start();
    new SimFaults(this).start();
    while (now < END) {
      Event event = queue.poll();
      if (event == null) {
        break;
      }
      now = event.at;
      events++;
      event.act.run();
    }
    truth.checkEnd();
    return this;
  }

  void after(long delay, Runnable act) {
    queue.add(new Event(now + delay, scheduled++, act));
  }

  boolean isHealed() {
    return now >= HEALED;
  }

  /// True so often in a thousand, while there are faults.
  boolean fault(int perMille) {
    return random.nextInt(1000) < perMille && !isHealed();
  }

  long delay(int most) {
    return 1L + random.nextInt(most);
  }

  void send(int to, Msg message) {
    if (fault(loss)) {
      return;
    }
    int copies = fault(duplication) ? 2 : 1;
    for (int copy = 0; copy < copies; copy++) {
      long delay = fault(lateness) || copy > 0 ? delay(15_000) : delay(30);
      after(delay, () -> deliver(to, message));
    }
  }

  private void deliver(int to, Msg message) {
    trace(() -> "→ " + to + " " + message);
    note(to, message.getClass().getSimpleName().hashCode());
    switch (to) {
      case COORDINATOR -> coordinator.receive(message);
      case SOURCE -> source.receive(message);
      default -> machines.get(to).receive(message);
    }
  }

  /// Tells what happens, when somebody asked for it with -Dsim.trace=true.
  void trace(Supplier<String> what) {
    if (TRACING) {
      System.out.println(now + " " + what.get());
    }
  }

  /// Folds what happened into the run's hash.
  void note(long what, long more) {
    hash = (hash ^ now) * 0x9E3779B97F4A7C15L;
    hash = (Long.rotateLeft(hash, 17) ^ what) * 0xBF58476D1CE4E5B9L;
    hash = Long.rotateLeft(hash, 31) ^ more;
  }

  PeerId newIdentity(int address, String owner) {
    PeerId id = new PeerId("%016x%016x".formatted(random.nextLong(), random.nextLong()));
    addresses.put(id, address);
    owners.put(id, owner);
    return id;
  }

  int address(PeerId id) {
    Integer address = addresses.get(id);
    if (address == null) {
      throw new IllegalStateException("nobody ever was " + id);
    }
    return address;
  }

  String owner(PeerId id) {
    String owner = owners.get(id);
    if (owner == null) {
      throw new IllegalStateException("nobody ever was " + id);
    }
    return owner;
  }

  /// Whether a machine still has this identity, and so its disk.
  boolean exists(PeerId id) {
    return machines.get(address(id)).id().equals(id);
  }

  Operation operation() {
    return new Operation(random.nextLong(), random.nextLong());
  }

  PeerView view(PeerId id, PeerState state) {
    return new PeerView(id, owner(id), "here", "", state, 1L << 40, 1);
  }
}
