package com.plexichat.backup.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.console.kit.StaleCover;
import com.plexichat.backup.shared.model.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// What the console shows is what the command line tells at that moment, on real agents; what it
/// cannot know it does not show as known.
@Tag("ci")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LiveTruthTest {
  @TempDir static Path dir;
  private static RealAgents agents;
  private static ConsoleRig rig;

  @BeforeAll
  static void up() throws Exception {
    Path tree = Files.createDirectories(dir.resolve("tree"));
    for (int i = 0; i < 40; i++) {
      Files.write(tree.resolve("file-" + i), new byte[10_000 + 137 * i]);
    }
    agents = RealAgents.up(dir.resolve("c"), 4);
    agents.backUp("docs", tree, "bronze");
    rig = ConsoleRig.open(agents.home(), Optional.empty());
    rig.await("the cluster answers", () -> text("#connection").contains("mTLS"));
  }

  @AfterAll
  static void down() throws Exception {
    rig.close();
    agents.close();
  }

  private static String text(String query) {
    return rig.robot().lookup(query).queryAll().stream()
        .filter(Labeled.class::isInstance)
        .map(node -> ((Labeled) node).getText())
        .findFirst()
        .orElse("");
  }

  @Test
  @Order(1)
  void peersAreThoseOfTheCommandLine() throws Exception {
    rig.robot().clickOn("#nav-PEERS");
    TableView<Peer> table = table("#peers");
    rig.await("all peers", () -> table.getItems().size() == 4);
    for (Told told : agents.told("peer", "list").list("peers")) {
      Peer shown =
          table.getItems().stream()
              .filter(peer -> peer.name().equals(told.text("name")))
              .findFirst()
              .orElseThrow();
      assertEquals(told.text("peer_id"), shown.id().hex());
      assertEquals(told.text("state"), shown.state().name());
      assertEquals(told.text("owner"), shown.owner());
      assertEquals(told.text("endpoint"), shown.endpoint());
      assertEquals(told.number("capacity"), shown.capacity().bytes());
      rig.await(
          "what it holds",
          () ->
              table.getItems().stream()
                  .anyMatch(peer ->
                      peer.name().equals(told.text("name"))
                          && peer.shards() == told.number("shards")
                          && peer.used().bytes() == told.number("used")));
    }
  }

  @SuppressWarnings("unchecked")
  private static <T> TableView<T> table(String query) {
    return (TableView<T>) rig.awaitNode(query);
  }

  @Test
  @Order(2)
  void theMapHasEveryShard() throws Exception {
    rig.robot().clickOn("#nav-SHARD_MAP");
    rig.awaitNode("#shard-map");
    long shards = agents.told("distribution", "status").number("shards");
    rig.await("every shard is well", () -> legend("OK") == shards);
  }

  /// What the legend counts under a word.
  private static long legend(String word) {
    List<String> labels =
        rig.scene().getRoot().lookup("#legend").lookupAll(".label").stream()
            .map(node -> ((Label) node).getText())
            .toList();
    int at = labels.indexOf(word);
    return at < 0 ? 0 : Long.parseLong(labels.get(at + 1).replaceAll("\\D", ""));
  }

  @Test
  @Order(3)
  void aFlippedBitShowsWithinTwoSecondsOfItsDiscovery() throws Exception {
    long before = legend("OK");
    flip(agents.data("agent-3"));
    agents.json("integrity", "check", "--depth", "hash", "--wait");
    Instant found = Instant.now();
    rig.await("the cell changes", () -> legend("OK") == before - 1);
    Duration took = Duration.between(found, Instant.now());
    assertTrue(took.compareTo(Duration.ofSeconds(2)) <= 0, () -> "shown after " + took);
    agents.json("integrity", "repair", "--wait");
    rig.await("it is mended", () -> legend("OK") == before);
  }

  private static void flip(Path data) throws IOException {
    try (var files = Files.walk(data.resolve("store"))) {
      Path shard =
          files.filter(file -> file.toString().endsWith(".shard")).findFirst().orElseThrow();
      byte[] bytes = Files.readAllBytes(shard);
      bytes[bytes.length / 2] ^= 1;
      Files.write(shard, bytes);
    }
  }

  @Test
  @Order(4)
  void anAgentThatIsGoneMakesAllOfItStaleWithinFiveSeconds() throws Exception {
    Node cover = rig.scene().getRoot().lookup(".content").getParent();
    agents.kill("agent-1");
    Instant killed = Instant.now();
    rig.await(
        "the notice", () -> !rig.robot().lookup("#stale-notice .banner").queryAll().isEmpty());
    Duration took = Duration.between(killed, Instant.now());
    assertTrue(took.compareTo(Duration.ofSeconds(5)) <= 0, () -> "stale after " + took);
    assertTrue(cover instanceof StaleCover stale && stale.isStale());
    rig.await("nothing is green", () -> legend("OK") == 0);
    rig.shot("stale-shard-map");
    agents.start("agent-1");
    rig.await("it is back", () -> legend("OK") > 0);
  }
}
