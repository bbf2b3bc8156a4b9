package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import java.util.List;

/// What the environment does to the cluster, as often as the seed says, until it is healed.
final class SimFaults {
  private final Sim sim;
  private final int crashes;
  private final int rots;
  private int diskLosses;
  private int coordinatorCrashes;

  SimFaults(Sim sim) {
    this.sim = sim;
    crashes = sim.random.nextInt(12);
    rots = sim.random.nextInt(3) * 20;
    diskLosses = sim.random.nextInt(3);
    coordinatorCrashes = sim.random.nextInt(4);
  }

  void start() {
    repeat(crashes, this::crash);
    repeat(rots, this::rot);
    repeat(diskLosses * 4, this::loseDisk);
    repeat(coordinatorCrashes, this::crashCoordinator);
    sim.after(
        Sim.HEALED,
        () -> {
          sim.machines.forEach(SimHolder::restart);
        });
  }

  private void repeat(int times, Runnable act) {
    for (int time = 0; time < times; time++) {
      sim.after(sim.random.nextLong(Sim.HEALED - 6_000), act);
    }
  }

  private SimHolder any() {
    return sim.machines.get(sim.random.nextInt(Sim.MACHINES));
  }

  private void crash() {
    SimHolder machine = any();
    if (machine.isUp()) {
      machine.crash();
      sim.after(sim.delay(5_000), machine::restart);
    }
  }

  /// One copy's bytes change silently.
  private void rot() {
    SimHolder machine = any();
    List<SimDisk.File> files = List.copyOf(machine.disk().files.values());
    if (!files.isEmpty()) {
      SimDisk.File file = files.get(sim.random.nextInt(files.size()));
      if (sim.truth.mayTake(machine, List.of(file))) {
        file.whole = false;
        sim.trace(() -> machine.id() + " has rot in " + file.shard.shard());
      }
    }
  }

  private void loseDisk() {
    SimHolder machine = any();
    List<SimDisk.File> files = List.copyOf(machine.disk().files.values());
    if (diskLosses == 0 || !machine.isUp() || !sim.truth.mayTake(machine, files)) {
      return;
    }
    diskLosses--;
    PeerId old = machine.id();
    machine.loseDisk();
    sim.after(sim.delay(2_000), machine::restart);
    sim.after(
        sim.delay(5_000),
        () -> {
          sim.coordinator.directory.put(old, PeerState.REMOVED);
          sim.coordinator.directory.put(machine.id(), PeerState.ACTIVE);
        });
  }

  private void crashCoordinator() {
    if (!sim.coordinator.isUp()) {
      return;
    }
    sim.coordinator.crash();
    boolean takeover = sim.random.nextBoolean();
    sim.after(sim.delay(4_000), () -> sim.coordinator.restart(takeover));
  }
}
