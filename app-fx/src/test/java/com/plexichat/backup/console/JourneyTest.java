package com.plexichat.backup.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.console.nav.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// A person's whole way on real agents, by keys alone: connect by token, every screen in both
/// themes, a new set and its backup, the shard map, a restore and its result.
@Tag("ci")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class JourneyTest {
  @TempDir static Path dir;
  private static RealAgents agents;
  private static ConsoleRig rig;
  private static Path tree;

  @BeforeAll
  static void up() throws Exception {
    tree = Files.createDirectories(dir.resolve("tree"));
    Random random = new Random(7);
    for (int i = 0; i < 12; i++) {
      byte[] bytes = new byte[200_000];
      random.nextBytes(bytes);
      Files.write(tree.resolve("file-" + i), bytes);
    }
    agents = RealAgents.up(dir.resolve("c"), 4);
    rig = ConsoleRig.open(Files.createDirectories(dir.resolve("own")), Optional.empty());
  }

  @AfterAll
  static void down() throws Exception {
    rig.close();
    agents.close();
  }

  private static void press(KeyCode... keys) {
    rig.robot().push(keys);
  }

  private static void type(String words) {
    rig.robot().write(words, 0);
  }

  private static void awaitFocus(String id) {
    rig.await(
        id + " has the focus",
        () -> {
          Node owner = rig.scene().getFocusOwner();
          return owner != null && id.equals(owner.getId());
        });
  }

  private static void awaitWords(String words) {
    rig.await(
        words,
        () ->
            rig.scene().getRoot().lookupAll("*").stream()
                .filter(Labeled.class::isInstance)
                .anyMatch(node -> String.valueOf(((Labeled) node).getText()).contains(words)));
  }

  @Test
  @Order(1)
  void connectsWithAToken() throws Exception {
    String token = agents.told("person", "invite", "ana", "--role", "administrator").text("token");
    rig.awaitNode("#connect");
    rig.robot().interact(() -> rig.scene().getRoot().lookup("#connect").requestFocus());
    press(KeyCode.SPACE);
    awaitFocus("token");
    rig.robot().interact(() -> ((TextArea) rig.scene().getFocusOwner()).setText(token));
    rig.await(
        "the token is read", () -> !rig.scene().getRoot().lookup("#connect-now").isDisabled());
    rig.robot().interact(() -> rig.scene().getRoot().lookup("#connect-now").requestFocus());
    press(KeyCode.SPACE);
    rig.await(
        "the cluster answers",
        () -> ((Labeled) rig.scene().getRoot().lookup("#connection")).getText().contains("mTLS"));
    assertTrue(Files.exists(dir.resolve("own").resolve("contexts")), "the key was not kept here");
  }

  @Test
  @Order(2)
  void everyScreenOpensByItsKeyInBothThemes() {
    for (boolean dark : new boolean[] {true, false}) {
      press(KeyCode.CONTROL, KeyCode.K);
      awaitFocus("palette-field");
      type("Switch between light");
      press(KeyCode.ENTER);
      String theme = dark ? "dark" : "light";
      rig.await(theme, () -> rig.scene().getRoot().getStyleClass().contains(theme));
      int digit = 0;
      for (Place place : Place.values()) {
        KeyCode key =
            place == Place.SETTINGS
                ? KeyCode.COMMA
                : KeyCode.getKeyCode(Integer.toString(++digit % 10));
        press(KeyCode.CONTROL, key);
        rig.await(
            place + " is chosen",
            () ->
                ((ToggleButton) rig.scene().getRoot().lookup("#nav-" + place.name())).isSelected());
        assertTrue(
            rig.scene().getRoot().lookup(".content").lookupAll(".screen-title").stream()
                .anyMatch(Node::isVisible),
            place + " has no title");
      }
    }
  }

  @Test
  @Order(3)
  void makesASetAndItsFirstBackup() throws Exception {
    press(KeyCode.CONTROL, KeyCode.N);
    awaitFocus("set-name");
    type("mail");
    press(KeyCode.TAB);
    press(KeyCode.TAB);
    awaitFocus("paths");
    type(tree.toString());
    awaitWords("12");
    press(KeyCode.TAB);
    awaitFocus("excludes");
    press(KeyCode.TAB);
    press(KeyCode.TAB);
    awaitFocus("next");
    press(KeyCode.ENTER);
    awaitFocus("tier-silver");
    press(KeyCode.UP);
    rig.await("the verdict", () -> rig.scene().getRoot().lookup("#verdict") != null);
    rig.await("next", () -> !rig.scene().getRoot().lookup("#next").isDisabled());
    press(KeyCode.ENTER);
    awaitWords("Back up now");
    press(KeyCode.ENTER);
    rig.awaitNode("#report");
    assertEquals(1, agents.told("backup", "list", "--set", "mail").list("backups").size());
  }

  @Test
  @Order(4)
  void selectsAShardOnTheMap() {
    press(KeyCode.CONTROL, KeyCode.DIGIT2);
    rig.awaitNode("#shard-map");
    rig.robot().interact(() -> rig.scene().getRoot().lookup("#shard-map").requestFocus());
    press(KeyCode.RIGHT);
    rig.await(
        "the stripe's shards are known",
        () -> {
          Node repair = rig.scene().getRoot().lookup("#repair-stripe");
          return repair != null && !repair.isDisabled();
        });
    awaitWords("owners together could rebuild it");
  }

  @Test
  @Order(5)
  void restoresIt() throws Exception {
    press(KeyCode.CONTROL, KeyCode.K);
    awaitFocus("palette-field");
    type("mail #1");
    rig.await(
        "it is found",
        () -> !((ListView<?>) rig.scene().getRoot().lookup("#palette-list")).getItems().isEmpty());
    press(KeyCode.ENTER);
    rig.awaitNode("#restore");
    rig.robot().interact(() -> rig.scene().getRoot().lookup("#restore").requestFocus());
    press(KeyCode.SPACE);
    awaitWords("mail #1");
    rig.await("next", () -> !rig.scene().getRoot().lookup("#next").isDisabled());
    rig.robot().interact(() -> rig.scene().getRoot().lookup("#next").requestFocus());
    press(KeyCode.ENTER);
    awaitFocus("folder");
    Path to = dir.resolve("restored");
    type(to.toString());
    rig.await("next", () -> !rig.scene().getRoot().lookup("#next").isDisabled());
    press(KeyCode.ENTER);
    awaitWords("All of it can be had");
    rig.await("next", () -> !rig.scene().getRoot().lookup("#next").isDisabled());
    press(KeyCode.ENTER);
    rig.awaitNode("#result");
    try (var files = Files.list(tree)) {
      for (Path file : files.toList()) {
        Path back = to.resolve(file.toString().substring(1));
        assertEquals(-1, Files.mismatch(file, back), file::toString);
      }
    }
    rig.shot("journey-result");
  }
}
