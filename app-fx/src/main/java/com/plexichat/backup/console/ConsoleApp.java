package com.plexichat.backup.console;

import javafx.application.Application;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/// The console's life cycle as JavaFX sees it.
public final class ConsoleApp extends Application {
  private @Nullable Console console;

  /// Called by the toolkit.
  public ConsoleApp() {}

  @Override
  public void start(Stage stage) {
    console = new Console(ConsoleConfig.of(getParameters().getRaw(), System.getenv()), stage);
    console.open();
  }

  @Override
  public void stop() {
    if (console != null) {
      console.close();
    }
  }
}
