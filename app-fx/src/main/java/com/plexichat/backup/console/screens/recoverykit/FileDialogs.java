package com.plexichat.backup.console.screens.recoverykit;

import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import javafx.stage.FileChooser;
import javafx.stage.Window;

/// The dialogs of the desktop.
public final class FileDialogs implements FileAsk {
  @Override
  public Optional<Path> open(String title) {
    return Optional.ofNullable(chooser(title).showOpenDialog(owner())).map(File::toPath);
  }

  @Override
  public Optional<Path> save(String title, String name) {
    FileChooser chooser = chooser(title);
    chooser.setInitialFileName(name);
    return Optional.ofNullable(chooser.showSaveDialog(owner())).map(File::toPath);
  }

  /// The console has one window.
  private static Window owner() {
    return Window.getWindows().getFirst();
  }

  private static FileChooser chooser(String title) {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(title);
    return chooser;
  }
}
