package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;

/// What the environment does to the cluster at times of its own, until it is healed.
final class Nemesis {
  private static final long LAST = Sim.HEALED - 6_000;
  private static final List<Lie> LIES = List.copyOf(EnumSet.complementOf(EnumSet.of(Lie.NONE)));
  private static final long TEN_YEARS = 315_576_000_000L;

  private final Sim sim;

  /// Of the fault that is being done.
  private SplittableRandom random;

  Nemesis(Sim sim) {
    this.sim = sim;
    random = new SplittableRandom(sim.scenario.seed());
  }

  void start() {
    times(Fault.CUT, this::cut);
    times(Fault.CLOG, () -> clog(1));
    times(Fault.SWIZZLE, () -> clog(2 + random.nextInt(4)));
    times(Fault.CRASH, this::crash);
    times(Fault.CRASH_ALL, this::crashAll);
    times(Fault.COORDINATOR_CRASH, () -> crashCoordinator(Fault.COORDINATOR_CRASH));
    times(Fault.TAKEOVER, () -> crashCoordinator(Fault.TAKEOVER));
    times(Fault.SOURCE_CRASH, this::crashSource);
    times(Fault.CLOCK_JUMP, this::jump);
    times(Fault.DISK_FULL, this::fill);
    times(Fault.DISK_LOST, this::loseDisk);
    times(Fault.DISKS_SWAPPED, this::swapDisks);
    times(Fault.ROT, this::rot);
    times(Fault.LIAR, this::lie);
    times(Fault.REVOKED, this::revoke);
    times(Fault.FORGED, this::forge);
    for (int spare = sim.founders(); spare < Sim.MACHINES; spare++) {
      SimHolder machine = sim.machines.get(spare);
      sim.after(random.nextLong(Sim.HEALED), machine::join);
    }
    sim.after(Sim.HEALED, this::heal);
  }

  private void times(Fault fault, Runnable act) {
    for (int time = 0; time < sim.swarm.rate(fault); time++) {
      long at = random.nextLong(LAST);
      sim.after(
          at,
          () -> {
            random = new SplittableRandom(sim.draw(fault, 0));
            act.run();
          });
    }
  }

  private SimHolder any() {
    return sim.machines.get(random.nextInt(Sim.MACHINES));
  }

  private void heal() {
    sim.net.heal();
    for (SimHolder machine : sim.machines) {
      machine.heal();
    }
  }

  private void cut() {
    int from = random.nextInt(Sim.NODES);
    int to = random.nextInt(Sim.NODES);
    long until = 1L + random.nextInt(6_000);
    if (sim.inject(Fault.CUT, 0)) {
      sim.net.cut(from, to, true);
      sim.after(until, () -> sim.net.cut(from, to, false));
    }
  }

  /// Clogs nodes one after the other and frees them in another order.
  private void clog(int nodes) {
    for (int one = 0; one < nodes; one++) {
      int node = random.nextInt(Sim.NODES);
      int begin = random.nextInt(1_000);
      int end = 1_000 + random.nextInt(4_000);
      if (sim.inject(nodes == 1 ? Fault.CLOG : Fault.SWIZZLE, 0)) {
        sim.after(begin, () -> sim.net.clog(node));
        sim.after(end, () -> sim.net.unclog(node));
      }
    }
  }

  private void crash() {
    SimHolder machine = any();
    int pause = 1 + random.nextInt(5_000);
    if (machine.isUp() && sim.inject(Fault.CRASH, 0)) {
      machine.crash();
      sim.after(pause, machine::restart);
    }
  }

  private void crashAll() {
    int pause = 1 + random.nextInt(3_000);
    if (sim.inject(Fault.CRASH_ALL, 0)) {
      for (SimHolder machine : sim.machines) {
        if (machine.isUp()) {
          machine.crash();
          sim.after(pause, machine::restart);
        }
      }
    }
  }

  private void crashCoordinator(Fault fault) {
    int pause = 1 + random.nextInt(4_000);
    if (sim.coordinator.isUp() && sim.inject(fault, 0)) {
      sim.coordinator.crash();
      sim.after(pause, () -> sim.coordinator.restart(fault == Fault.TAKEOVER));
    }
  }

  private void crashSource() {
    SimSource source = sim.sources.get(random.nextInt(Sim.SOURCES));
    int pause = 1 + random.nextInt(3_000);
    if (source.isUp() && sim.inject(Fault.SOURCE_CRASH, 0)) {
      source.crash();
      sim.after(pause, source::restart);
    }
  }

  private void jump() {
    SimHolder machine = any();
    boolean isCoordinator = random.nextInt(8) == 0;
    long by = random.nextLong(2 * TEN_YEARS) - TEN_YEARS;
    LongConsumer clock = isCoordinator ? sim.coordinator::jump : machine::jump;
    if (sim.inject(Fault.CLOCK_JUMP, 0)) {
      clock.accept(by);
      sim.after(1 + random.nextInt(5_000), () -> clock.accept(0));
    }
  }

