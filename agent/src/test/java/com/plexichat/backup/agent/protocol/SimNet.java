package com.plexichat.backup.agent.protocol;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A network that delays and reorders always, and loses, doubles, brings late, cuts one way and
/// clogs while there are faults.
final class SimNet {
  private static final int USUAL = 30;
  private static final int LATE = 15_000;

  private final Sim sim;
  private final boolean[][] isCut = new boolean[Sim.NODES][Sim.NODES];
  private final List<@Nullable List<Runnable>> clogged = new ArrayList<>();
  private final int loss;
  private final int doubling;
  private final int lateness;

  SimNet(Sim sim) {
    this.sim = sim;
    loss = sim.swarm.rate(Fault.LOST);
    doubling = loss + sim.swarm.rate(Fault.DOUBLED);
    lateness = doubling + sim.swarm.rate(Fault.LATE);
    for (int node = 0; node < Sim.NODES; node++) {
      clogged.add(null);
    }
  }

  void send(int from, int to, Msg message) {
    if (isCut[from][to]) {
      sim.tally.count(Fault.LOST);
      return;
    }
    long draw = sim.draw(from, to);
    int delay = 1 + Weather.below(USUAL, draw);
    int more = 1 + Weather.below(LATE, draw >>> 16);
    int chance = sim.isHealed() ? 1000 : Weather.below(1000, draw >>> 32);
    if (chance < loss) {
      if (sim.inject(Fault.LOST, from, to)) {
        return;
      }
    } else if (chance < doubling) {
      if (sim.inject(Fault.DOUBLED, from, to)) {
        sim.after(more, () -> arrive(to, message));
      }
    } else if (chance < lateness && sim.inject(Fault.LATE, from, to)) {
      delay = more;
    }
    sim.after(delay, () -> arrive(to, message));
  }

  /// From now on nothing comes from one to the other; the way back stays open.
  void cut(int from, int to, boolean cut) {
    isCut[from][to] = cut;
  }

  /// What arrives at the node waits until it is unclogged.
  void clog(int node) {
    if (clogged.get(node) == null) {
      clogged.set(node, new ArrayList<>());
    }
  }

  void unclog(int node) {
    List<Runnable> waiting = clogged.get(node);
    if (waiting != null) {
      clogged.set(node, null);
      waiting.forEach(arrival -> sim.after(1, arrival));
    }
  }

  void heal() {
    for (int node = 0; node < Sim.NODES; node++) {
      unclog(node);
      java.util.Arrays.fill(isCut[node], false);
    }
  }

  private void arrive(int to, Msg message) {
    List<Runnable> waiting = clogged.get(to);
    if (waiting != null) {
      sim.tally.count(Fault.LATE);
      waiting.add(() -> arrive(to, message));
      return;
    }
    sim.trace(() -> "→ " + to + " " + message);
    sim.note(to, message.getClass().getSimpleName().hashCode());
    if (to == Sim.COORDINATOR) {
      sim.coordinator.receive(message);
    } else if (to >= Sim.FIRST_SOURCE) {
      sim.sources.get(to - Sim.FIRST_SOURCE).receive(message);
    } else {
      sim.machines.get(to).receive(message);
    }
  }
}
