package com.plexichat.backup.console;

import javafx.application.Application;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

/// The console's life cycle as JavaFX sees it.
public final class ConsoleApp extends Application {
  private static final double WIDTH = 1280;
  private static final double HEIGHT = 800;

  /// Called by the toolkit.
  public ConsoleApp() {}

  @Override
  public void start(Stage stage) {
    Label empty = new Label("No cluster yet.");
    empty.setId("empty");
    stage.setTitle("PlexiChat Backup");
    stage.setScene(new Scene(new StackPane(empty), WIDTH, HEIGHT));
    stage.show();
  }
}