  private void fill() {
    SimHolder machine = any();
    int pause = 1 + random.nextInt(8_000);
    if (sim.inject(Fault.DISK_FULL, 0)) {
      machine.fill(true);
      sim.after(pause, () -> machine.fill(false));
    }
  }

  private void loseDisk() {
    SimHolder machine = any();
    if (!machine.isUp()
        || !machine.isMember()
        || !sim.atlas.mayLoseMachine()
        || !sim.atlas.mayTake(machine, machine.disk().files.values())
        || !sim.inject(Fault.DISK_LOST, 0)) {
      return;
    }
    sim.atlas.lostMachine();
    PeerId old = machine.id();
    machine.loseDisk();
    sim.after(1 + random.nextInt(2_000), machine::restart);
    sim.after(1 + random.nextInt(5_000), () -> sim.coordinator.replace(old, machine.id()));
  }

  /// Somebody plugs two disks in the wrong way, and sees it when both machines refuse them.
  private void swapDisks() {
    SimHolder one = any();
    SimHolder other = any();
    int pause = 500 + random.nextInt(4_000);
    if (one == other || !one.isUp() || !other.isUp() || !sim.inject(Fault.DISKS_SWAPPED, 0)) {
      return;
    }
    one.swapDisks(other);
    sim.after(
        pause,
        () -> {
          if (one.hasOthersDisk() && other.hasOthersDisk()) {
            one.swapDisks(other);
          }
        });
  }

  /// One copy's bytes change silently, more often those of parity, which has no other copy.
  private void rot() {
    SimHolder machine = any();
    List<SimDisk.File> files = List.copyOf(machine.disk().files.values());
    if (files.isEmpty()) {
      return;
    }
    SimDisk.File file = files.get(random.nextInt(files.size()));
    for (int look = random.nextInt(6); look > 0 && file.shard.index() < file.shard.k(); look--) {
      file = files.get(random.nextInt(files.size()));
    }
    long bits = 1L + random.nextInt(1000);
    if (sim.atlas.mayTake(machine, List.of(file)) && sim.inject(Fault.ROT, 0)) {
      file.bytes ^= bits;
      String what = machine.id() + " has rot in " + file.shard.shard();
      sim.trace(() -> what);
    }
  }

  private void lie() {
    SimHolder machine = any();
    Lie lie = LIES.get(random.nextInt(LIES.size()));
    List<SimDisk.File> files = new ArrayList<>(machine.disk().files.values());
    if (!machine.isLiar() && sim.atlas.areSpare(machine, files) && sim.inject(Fault.LIAR, 0)) {
      machine.lie(lie);
      if (lie == Lie.CLAIMS) {
        files.removeIf(_ -> random.nextBoolean());
        files.forEach(file -> machine.disk().files.remove(file.shard.shard()));
      }
    }
  }

  /// A machine is put out of the cluster; what is on its disk stays there.
  private void revoke() {
    SimHolder machine = any();
    boolean stops = random.nextBoolean();
    if (machine.isMember()
        && sim.coordinator.catalogue.peer(machine.id()) == PeerState.ACTIVE
        && sim.atlas.mayLoseMachine()
        && sim.atlas.isFreeOfUploads(machine)
        && sim.atlas.mayTake(machine, machine.disk().files.values())
        && sim.inject(Fault.REVOKED, 0)) {
      sim.atlas.lostMachine();
      sim.coordinator.revoke(machine.id());
      if (stops && machine.isUp()) {
        machine.crash();
      }
    }
  }

  /// An order that nobody gave: a true one with another cluster, target or epoch, or once more.
  private void forge() {
    Msg.Put put = sim.truth.anyPut(random);
    if (put == null) {
      return;
    }
    Order order = put.chain().getFirst();
    SimHolder machine = random.nextInt(3) == 0 ? sim.machine(order.target()) : any();
    int kind = random.nextInt(5);
    Order forged =
        new Order(
            kind == 0 ? "another" : order.cluster(),
            Math.max(0, order.epoch() + (kind == 1 ? -1 : kind == 2 ? 1 : 0)),
            order.logIndex(),
            kind == 0 ? new Operation(random.nextLong(), 1) : order.operation(),
            kind == 0 ? machine.id() : order.target(),
            order.source(),
            order.stripe(),
            order.shards(),
            kind == 3 ? 1 : order.expiresMs(),
            order.sequence() + (kind == 0 ? 1L << 50 : 0));
    if (machine.isUp() && sim.inject(Fault.FORGED, 0)) {
      long bytes = put.shard().shard().d();
      machine.receive(new Msg.Put(put.shard(), bytes, List.of(forged), Sim.COORDINATOR));
    }
  }
}
