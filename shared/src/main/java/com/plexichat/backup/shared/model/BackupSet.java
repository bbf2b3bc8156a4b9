package com.plexichat.backup.shared.model;

import java.util.List;

/// What is backed up: where, what, under which tier.
///
/// @param host peer id or name of the machine; empty: the coordinator's own
/// @param isLow of low priority: two people may end its backups early
public record BackupSet(
    String name,
    String host,
    List<FilePath> paths,
    List<String> excludes,
    Tier tier,
    boolean isLow) {
  public BackupSet {
    paths = List.copyOf(paths);
    excludes = List.copyOf(excludes);
  }

  /// One of normal priority.
  public BackupSet(
      String name, String host, List<FilePath> paths, List<String> excludes, Tier tier) {
    this(name, host, paths, excludes, tier, false);
  }
}
