package com.plexichat.backup.console.state;

import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.BackupSet;
import com.plexichat.backup.shared.model.ClusterFacts;
import com.plexichat.backup.shared.model.Distribution;
import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.model.KitStatus;
import com.plexichat.backup.shared.model.Peer;
import com.plexichat.backup.shared.model.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A cluster as it was last told, at one moment.
///
/// @param skew what the coordinator's clock is ahead of ours
/// @param peers by name, those that were removed left out
/// @param sets by name
/// @param backups newest first
/// @param jobs newest first
/// @param stripesIndex log index up to which copies or needs changed; 0: not told
public record ClusterState(
    Freshness freshness,
    Duration skew,
    Optional<ClusterFacts> facts,
    Optional<KitStatus> kit,
    Optional<Distribution> distribution,
    List<Peer> peers,
    List<BackupSet> sets,
    List<Backup> backups,
    List<Job> jobs,
    long stripesIndex) {
  /// Before anything was heard.
  public static final ClusterState LOADING =
      new ClusterState(
          new Freshness.Loading(),
          Duration.ZERO,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          0);

  public ClusterState {
    peers = List.copyOf(peers);
    sets = List.copyOf(sets);
    backups = List.copyOf(backups);
    jobs = List.copyOf(jobs);
  }

  ClusterState with(Freshness now) {
    return new ClusterState(
        now, skew, facts, kit, distribution, peers, sets, backups, jobs, stripesIndex);
  }

  /// Whether anything is known at all.
  public boolean isKnown() {
    return facts.isPresent();
  }

  public Optional<Peer> peer(PeerId id) {
    return peers.stream().filter(peer -> peer.id().equals(id)).findFirst();
  }

  public Optional<Peer> peerNamed(String nameOrId) {
    return peers.stream()
        .filter(peer -> peer.name().equals(nameOrId) || peer.id().hex().equals(nameOrId))
        .findFirst();
  }

  /// What people call a peer; what it was given by when there is none such.
  public String nameOf(String nameOrId) {
    return peerNamed(nameOrId).map(Peer::name).orElse(nameOrId);
  }

  public Optional<Backup> backup(String id) {
    return backups.stream().filter(backup -> backup.id().equals(id)).findFirst();
  }

  /// Those of a set, newest first; what was deleted is none of them any more.
  public List<Backup> backupsOf(String set) {
    return backups.stream()
        .filter(backup -> backup.set().equals(set) && !backup.state().isGone())
        .toList();
  }

  public Optional<BackupSet> set(String name) {
    return sets.stream().filter(set -> set.name().equals(name)).findFirst();
  }

  public Optional<Job> job(String id) {
    return jobs.stream().filter(job -> job.id().equals(id)).findFirst();
  }
}
