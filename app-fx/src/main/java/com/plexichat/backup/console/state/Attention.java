package com.plexichat.backup.console.state;

import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.Distribution;
import com.plexichat.backup.shared.model.Durability;
import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.model.JobState;
import com.plexichat.backup.shared.model.Peer;
import com.plexichat.backup.shared.model.PeerState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Something that a person should look at, and why.
///
/// @param subject key of the thing: peer id, set, backup id, job id; empty: the whole cluster
/// @param name of the thing as a person knows it
/// @param count how many, where that is what matters; else 0
/// @param since when it began, where that is known
public record Attention(
    Cause cause, String subject, String name, long count, Optional<Instant> since) {
  private static final double NEARLY_FULL = 0.85;
  private static final Duration RECENT = Duration.ofDays(1);

  /// What it is, the worst first.
  public enum Cause {
    SHARDS_LOST(Health.LOST),
    BACKUP_NOT_RESTORABLE(Health.LOST),
    SEPARATION_BROKEN(Health.AT_RISK),
    PEER_DOWN(Health.AT_RISK),
    DURABILITY_LOW(Health.AT_RISK),
    PEER_STORES_NOTHING(Health.AT_RISK),
    SET_WITHOUT_BACKUP(Health.AT_RISK),
    BACKUP_FAILED(Health.AT_RISK),
    COPIES_MISSING(Health.DEGRADED),
    BACKUP_UNDER_PROTECTED(Health.DEGRADED),
    PEER_SUSPECT(Health.DEGRADED),
    PEER_NEARLY_FULL(Health.DEGRADED),
    JOB_FAILED(Health.DEGRADED),
    KIT_NOT_STORED(Health.DEGRADED);

    private final Health health;

    Cause(Health health) {
      this.health = health;
    }

    public Health health() {
      return health;
    }
  }

  /// Everything that needs a look, the worst first.
  public static List<Attention> of(ClusterState state, Instant now) {
    List<Attention> all = new ArrayList<>();
    state.distribution().ifPresent(distribution -> distribution(distribution, all));
    state.peers().forEach(peer -> peer(peer, all));
    backups(state, now, all);
    state.jobs().forEach(job -> job(job, now, all));
    state
        .facts()
        .filter(facts -> !facts.kitStored())
        .ifPresent(_ -> all.add(new Attention(Cause.KIT_NOT_STORED, "", "", 0, Optional.empty())));
    all.sort(Comparator.comparing(Attention::cause));
    return List.copyOf(all);
  }

  private static void distribution(Distribution distribution, List<Attention> all) {
    count(Cause.SHARDS_LOST, distribution.lost(), all);
    count(Cause.SEPARATION_BROKEN, distribution.separationViolations(), all);
    count(Cause.COPIES_MISSING, distribution.underReplicated() - distribution.lost(), all);
    // A tier whose copies were changed stands there once for each number of them.
    Map<String, Instant> low = new LinkedHashMap<>();
    for (Distribution.TierCoverage tier : distribution.tiers()) {
      tier.durability()
          .flatMap(Durability::alarmSince)
          .ifPresent(
              since -> low.merge(tier.tier(), since, (one, two) -> one.isBefore(two) ? one : two));
    }
    low.forEach((tier, since) ->
        all.add(new Attention(Cause.DURABILITY_LOW, tier, tier, 0, Optional.of(since))));
  }

  private static void count(Cause cause, long count, List<Attention> all) {
    if (count > 0) {
      all.add(new Attention(cause, "", "", count, Optional.empty()));
    }
  }

  private static void peer(Peer peer, List<Attention> all) {
    if (peer.state() == PeerState.DOWN || peer.state() == PeerState.SUSPECT) {
      Cause cause = peer.state() == PeerState.DOWN ? Cause.PEER_DOWN : Cause.PEER_SUSPECT;
      all.add(new Attention(cause, peer.id().hex(), peer.name(), 0, peer.lastSeen()));
    }
    if (peer.isInTrouble()) {
      all.add(
          new Attention(
              Cause.PEER_STORES_NOTHING, peer.id().hex(), peer.name(), 0, Optional.empty()));
    }
    Optional<Double> full = Protection.capacity(List.of(peer)).fraction();
    if (full.isPresent() && full.get() >= NEARLY_FULL) {
      long percent = Math.round(full.get() * 100);
      all.add(
          new Attention(
              Cause.PEER_NEARLY_FULL, peer.id().hex(), peer.name(), percent, Optional.empty()));
    }
  }

  /// Only the newest backup of a set tells how the set stands.
  private static void backups(ClusterState state, Instant now, List<Attention> all) {
    for (Protection.Exposure exposure : Protection.exposures(state, now)) {
      String set = exposure.set().name();
      List<Backup> backups = state.backupsOf(set);
      if (exposure.newest().isEmpty()
          && backups.stream().noneMatch(backup -> backup.state() == BackupState.RUNNING)) {
        all.add(new Attention(Cause.SET_WITHOUT_BACKUP, set, set, 0, Optional.empty()));
      }
      backups.stream().findFirst().ifPresent(newest -> newest(newest, all));
    }
    for (Backup backup : state.backups()) {
      if (backup.state().isListed() && !backup.restorable()) {
        all.add(about(Cause.BACKUP_NOT_RESTORABLE, backup));
      }
    }
  }

  private static void newest(Backup backup, List<Attention> all) {
    switch (backup.state()) {
      case UNDER_PROTECTED -> all.add(about(Cause.BACKUP_UNDER_PROTECTED, backup));
      case FAILED, INTERRUPTED -> all.add(about(Cause.BACKUP_FAILED, backup));
      default -> {}
    }
  }

  private static Attention about(Cause cause, Backup backup) {
    return new Attention(
        cause,
        backup.id(),
        backup.set() + " #" + backup.number(),
        0,
        Optional.of(backup.created()));
  }

  /// Backups tell for themselves.
  private static void job(Job job, Instant now, List<Attention> all) {
    if (job.state() == JobState.FAILED
        && !job.kind().equals("backup")
        && job.ended().filter(ended -> ended.isAfter(now.minus(RECENT))).isPresent()) {
      all.add(new Attention(Cause.JOB_FAILED, job.id(), job.kind(), 0, job.ended()));
    }
  }
}
