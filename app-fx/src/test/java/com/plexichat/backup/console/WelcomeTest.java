package com.plexichat.backup.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.console.nav.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The console before any cluster is known.
class WelcomeTest {
  @TempDir Path home;
  private ConsoleRig rig;

  @BeforeEach
  void open() throws TimeoutException {
    rig = ConsoleRig.open(home, Optional.empty());
  }

  @AfterEach
  void close() throws TimeoutException {
    rig.close();
  }

  @Test
  void opensOneWindowWithTheWaysToACluster() {
    assertEquals("PlexiChat Backup", ((Stage) rig.scene().getWindow()).getTitle());
    rig.awaitNode("#try");
    rig.awaitNode("#connect");
    rig.awaitNode("#setup");
    assertTrue(rig.awaitNode("#nav-DASHBOARD").isDisabled());
    rig.shot("welcome-light");
  }

  @Test
  void withoutACommandLineATrialSaysWhatToInstall() {
    rig.robot().clickOn(rig.awaitNode("#try"));
    rig.await(
        "the failure",
        () -> texts().contains("The command line plexichat is not on this machine."));
    rig.shot("welcome-failure");
  }

  @Test
  void aTokenThatIsNoneIsToldBeforeAnybodyIsAsked() {
    rig.robot().clickOn(rig.awaitNode("#connect"));
    rig.awaitNode("#token");
    rig.robot().write("plexichat context add here pxt1-nonsense");
    assertTrue(rig.awaitNode("#connect-now").isDisabled());
    rig.shot("connect");
  }

  @Test
  void thePaletteFindsByKeysAlone() {
    rig.awaitNode("#try");
    rig.robot().push(KeyCode.CONTROL, KeyCode.K);
    rig.awaitNode("#palette-field");
    rig.robot().write("sett");
    rig.shot("palette");
    rig.robot().push(KeyCode.ENTER);
    rig.await(
        "the settings are open",
        () ->
            ((ToggleButton) rig.scene().getRoot().lookup("#nav-" + Place.SETTINGS.name()))
                .isSelected());
    assertTrue(rig.robot().lookup("#palette-field").queryAll().stream().noneMatch(Node::isFocused));
  }

  @Test
  void aLastClusterThatCannotBeOpenedSaysWhy() throws Exception {
    rig.close();
    Path folder = Files.createDirectories(home.resolve("contexts").resolve("lost"));
    Files.writeString(
        folder.resolve("context.properties"),
        "cluster_id=c1\ncluster_name=lost\nendpoint=127.0.0.1:1\nperson=ana\n");
    Files.writeString(home.resolve("context"), "lost\n");
    rig = ConsoleRig.open(home, Optional.empty());
    rig.await("why it is not open", () -> texts().contains("No cluster is known in"));
    rig.awaitNode("#try");
  }

  private String texts() {
    StringBuilder all = new StringBuilder();
    for (Node node : rig.scene().getRoot().lookupAll(".label")) {
      if (node instanceof Labeled labeled) {
        all.append(labeled.getText()).append('\n');
      }
    }
    return all.toString();
  }
}
