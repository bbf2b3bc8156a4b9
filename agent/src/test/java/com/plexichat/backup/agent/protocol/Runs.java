package com.plexichat.backup.agent.protocol;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Many runs on all cores; what came of them is put together in the order of their seeds.
final class Runs {
  private Runs() {}

  /// What a run amounted to, or how it failed.
  record Result(Tally tally, Shrinker.@Nullable Failure failure) {}

  static Result run(Scenario scenario) {
    long begun = cpuNanos();
    Sim sim = new Sim(scenario);
    RuntimeException thrown = null;
    try {
      sim.run();
    } catch (RuntimeException e) {
      thrown = e;
    }
    sim.tally.cpuNanos = cpuNanos() - begun;
    return new Result(
        sim.tally, thrown == null ? null : new Shrinker.Failure(scenario, thrown, sim.faults()));
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /// The seeds from one on; a failure is the one of the lowest seed.
  static Result run(long first, long seeds) {
    List<Result> results =
        LongStream.range(first, first + seeds)
            .parallel()
            .mapToObj(seed -> run(Scenario.of(seed)))
            .toList();
    Tally all = new Tally();
    Shrinker.Failure failure = null;
    for (Result one : results) {
      all.add(one.tally);
      failure = failure == null ? one.failure : failure;
    }
    return new Result(all, failure);
  }

  /// How a mutant is noticed first, if it is within so many seeds.
  static Optional<Shrinker.Failure> noticed(Mutant mutant, long seeds) {
    return LongStream.range(0, seeds)
        .mapToObj(seed -> run(Scenario.of(seed, mutant)).failure)
        .flatMap(java.util.stream.Stream::ofNullable)
        .findFirst();
  }
}
