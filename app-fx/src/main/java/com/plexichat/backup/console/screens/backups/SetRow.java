package com.plexichat.backup.console.screens.backups;

import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.BackupSet;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.Peer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A set as the list of sets shows it.
///
/// @param set empty: only its backups are left
/// @param host name of its machine
/// @param newest newest backup that can be restored; empty: none
/// @param backups how many it has
public record SetRow(
    String name,
    Optional<BackupSet> set,
    String host,
    String tier,
    Optional<Backup> newest,
    Standing standing,
    int backups) {
  /// How a set stands, in one word.
  public enum Standing {
    /// Its newest backup is whole and can be restored.
    RESTORABLE(Health.OK),
    RUNNING(Health.WORKING),
    UNDER_PROTECTED(Health.DEGRADED),
    /// The newest one did not end; an older one can be restored.
    UNFINISHED(Health.DEGRADED),
    /// The newest one cannot be restored; an older one can.
    NEWEST_LOST(Health.AT_RISK),
    /// It has backups, and none can be restored.
    NOTHING_RESTORABLE(Health.LOST),
    /// It was never backed up.
    NO_BACKUP(Health.AT_RISK);

    private final Health health;

    Standing(Health health) {
      this.health = health;
    }

    public Health health() {
      return health;
    }
  }

  /// Every set, and what has backups but is no set any more, by name.
  static List<SetRow> of(ClusterState state) {
    Set<String> names = new TreeSet<>();
    state.sets().forEach(set -> names.add(set.name()));
    state.backups().stream()
        .filter(backup -> !backup.state().isGone())
        .forEach(backup -> names.add(backup.set()));
    List<SetRow> rows = new ArrayList<>();
    names.forEach(name -> rows.add(of(state, name)));
    return rows;
  }

  private static SetRow of(ClusterState state, String name) {
    List<Backup> backups = state.backupsOf(name);
    Optional<BackupSet> set = state.set(name);
    Optional<Backup> last = backups.stream().max(Comparator.comparing(Backup::created));
    Optional<Backup> newest =
        backups.stream().filter(Backup::restorable).max(Comparator.comparing(Backup::created));
    return new SetRow(
        name,
        set,
        set.map(one -> host(state, one.host())).or(() -> last.map(Backup::host)).orElse(""),
        set.map(one -> one.tier().name()).or(() -> last.map(Backup::tier)).orElse(""),
        newest,
        standing(last, newest),
        backups.size());
  }

  /// The name of a set's machine.
  static String host(ClusterState state, String host) {
    Optional<Peer> peer =
        host.isEmpty()
            ? state.facts().flatMap(facts -> facts.coordinator()).flatMap(state::peer)
            : state.peerNamed(host);
    return peer.map(Peer::name).orElse(host);
  }

  private static Standing standing(Optional<Backup> last, Optional<Backup> newest) {
    if (last.isEmpty()) {
      return Standing.NO_BACKUP;
    }
    if (last.get().state() == BackupState.RUNNING) {
      return Standing.RUNNING;
    }
    if (newest.isEmpty()) {
      return Standing.NOTHING_RESTORABLE;
    }
    return switch (last.get().state()) {
      case COMPLETE -> last.get().restorable() ? Standing.RESTORABLE : Standing.NEWEST_LOST;
      case UNDER_PROTECTED ->
          last.get().restorable() ? Standing.UNDER_PROTECTED : Standing.NEWEST_LOST;
      case RUNNING, FAILED, INTERRUPTED, DELETED, PRUNED -> Standing.UNFINISHED;
    };
  }
}
