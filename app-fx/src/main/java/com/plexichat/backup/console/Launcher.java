package com.plexichat.backup.console;

import javafx.application.Application;

/// The start of the console. A main class that extends `Application` cannot start from the class
/// path, so this one does not.
public final class Launcher {
  private Launcher() {}

  /// Opens the console and returns when its last window is closed.
  public static void main(String[] args) {
    Application.launch(ConsoleApp.class, args);
  }
}
