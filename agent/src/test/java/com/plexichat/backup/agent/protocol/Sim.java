package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.agent.planning.PeerView;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;

/// One cluster in one thread, replayed from a seed: machines that hold shards, a coordinator,
/// sources, and an environment that does to them what [Fault] names within what [FaultAtlas]
/// allows.
///
/// Time is in milliseconds. Faults end at [#HEALED]; at [#END] at the latest everything must have
/// come right.
final class Sim {
  static final String CLUSTER = "cluster";
  static final int MACHINES = 11;

  /// Machines that are there from the beginning; the others join.
  static final int FOUNDERS = 8;

  static final int COORDINATOR = MACHINES;
  static final int SOURCES = 2;
  static final int FIRST_SOURCE = MACHINES + 1;
  static final int NODES = FIRST_SOURCE + SOURCES;
  static final long HEALED = 40_000;
  static final long END = 200_000;

  /// Events that may wait (I13).
  private static final int MOST_WAITING = 40_000;

  final Scenario scenario;

  /// Chance within the system.
  final SplittableRandom random;

  /// Chance in what the environment does.
  final SplittableRandom weather;

  final Swarm swarm;
  final Tally tally = new Tally();
  final SimVault vault;
  final SimTruth truth;
  final FaultAtlas atlas;
  final SimNet net;
  final List<SimHolder> machines = new ArrayList<>();
  final SimCoordinator coordinator;
  final List<SimSource> sources = new ArrayList<>();

  /// Where the machine of an identity is, or was.
  private final SortedMap<PeerId, SimHolder> byIdentity = new TreeMap<>();

  private final PriorityQueue<Event> queue = new PriorityQueue<>();
  private final boolean isTraced;
  private int faults;
  private boolean isOver;
  long now;
  long hash;

  private record Event(long at, long number, Runnable act) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(number, other.number);
    }
  }

  private long scheduled;

  Sim(Scenario scenario) {
    this(scenario, false);
  }

  Sim(Scenario scenario, boolean isTraced) {
    this.scenario = scenario;
    this.isTraced = isTraced;
    random = new SplittableRandom(scenario.seed());
    weather = random.split();
    swarm = new Swarm(weather, scenario.mutant().directed());
    vault = new SimVault(random.split());
    truth = new SimTruth(this);
    atlas = new FaultAtlas(this);
    net = new SimNet(this);
    for (int address = 0; address < MACHINES; address++) {
      machines.add(new SimHolder(this, address, "owner" + Math.max(1, address)));
    }
    coordinator = new SimCoordinator(this);
    for (int source = 0; source < SOURCES; source++) {
      sources.add(new SimSource(this, source));
    }
  }

  boolean is(Mutant mutant) {
    return scenario.mutant() == mutant;
  }

  /// Runs until everything came right after the last fault; throws when something did not hold.
  Sim run() {
    coordinator.start();
    sources.forEach(SimSource::start);
    new Nemesis(this).start();
    after(HEALED, this::settle);
    while (!isOver) {
      Event event = queue.poll();
      if (event == null) {
        throw new IllegalStateException("nothing is left to do");
      }
      now = event.at;
      tally.events++;
      event.act.run();
    }
    tally.seeds = 1;
    tally.seconds = now / 1000;
    tally.backups = coordinator.catalogue.backups().size();
    return this;
  }

  /// Looks whether all is done, again and again until the end.
  private void settle() {
    Violation open = truth.open();
    if (open != null && now >= END) {
      throw open;
    }
    isOver = open == null;
    after(1_000, this::settle);
  }

  void after(long delay, Runnable act) {
    if (queue.size() > MOST_WAITING) {
      throw new Violation(Invariant.I13_BOUNDED, queue.size() + " events wait");
    }
    queue.add(new Event(now + delay, scheduled++, act));
  }

  boolean isHealed() {
    return now >= HEALED;
  }

  /// Whether a fault strikes by chance.
  boolean strikes(Fault fault) {
    int rate = swarm.rate(fault);
    return rate > 0 && !isHealed() && weather.nextInt(1000) < rate && inject(fault);
  }

  /// One more fault, unless it is left out while a failure is shrunk.
  boolean inject(Fault fault) {
    int number = faults++;
    if (!scenario.keeps(number)) {
      return false;
    }
    tally.count(fault);
    trace(() -> "fault " + number + ": " + fault);
    return true;
  }

  /// How many faults had a number so far.
  int faults() {
    return faults;
  }

  long delay(int most) {
    return 1L + random.nextInt(most);
  }

  /// Tells what happens, to whoever replays.
  void trace(Supplier<String> what) {
    if (isTraced) {
      System.out.println(now + " " + what.get());
    }
  }

  /// Folds what happened into the run's hash.
  void note(long what, long more) {
    hash = (hash ^ now) * 0x9E3779B97F4A7C15L;
    hash = (Long.rotateLeft(hash, 17) ^ what) * 0xBF58476D1CE4E5B9L;
    hash = Long.rotateLeft(hash, 31) ^ more;
  }

  PeerId newIdentity(SimHolder machine) {
    PeerId id = new PeerId("%016x%016x".formatted(random.nextLong(), random.nextLong()));
    byIdentity.put(id, machine);
    return id;
  }

  SimHolder machine(PeerId id) {
    SimHolder machine = byIdentity.get(id);
    if (machine == null) {
      throw new IllegalStateException("nobody ever was " + id);
    }
    return machine;
  }

  /// Whether a machine still has this identity, and so its disk.
  boolean exists(PeerId id) {
    return machine(id).id().equals(id);
  }

  Operation operation() {
    return new Operation(random.nextLong(), random.nextLong());
  }

  PeerView view(PeerId id, PeerState state) {
    return new PeerView(id, machine(id).owner(), "here", "", state, 1L << 40, 1);
  }
}
