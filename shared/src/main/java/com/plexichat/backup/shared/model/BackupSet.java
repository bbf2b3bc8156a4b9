package com.plexichat.backup.shared.model;

import java.util.List;

/// What is backed up: where, what, under which tier.
///
/// @param host peer id or name of the machine; empty: the coordinator's own
public record BackupSet(
    String name, String host, List<FilePath> paths, List<String> excludes, Tier tier) {
  public BackupSet {
    paths = List.copyOf(paths);
    excludes = List.copyOf(excludes);
  }
}
