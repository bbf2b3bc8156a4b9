package com.plexichat.backup.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.Difference;
import com.plexichat.backup.shared.model.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sets, contents, search and comparison over backups that real agents made.
@Tag("ci")
class BackupsLiveTest {
  @TempDir static Path dir;
  private static RealAgents agents;
  private static ConsoleRig rig;
  private static Path tree;

  @BeforeAll
  static void up() throws Exception {
    tree = Files.createDirectories(dir.resolve("tree"));
    Files.createDirectories(tree.resolve("letters"));
    Files.writeString(tree.resolve("letters").resolve("one.txt"), "one");
    Files.writeString(tree.resolve("letters").resolve("two.txt"), "two");
    Files.writeString(tree.resolve("notes.md"), "before");
    agents = RealAgents.up(dir.resolve("c"), 4);
    agents.backUp("docs", tree, "bronze");
    Files.writeString(tree.resolve("notes.md"), "after it was changed");
    Files.delete(tree.resolve("letters").resolve("two.txt"));
    Files.writeString(tree.resolve("letters").resolve("three.txt"), "three");
    agents.backUp("docs", tree, "bronze");
    rig = ConsoleRig.open(agents.home(), Optional.empty());
    rig.awaitNode("#connection");
  }

  @AfterAll
  static void down() throws Exception {
    rig.close();
    agents.close();
  }

  @SuppressWarnings("unchecked")
  private static <T> TableView<T> table(String query) {
    return (TableView<T>) rig.awaitNode(query);
  }

  private static String words() {
    return rig.scene().getRoot().lookupAll("*").stream()
        .filter(Labeled.class::isInstance)
        .map(node -> ((Labeled) node).getText())
        .collect(Collectors.joining("\n"));
  }

  @Test
  void fromTheSetToItsFilesAndWhatChanged() {
    rig.await("the cluster answers", () -> words().contains("mTLS"));
    rig.robot().clickOn("#nav-BACKUPS");
    TableView<Backup> backups = table("#backups");
    rig.await("both backups", () -> backups.getItems().size() == 2);
    rig.robot()
        .interact(() -> {
          backups.requestFocus();
          backups.getSelectionModel().selectFirst();
        });
    rig.await("its certificate", () -> words().contains("Loss window"));
    rig.shot("live-backups");
    rig.robot().push(KeyCode.ENTER);
    TableView<Entry> entries = table("#entries");
    for (Path name : tree) {
      rig.await(
          name.toString(),
          () ->
              entries.getItems().size() == 1
                  && entries.getItems().getFirst().path().name().equals(name.toString())
                  && entries.isFocused());
      rig.robot().push(KeyCode.ENTER);
    }
    rig.await("the tree", () -> entries.getItems().size() == 2);
    rig.shot("live-contents");
    assertEquals(
        Set.of("letters", "notes.md"),
        entries.getItems().stream().map(one -> one.path().name()).collect(Collectors.toSet()));
    rig.robot().push(KeyCode.CONTROL, KeyCode.F);
    Node glob = rig.awaitNode("#glob");
    rig.await("the field", glob::isFocused);
    rig.robot().write("*.txt");
    rig.robot().push(KeyCode.ENTER);
    TableView<Entry> found = table("#found");
    rig.await("of both backups", () -> found.getItems().size() == 4);
    rig.shot("live-find");
    rig.robot().clickOn("#nav-BACKUPS");
    rig.robot().clickOn(rig.awaitNode("#compare"));
    rig.robot().push(KeyCode.DOWN);
    rig.robot().push(KeyCode.ENTER);
    TableView<Difference> differences = table("#differences");
    rig.await("what differs", () -> words().contains("Added 1"));
    rig.shot("live-compare");
    assertEquals(
        Set.of("one added three.txt", "one removed two.txt", "one changed notes.md"),
        differences.getItems().stream()
            .filter(one -> !one.change().equals("metadata"))
            .map(one -> "one " + one.change() + " " + one.path().name())
            .collect(Collectors.toSet()));
  }
}
