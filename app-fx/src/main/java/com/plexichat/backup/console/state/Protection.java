package com.plexichat.backup.console.state;

import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.BackupSet;
import com.plexichat.backup.shared.model.Distribution;
import com.plexichat.backup.shared.model.Peer;
import com.plexichat.backup.shared.model.PeerState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// How well what a cluster keeps is protected. Pure: the same state gives the same answer.
public final class Protection {
  private Protection() {}

  /// What would be lost of a set if its machine were gone now.
  ///
  /// @param newest newest backup that can be restored; empty: none
  /// @param window now − its time
  public record Exposure(BackupSet set, Optional<Backup> newest, Optional<Duration> window) {}

  /// Of every set, the largest first; sets with nothing to restore before all others.
  public static List<Exposure> exposures(ClusterState state, Instant now) {
    List<Exposure> all = new ArrayList<>();
    for (BackupSet set : state.sets()) {
      Optional<Backup> newest =
          state.backups().stream()
              .filter(backup -> backup.set().equals(set.name()) && backup.restorable())
              .max(Comparator.comparing(Backup::created));
      all.add(
          new Exposure(
              set, newest, newest.map(backup -> Duration.between(backup.created(), now).abs())));
    }
    all.sort(
        Comparator.comparing(
                (Exposure one) -> one.window().orElse(Duration.ofSeconds(Long.MAX_VALUE)))
            .reversed());
    return all;
  }

  /// How one peer stands.
  public static Health health(PeerState state) {
    return switch (state) {
      case ACTIVE -> Health.OK;
      case INVITED, PROBATION, CORDONED, DRAINING -> Health.WORKING;
      case SUSPECT -> Health.DEGRADED;
      case DOWN -> Health.AT_RISK;
      case REMOVED, BANNED -> Health.UNKNOWN;
    };
  }

  /// How a backup stands.
  public static Health health(Backup backup) {
    return switch (backup.state()) {
      case RUNNING -> Health.WORKING;
      case COMPLETE -> backup.restorable() ? Health.OK : Health.LOST;
      case UNDER_PROTECTED -> backup.restorable() ? Health.DEGRADED : Health.LOST;
      case INTERRUPTED -> Health.DEGRADED;
      case FAILED -> Health.AT_RISK;
      case DELETED, PRUNED -> Health.UNKNOWN;
    };
  }

  /// How the copies of all shards stand.
  public static Health health(Distribution distribution) {
    if (distribution.lost() > 0) {
      return Health.LOST;
    }
    if (distribution.separationViolations() > 0 || distribution.state().equals("critical")) {
      return Health.AT_RISK;
    }
    return distribution.underReplicated() > 0 ? Health.DEGRADED : Health.OK;
  }

  /// Copies of one tier that are there.
  public static Health health(Distribution.TierCoverage tier) {
    return tier.coveragePercent() >= 100 ? Health.OK : Health.DEGRADED;
  }

  /// The worst of what is known; unknown when nothing fresh is.
  public static Health overall(ClusterState state) {
    if (!state.freshness().isCurrent()) {
      return Health.UNKNOWN;
    }
    Health worst = state.distribution().map(Protection::health).orElse(Health.OK);
    for (Peer peer : state.peers()) {
      worst = worst.worse(peer.state() == PeerState.BANNED ? Health.OK : health(peer));
    }
    return worst;
  }

  public static Health health(Peer peer) {
    return peer.isInTrouble() ? Health.AT_RISK : health(peer.state());
  }

  /// Bytes offered and used by the peers that count.
  public record Capacity(long offered, long used) {
    public Optional<Double> fraction() {
      return offered > 0 ? Optional.of(used / (double) offered) : Optional.empty();
    }
  }

  public static Capacity capacity(List<Peer> peers) {
    long offered = 0;
    long used = 0;
    for (Peer peer : peers) {
      if (peer.state().counts()) {
        offered += peer.capacity().bytes();
        used += peer.used().bytes();
      }
    }
    return new Capacity(offered, used);
  }
}
