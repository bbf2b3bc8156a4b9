package com.plexichat.backup.console.kit;

import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// Tests that look at controls in a window of their own, which each of them finds empty.
abstract class InAWindow {
  // Opened before each test.
  @SuppressWarnings("NullAway.Init")
  Shown shown;

  @BeforeEach
  void openWindow() throws TimeoutException {
    shown = Shown.open();
  }

  @AfterEach
  void closeWindow() throws TimeoutException {
    Shown.close();
  }
}
