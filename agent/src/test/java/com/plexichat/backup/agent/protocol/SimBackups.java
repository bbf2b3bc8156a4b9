package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.agent.protocol.SimCatalogue.Backup;
import com.plexichat.backup.shared.model.StripeId;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What the log says of backups: which run, what each needs, and which were pruned.
///
/// ```
/// opened ──→ running ──→ closed, listed ──→ pruned ──→ swept
///                               ↑              │
///                               └─ brought back┘
/// ```
///
/// What does not fit any more when its entry is written changes nothing, as in the product.
final class SimBackups {
  /// The newest backup of each set of each source that was opened.
  private final SortedMap<Integer, SortedMap<Integer, Integer>> opened = new TreeMap<>();

  private final SortedMap<Backup, SortedSet<StripeId>> needs = new TreeMap<>();

  /// When backups were pruned that can be brought back.
  private final SortedMap<Backup, Long> pruned = new TreeMap<>();

  private final SortedSet<Backup> swept = new TreeSet<>();

  /// Stripes that pruned backups need and no listed one.
  private final SortedSet<StripeId> released = new TreeSet<>();

  /// Of these, those that a backup needs that can be brought back.
  private final SortedSet<StripeId> recoverable = new TreeSet<>();

  private final boolean guardsRunning;
  private boolean everPruned;

  /// @param guardsRunning whether nothing of a source is pruned while a backup of it runs
  SimBackups(boolean guardsRunning) {
    this.guardsRunning = guardsRunning;
  }

  /// A later one of the set takes the place of one that was not closed; an earlier one comes late.
  void open(Backup backup, int set) {
    opened
        .computeIfAbsent(backup.source(), _ -> new TreeMap<>())
        .merge(set, backup.number(), Math::max);
  }

  /// Whether a backup was opened last of its set, and is not closed.
  boolean isRunning(Backup backup) {
    return opened.getOrDefault(backup.source(), new TreeMap<>()).containsValue(backup.number())
        && !needs.containsKey(backup);
  }

  /// Whether any backup of a source runs.
  boolean isRunning(int source) {
    return opened.getOrDefault(source, new TreeMap<>()).values().stream()
        .anyMatch(number -> !needs.containsKey(new Backup(source, number)));
  }

  void close(Backup backup, SortedSet<StripeId> stripes) {
    if (isRunning(backup)) {
      needs.put(backup, stripes);
      sort();
    }
  }

  void fold(StripeId into, List<StripeId> replaced) {
    for (SortedSet<StripeId> needed : needs.values()) {
      if (needed.removeAll(replaced)) {
        needed.add(into);
      }
    }
    sort();
  }

  boolean mayBePruned(Backup backup) {
    return isListed(backup) && !(guardsRunning && isRunning(backup.source()));
  }

  void prune(Backup backup, long at) {
    if (mayBePruned(backup)) {
      everPruned = true;
      pruned.put(backup, at);
      sort();
    }
  }

  void bringBack(Backup backup) {
    if (pruned.remove(backup) != null) {
      sort();
    }
  }

  /// From now on it cannot be brought back.
  void sweep(Backup backup) {
    if (pruned.remove(backup) != null) {
      swept.add(backup);
      sort();
    }
  }

  private void sort() {
    released.clear();
    recoverable.clear();
    pruned.keySet().forEach(backup -> recoverable.addAll(stripes(backup)));
    released.addAll(recoverable);
    swept.forEach(backup -> released.addAll(stripes(backup)));
    for (Backup backup : needs.keySet()) {
      if (isListed(backup)) {
        released.removeAll(stripes(backup));
        recoverable.removeAll(stripes(backup));
      }
    }
  }

  boolean isClosed(Backup backup) {
    return needs.containsKey(backup);
  }

  boolean isListed(Backup backup) {
    return needs.containsKey(backup) && !pruned.containsKey(backup) && !swept.contains(backup);
  }

  /// What a closed backup needs.
  SortedSet<StripeId> stripes(Backup backup) {
    return needs.getOrDefault(backup, new TreeSet<>());
  }

  /// The stripes of a listed backup; null when it is none.
  @Nullable SortedSet<StripeId> needs(Backup backup) {
    return isListed(backup) ? needs.get(backup) : null;
  }

  /// All that were ever closed.
  int count() {
    return needs.size();
  }

  SortedSet<Backup> listed(int source) {
    SortedSet<Backup> listed = new TreeSet<>();
    for (Backup backup : needs.keySet()) {
      if (backup.source() == source && isListed(backup)) {
        listed.add(backup);
      }
    }
    return listed;
  }

  /// The stripes that the listed backups of a source need.
  SortedSet<StripeId> live(int source) {
    SortedSet<StripeId> live = new TreeSet<>();
    listed(source).forEach(backup -> live.addAll(stripes(backup)));
    return live;
  }

  /// When each backup was pruned that can be brought back.
  SortedMap<Backup, Long> pruned() {
    return new TreeMap<>(pruned);
  }

  /// Whether anything was ever pruned.
  boolean hasPruned() {
    return everPruned;
  }

  boolean isPruned(Backup backup) {
    return pruned.containsKey(backup);
  }

  /// Whether listed backups need a stripe, and the newest one of no source does.
  boolean isOfOlderAlone(StripeId stripe) {
    boolean isNeeded = false;
    for (int source : opened.keySet()) {
      SortedSet<Backup> listed = listed(source);
      if (!listed.isEmpty() && stripes(listed.last()).contains(stripe)) {
        return false;
      }
      isNeeded |= listed.stream().anyMatch(backup -> stripes(backup).contains(stripe));
    }
    return isNeeded;
  }

  boolean isReleased(StripeId stripe) {
    return released.contains(stripe);
  }

  boolean isRecoverable(StripeId stripe) {
    return recoverable.contains(stripe);
  }

  /// The stripes that pruned backups need and no listed one.
  SortedSet<StripeId> released() {
    return new TreeSet<>(released);
  }

  /// Whether a backup that was pruned needs a stripe, whatever others do.
  boolean isOfPruned(StripeId stripe) {
    return pruned.keySet().stream().anyMatch(backup -> stripes(backup).contains(stripe));
  }
}
