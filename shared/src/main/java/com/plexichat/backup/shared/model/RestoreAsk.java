package com.plexichat.backup.shared.model;

import java.util.List;

/// A wish to restore.
///
/// @param to absolute folder on the machine of `host`
/// @param includes globs; empty: everything
/// @param overwrite "never", "changed" or "always"
/// @param dryRun nothing is written
/// @param host agent name or id; empty: the coordinator's machine
public record RestoreAsk(
    String backupId,
    FilePath to,
    List<String> includes,
    String overwrite,
    boolean dryRun,
    String host) {
  public RestoreAsk {
    includes = List.copyOf(includes);
  }
}
