package com.plexichat.backup.console;

import com.plexichat.backup.console.state.Preferences;
import com.plexichat.backup.console.state.Preferences.Window;
import java.util.Optional;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;

/// Puts the window where it was left, where there is still a display to show it.
final class WindowMemory {
  private static final double WIDTH = 1280;
  private static final double HEIGHT = 800;
  private static final double LEAST_WIDTH = 1024;
  private static final double LEAST_HEIGHT = 640;

  private final Preferences preferences;
  private final Stage stage;

  WindowMemory(Preferences preferences, Stage stage) {
    this.preferences = preferences;
    this.stage = stage;
  }

  /// Before the window is shown.
  void attach() {
    stage.setWidth(WIDTH);
    stage.setHeight(HEIGHT);
    stage.setMinWidth(LEAST_WIDTH);
    stage.setMinHeight(LEAST_HEIGHT);
    Optional<Window> before = preferences.window().filter(WindowMemory::isVisible);
    before.ifPresent(window -> {
      stage.setX(window.x());
      stage.setY(window.y());
      stage.setWidth(Math.max(LEAST_WIDTH, window.width()));
      stage.setHeight(Math.max(LEAST_HEIGHT, window.height()));
      stage.setMaximized(window.maximized());
    });
    stage.setOnHiding(_ -> keep());
  }

  /// Enough of its title bar to take hold of.
  private static boolean isVisible(Window window) {
    return Screen.getScreens().stream()
        .map(Screen::getVisualBounds)
        .anyMatch((Rectangle2D bounds) ->
            bounds.contains(window.x() + Math.min(100, window.width() / 2), window.y() + 10));
  }

  private void keep() {
    preferences.keep(
        new Window(
            stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight(), stage.isMaximized()));
  }
}
