package com.plexichat.backup.console.state;

import com.plexichat.backup.shared.model.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// What running work moves a second, as the jobs tell it, noted every few seconds while the cluster
/// answers. Nobody else keeps it: it begins when the cluster was opened here.
public final class Throughput {
  /// Between two samples.
  public static final Duration EVERY = Duration.ofSeconds(2);

  private static final int KEPT = 1_800;

  private final Live<List<Sample>> samples = new Live<>(List.of());
  private final Deque<Sample> kept = new ArrayDeque<>();

  /// Bytes a second at one moment; NaN while it was not known.
  public record Sample(Instant at, double backups, double restores, double repairs) {
    public boolean isKnown() {
      return !Double.isNaN(backups);
    }
  }

  /// Oldest first, of at most an hour.
  public Live<List<Sample>> samples() {
    return samples;
  }

  /// Notes what is told now. Before anything was told there is nothing to note.
  void note(ClusterState state, Instant now) {
    if (!state.isKnown()) {
      return;
    }
    kept.add(
        state.freshness().isCurrent()
            ? new Sample(now, rate(state, "backup"), rate(state, "restore"), rate(state, "repair"))
            : new Sample(now, Double.NaN, Double.NaN, Double.NaN));
    while (kept.size() > KEPT) {
      kept.removeFirst();
    }
    samples.set(List.copyOf(kept));
  }

  private static double rate(ClusterState state, String kind) {
    return state.jobs().stream()
        .filter(job -> job.kind().equals(kind) && !job.state().isFinal())
        .map(Job::progress)
        .mapToDouble(Job.Progress::rate)
        .sum();
  }
}
