package com.plexichat.backup.agent.protocol;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// What runs amounted to.
final class Tally {
  private final long[] faults = new long[Fault.values().length];
  long seeds;
  long events;
  long cpuNanos;
  long acknowledged;
  long backups;
  long folds;
  long prunes;
  long rollbacks;
  long sweeps;

  /// Seeds with a prune, with a rollback, with a sweep.
  final long[] pruning = new long[3];

  long reused;
  long vacated;
  long restores;
  long restoresBroken;
  long receipts;
  long copied;
  long rebuilt;
  long removals;
  long seconds;

  void count(Fault fault) {
    faults[fault.number()]++;
  }

  long faults() {
    long sum = 0;
    for (long count : faults) {
      sum += count;
    }
    return sum;
  }

  /// Each kind with how often it struck.
  Map<Fault, Long> byKind() {
    Map<Fault, Long> kinds = new TreeMap<>();
    for (Fault fault : Fault.values()) {
      kinds.put(fault, faults[fault.number()]);
    }
    return kinds;
  }

  void add(Tally more) {
    for (int at = 0; at < faults.length; at++) {
      faults[at] += more.faults[at];
    }
    seeds += more.seeds;
    events += more.events;
    cpuNanos += more.cpuNanos;
    acknowledged += more.acknowledged;
    backups += more.backups;
    folds += more.folds;
    prunes += more.prunes;
    rollbacks += more.rollbacks;
    sweeps += more.sweeps;
    for (int at = 0; at < pruning.length; at++) {
      pruning[at] += more.pruning[at];
    }
    reused += more.reused;
    vacated += more.vacated;
    restores += more.restores;
    restoresBroken += more.restoresBroken;
    receipts += more.receipts;
    copied += more.copied;
    rebuilt += more.rebuilt;
    removals += more.removals;
    seconds += more.seconds;
  }

  /// Faults in a minute of two cores that are this simulation's alone.
  long faultsPerMinute() {
    return cpuNanos == 0 ? 0 : (long) (faults() * 120e9 / cpuNanos);
  }

  void print(long wallMillis) {
    line("seeds", seeds);
    line("events", events);
    line("faults", faults());
    line("faults by kind", byKind());
    line("faults per minute of two cores", faultsPerMinute());
    line("faults per minute of wall time", faults() * 60_000 / Math.max(1, wallMillis));
    line("simulated hours", seconds / 3600);
    line("acknowledged stripes", acknowledged);
    line("backups closed", backups);
    line("stripes reused by deduplication", reused);
    line("stripes vacated", vacated);
    line("folds", folds);
    line("backups pruned", prunes);
    line("backups brought back", rollbacks);
    line("pruned backups swept", sweeps);
    line("seeds with a prune, a rollback, a sweep", Arrays.toString(pruning));
    line("receipts", receipts);
    line("restores compared", restores);
    line("restores that faults broke off", restoresBroken);
    line("repairs", copied + rebuilt);
    line("repairs by masked rebuild", rebuilt);
    line("removals acknowledged", removals);
  }

  static void line(String name, Object value) {
    System.out.println("simulation: " + name + ": " + value);
  }
}
