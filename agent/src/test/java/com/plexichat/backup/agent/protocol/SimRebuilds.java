package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.agent.planning.IndexSet;
import com.plexichat.backup.shared.plan.Action.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/// A machine's part in masked rebuilds: its target sends a mask round the holders, each adds its
/// coefficients × its shards, and the target takes the mask off what comes back.
final class SimRebuilds {
  private final Sim sim;
  private final SimHolder holder;
  private final SplittableRandom random;
  private final SortedMap<Operation, Running> running = new TreeMap<>();

  /// Rebuilds that it took part in: each once.
  private final SortedSet<Operation> taken = new TreeSet<>();

  /// Rebuilds that an order began twice, with a crash between: the sum for the first mask may come
  /// when there is another one, and then the name is not that of the bytes.
  private final SortedSet<Operation> begun = new TreeSet<>();

  private static final class Running {
    final long mask;
    final boolean isOnly;
    long sum;
    int missing;

    Running(long mask, int missing, boolean isOnly) {
      this.mask = mask;
      this.missing = missing;
      this.isOnly = isOnly;
    }
  }

  SimRebuilds(Sim sim, SimHolder holder) {
    this.sim = sim;
    this.holder = holder;
    random = sim.random.split();
  }

  /// What is only in memory is gone.
  void clear() {
    running.clear();
    taken.clear();
  }

  /// The target's beginning: its own part goes into the mask before anybody else's.
  void begin(Msg.RebuildOrder order) {
    Operation operation = order.order().operation();
    if (running.containsKey(operation) || !order.order().target().equals(holder.id())) {
      return;
    }
    List<Part> chain = order.chain();
    boolean isOnly = begun.add(operation);
    long mask = random.nextLong(1L << 30);
    if (sim.is(Mutant.SHARDS_GATHERED)) {
      running.put(operation, new Running(0, chain.size(), isOnly));
      for (int hop = 0; hop < chain.size(); hop++) {
        send(new Msg.Contribute(order, hop, 0, holder.address, false));
      }
      return;
    }
    running.put(operation, new Running(mask, 1, isOnly));
    boolean isFirst = chain.getFirst().peer().equals(holder.id());
    if (!isFirst) {
      send(new Msg.Contribute(order, 0, mask, holder.address, true));
    } else if (hasAll(order, chain.getFirst())) {
      long sum = SimVault.plus(mask, part(order, chain.getFirst()));
      send(new Msg.Contribute(order, 1, sum, holder.address, true));
    }
  }

  private void send(Msg.Contribute part) {
    Part next = part.rebuild().chain().get(part.hop());
    sim.net.send(holder.address, sim.machine(next.peer()).address, part);
  }

  void contribute(Msg.Contribute part) {
    Msg.RebuildOrder order = part.rebuild();
    Part own = order.chain().get(part.hop());
    if (!own.peer().equals(holder.id()) || !hasAll(order, own)) {
      return;
    }
    if (part.masked() && !taken.add(order.order().operation())) {
      return;
    }
    sim.truth.passes(holder, part);
    long sum = SimVault.plus(part.sum(), part(order, own));
    boolean isLast = part.hop() + 1 == order.chain().size();
    if (isLast || !part.masked()) {
      Msg.Sum back = new Msg.Sum(order, part.hop(), sum, part.masked());
      sim.net.send(holder.address, part.target(), back);
    } else {
      send(new Msg.Contribute(order, part.hop() + 1, sum, part.target(), true));
    }
  }

  private boolean hasAll(Msg.RebuildOrder order, Part part) {
    List<ShardSpec> shards = sim.truth.shards(order.order().stripe());
    return part.indexes().stream()
        .allMatch(index -> holder.disk().isWhole(shards.get(index).shard()));
  }

  /// The sum of this machine's coefficients × shards.
  private long part(Msg.RebuildOrder order, Part part) {
    List<Integer> all = new ArrayList<>();
    order.chain().forEach(one -> all.addAll(one.indexes()));
    int wanted = order.shard().index() + (sim.is(Mutant.SHARES_MOVED) ? 1 : 0);
    List<ShardSpec> shards = sim.truth.shards(order.order().stripe());
    long sum = holder.lie() == Lie.WRONG ? 1 : 0;
    for (int index : part.indexes()) {
      long bytes = shards.get(index).shard().d();
      sum = SimVault.plus(sum, SimVault.times(SimVault.coefficient(all, index, wanted), bytes));
    }
    return sum;
  }

  /// What comes back to the target.
  void sum(Msg.Sum sum) {
    Msg.RebuildOrder order = sum.rebuild();
    Running rebuild = running.get(order.order().operation());
    if (rebuild == null) {
      return;
    }
    if (!sum.masked()) {
      IndexSet shown = IndexSet.of(order.chain().get(sum.hop()).indexes());
      sim.truth.shown(holder, order.order().stripe(), shown);
    }
    rebuild.sum = SimVault.plus(rebuild.sum, sum.sum());
    rebuild.missing--;
    if (rebuild.missing == 0) {
      running.remove(order.order().operation());
      long bytes = SimVault.minus(rebuild.sum, rebuild.mask);
      if (rebuild.isOnly) {
        sim.truth.rebuilt(order.shard(), bytes);
      }
      holder.put(new Msg.Put(order.shard(), bytes, List.of(order.order()), Sim.COORDINATOR));
    }
  }
}
