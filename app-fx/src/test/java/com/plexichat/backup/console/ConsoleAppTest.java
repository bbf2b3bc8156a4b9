package com.plexichat.backup.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeoutException;
import javafx.scene.control.Label;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

class ConsoleAppTest {
  private final FxRobot robot = new FxRobot();

  @BeforeEach
  void start() throws TimeoutException {
    FxToolkit.registerPrimaryStage();
    FxToolkit.setupApplication(ConsoleApp.class);
  }

  @AfterEach
  void stop() throws TimeoutException {
    FxToolkit.cleanupStages();
  }

  @Test
  void opensOneWindowThatSaysThatThereIsNoCluster() {
    assertEquals("PlexiChat Backup", ((Stage) robot.listWindows().getFirst()).getTitle());
    Label empty = robot.lookup("#empty").queryAs(Label.class);
    assertEquals("No cluster yet.", empty.getText());
    assertTrue(empty.getWidth() > 0, "the label was not laid out");
  }
}
