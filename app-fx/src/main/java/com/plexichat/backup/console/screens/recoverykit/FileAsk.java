package com.plexichat.backup.console.screens.recoverykit;

import java.nio.file.Path;
import java.util.Optional;

/// Asks a person for files of this machine.
public interface FileAsk {
  /// A file that exists; empty: none was chosen.
  Optional<Path> open(String title);

  /// A file to be written; empty: none was chosen.
  Optional<Path> save(String title, String name);
}
