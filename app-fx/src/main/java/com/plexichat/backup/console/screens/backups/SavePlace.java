package com.plexichat.backup.console.screens.backups;

import java.nio.file.Path;
import java.util.Optional;

/// Where a person wants a file to be on this machine.
@FunctionalInterface
public interface SavePlace {
  /// Asks, on the toolkit's thread.
  ///
  /// @param name that is offered
  /// @return empty: the person thought better of it
  Optional<Path> choose(String name);
}
