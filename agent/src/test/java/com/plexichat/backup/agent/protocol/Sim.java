package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.agent.planning.PeerView;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
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

  /// Machines at least that are there from the beginning; the others join.
  private static final int FOUNDERS = 7;

  static final int COORDINATOR = MACHINES;
  static final int SOURCES = 2;
  static final int FIRST_SOURCE = MACHINES + 1;
  static final int NODES = FIRST_SOURCE + SOURCES;
  static final long HEALED = 40_000;
  static final long END = 200_000;

  /// Events that may wait (I13).
  private static final int MOST_WAITING = 40_000;

  final Scenario scenario;

  /// Where each part of the system has its own chance from.
  final SplittableRandom random;

  private final Weather weather;

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
  private final SortedSet<Integer> faults = new TreeSet<>();
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
    weather = new Weather(scenario.seed(), NODES * (NODES + 2 * Fault.values().length));
    swarm = new Swarm(random.split(), scenario.mutant().directed());
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

  /// Machines that are there from the beginning.
  int founders() {
    return FOUNDERS + (int) Math.floorMod(scenario.seed(), 3L);
  }

  SimDisk newDisk(PeerId identity) {
    return new SimDisk(identity, () -> now, !is(Mutant.NO_REST));
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
    tally.pruning[0] = tally.prunes > 0 ? 1 : 0;
    tally.pruning[1] = tally.rollbacks > 0 ? 1 : 0;
    tally.pruning[2] = tally.sweeps > 0 ? 1 : 0;
    tally.seconds = now / 1000;
    tally.backups = coordinator.catalogue.backups.count();
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

  /// A draw for what happens on the way from one node to another.
  long draw(int from, int to) {
    return weather.draw(from * NODES + to, now);
  }

  /// A draw for what a fault does to a node.
  long draw(Fault fault, int node) {
    return weather.draw(stream(fault, node), now);
  }

  private static int stream(Fault fault, int node) {
    return NODES * (NODES + fault.number()) + node;
  }

  /// Whether a fault strikes at a node by chance.
  boolean strikes(Fault fault, int node) {
    int rate = isHealed() ? 0 : swarm.rate(fault);
    return rate > 0 && Weather.below(1000, draw(fault, node)) < rate && inject(fault, node);
  }

  /// One more fault at a node, decided by the last draw for it.
  boolean inject(Fault fault, int node) {
    return injected(fault, weather.name(stream(fault, node)));
  }

  /// One more fault on the way, decided by the last draw for it.
  boolean inject(Fault fault, int from, int to) {
    return injected(fault, weather.name(from * NODES + to));
  }

  /// One more fault, unless it is left out while a failure is shrunk.
  private boolean injected(Fault fault, int name) {
    if (!scenario.keeps(name)) {
      return false;
    }
    tally.count(fault);
    faults.add(name);
    trace(() -> "fault " + name + ": " + fault);
    return true;
  }

  /// The faults that struck, by name.
  SortedSet<Integer> faults() {
    return faults;
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

  PeerId newIdentity(SimHolder machine, SplittableRandom chance) {
    PeerId id = new PeerId("%016x%016x".formatted(chance.nextLong(), chance.nextLong()));
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

  PeerView view(PeerId id, PeerState state) {
    return new PeerView(id, machine(id).owner(), "here", "", state, 1L << 40, 1);
  }
}
