package com.plexichat.backup.console.screens.backups;

import com.plexichat.backup.console.kit.Kit;
import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import javafx.stage.FileChooser;
import javafx.stage.Window;

/// The desktop's own dialog for the place of a file; it asks before one is replaced.
public final class SaveDialog implements SavePlace {
  private final Kit kit;

  public SaveDialog(Kit kit) {
    this.kit = kit;
  }

  @Override
  public Optional<Path> choose(String name) {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(kit.text("download.title"));
    chooser.setInitialFileName(name);
    Window owner = Window.getWindows().stream().filter(Window::isFocused).findFirst().orElse(null);
    return Optional.ofNullable(chooser.showSaveDialog(owner)).map(File::toPath);
  }
}
