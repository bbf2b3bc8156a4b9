package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.shared.model.Bytes;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.Tier;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A backup set as it was last defined.
///
/// @param paths absolute, raw bytes
/// @param isLow of low priority: two people may end its backups early
public record SetRow(
    String name,
    PeerId host,
    List<Bytes> paths,
    List<String> excludes,
    Tier tier,
    Optional<Hook> before,
    Optional<Hook> after,
    boolean isLow) {
  public SetRow {
    paths = List.copyOf(paths);
    excludes = List.copyOf(excludes);
  }

  /// A program that runs before or after the walk.
  public record Hook(List<String> command, Duration timeout) {
    public Hook {
      command = List.copyOf(command);
    }
  }
}
