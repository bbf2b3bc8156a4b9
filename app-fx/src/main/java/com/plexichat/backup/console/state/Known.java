package com.plexichat.backup.console.state;

import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.BackupSet;
import com.plexichat.backup.shared.model.Change;
import com.plexichat.backup.shared.model.ClusterFacts;
import com.plexichat.backup.shared.model.Distribution;
import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.model.KitStatus;
import com.plexichat.backup.shared.model.Peer;
import com.plexichat.backup.shared.model.PeerState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The last value told per key. For one thread.
final class Known {
  private final Map<String, Peer> peers = new HashMap<>();
  private final Map<String, BackupSet> sets = new TreeMap<>();
  private final Map<String, Backup> backups = new HashMap<>();
  private final Map<String, Job> jobs = new HashMap<>();
  private Optional<ClusterFacts> facts = Optional.empty();
  private Optional<KitStatus> kit = Optional.empty();
  private Optional<Distribution> distribution = Optional.empty();
  private Duration skew = Duration.ZERO;
  private String stream = "";
  private long revision;
  private long stripesIndex;
  private boolean whole;

  String stream() {
    return stream;
  }

  long revision() {
    return revision;
  }

  /// Whether all there is was told once; what is told in part is not shown.
  boolean isWhole() {
    return whole;
  }

  void take(Change change, Duration ahead) {
    stream = change.stream();
    revision = Math.max(revision, change.revision());
    // A message is under way for a moment: less than that is no difference of clocks.
    skew = ahead.abs().compareTo(Duration.ofSeconds(2)) < 0 ? Duration.ZERO : ahead;
    switch (change.what()) {
      case Change.Anew _ -> forget(change);
      case Change.Whole _ -> whole = true;
      case Change.Beat _ -> {}
      case Change.OfCluster(var told) -> facts = Optional.of(told);
      case Change.OfKit(var told) -> kit = Optional.of(told);
      case Change.OfDistribution(var told) -> distribution = Optional.of(told);
      case Change.OfPeer(var told) -> peers.put(told.id().hex(), told);
      case Change.OfSet(var told) -> sets.put(told.name(), told);
      case Change.OfBackup(var told) -> backups.put(told.id(), told);
      case Change.OfJob(var told) -> jobs.put(told.id(), told);
      case Change.OfStripes(var index) -> stripesIndex = Math.max(stripesIndex, index);
      case Change.Gone(var kind, var key) -> drop(kind, key);
    }
  }

  private void forget(Change change) {
    peers.clear();
    sets.clear();
    backups.clear();
    jobs.clear();
    facts = Optional.empty();
    kit = Optional.empty();
    distribution = Optional.empty();
    revision = change.revision();
    stripesIndex = 0;
    whole = false;
  }

  private void drop(String kind, String key) {
    switch (kind) {
      case "peer" -> peers.remove(key);
      case "set" -> sets.remove(key);
      case "backup" -> backups.remove(key);
      case "job" -> jobs.remove(key);
      default -> {}
    }
  }

  ClusterState state(Freshness freshness) {
    return new ClusterState(
        freshness,
        skew,
        facts,
        kit,
        distribution,
        peers.values().stream()
            .filter(peer -> peer.state() != PeerState.REMOVED)
            .sorted(Comparator.comparing(Peer::name, Known::byNumber))
            .toList(),
        List.copyOf(sets.values()),
        newest(backups, Comparator.comparing(Backup::created).thenComparing(Backup::id)),
        newest(
            jobs,
            Comparator.comparing((Job job) -> job.started().orElse(Instant.MAX))
                .thenComparing(Job::id)),
        stripesIndex);
  }

  private static <T> List<T> newest(Map<String, T> all, Comparator<T> order) {
    List<T> sorted = new ArrayList<>(all.values());
    sorted.sort(order.reversed());
    return sorted;
  }

  /// agent-9 before agent-10.
  static int byNumber(String one, String other) {
    String head = one.replaceAll("\\d+$", "");
    if (other.replaceAll("\\d+$", "").equals(head)) {
      int length = Integer.compare(one.length(), other.length());
      return length != 0 ? length : one.compareTo(other);
    }
    return one.compareTo(other);
  }
}
