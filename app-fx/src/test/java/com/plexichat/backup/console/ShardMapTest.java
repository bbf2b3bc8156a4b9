package com.plexichat.backup.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.console.kit.ShardMapView;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.state.Settings;
import com.plexichat.backup.shared.model.Shard;
import com.plexichat.backup.shared.model.StripeDetail;
import com.plexichat.backup.shared.model.StripeId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.ScrollPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The panel of a selected shard, as a person sees it.
class ShardMapTest {
  private static final int CELL = 12;

  @TempDir Path home;
  private final SampleFacts facts = new SampleFacts(Instant.now());
  private ConsoleRig rig;

  @BeforeEach
  void open() throws TimeoutException {
    rig = ConsoleRig.open(home, SampleAnswers.reading(new Sample(facts.troubled()), facts));
    rig.size(1280, 800);
    rig.go(new Target.ShardMap(Target.ShardFocus.ALL));
  }

  @AfterEach
  void close() throws TimeoutException {
    rig.close();
  }

  private void select() {
    ShardMapView map = (ShardMapView) rig.awaitNode("#shard-map");
    rig.robot().interact(() -> map.select(CELL));
    rig.awaitNode("#stripe-history");
  }

  private List<List<String>> lines() {
    return rig.robot().lookup(".history-line").<Node>queryAll().stream()
        .map(line -> Seen.words(Seen.in(line)))
        .toList();
  }

  private void fire(String id) {
    Hyperlink link = (Hyperlink) rig.awaitNode(id);
    rig.robot().interact(link::fire);
  }

  @Test
  void itsHistoryTellsTheNewestAndCountsTheOlder() {
    select();
    rig.await("six lines", () -> lines().size() == 6);
    List<List<String>> lines = lines();
    assertEquals("Copy ordered from " + peer(5), lines.get(0).getFirst());
    assertEquals(List.of("2 min ago", "Shard 5", "Repair"), lines.get(0).subList(1, 4));
    assertEquals("Copy written to " + peer(4), lines.get(1).getFirst());
    assertEquals("2 copies found corrupt on " + peer(2), lines.get(2).getFirst());
    assertEquals(
        List.of("5 min ago", "Shards 4–5", "it failed a challenge"), lines.get(2).subList(1, 4));
    assertEquals("3 copies written to " + peer(0), lines.get(3).getFirst());
    assertEquals(List.of("Shards 1–2, 5", "Backup documents #4"), lines.get(3).subList(2, 4));
    assertEquals("3 older", ((Hyperlink) rig.awaitNode("#history-more")).getText());
    rig.shot("shard-map-selected-light");
    rig.look(Settings.Look.DARK);
    rig.shot("shard-map-selected-dark-large", 2560, 1440);
  }

  @Test
  void allIsShownWhenAskedForAndStaysSo() {
    select();
    fire("#history-more");
    rig.await("nine lines", () -> lines().size() == 9);
    assertEquals(
        "3 earlier entries are in the audit chain",
        ((Hyperlink) rig.awaitNode("#history-audit")).getText());
    rig.shot("shard-map-history-whole", 1280, 1400);
    ShardMapView map = (ShardMapView) rig.awaitNode("#shard-map");
    rig.robot().interact(() -> map.select(CELL + 1));
    rig.await("still nine", () -> lines().size() == 9);
    fire("#history-audit");
    assertEquals(new Target.Audit(), rig.target());
  }

  @Test
  void anEventLeadsToWhatBroughtItAbout() {
    select();
    rig.await("six lines", () -> lines().size() == 6);
    Hyperlink repair =
        rig.robot().lookup(".history-line .hyperlink").<Hyperlink>queryAll().stream()
            .filter(link -> link.getText().equals("Repair"))
            .findFirst()
            .orElseThrow();
    rig.robot().interact(repair::fire);
    assertEquals(new Target.Jobs("job-repair-7"), rig.target());
  }

  @Test
  void withoutAHistoryThatIsSaid() {
    rig.sample()
        .answer("stripe", args -> new StripeDetail(shards((StripeId) args[0]), List.of(), 0));
    select();
    assertTrue(rig.words().contains("Nothing is told of it."));
  }

  @Test
  void whatIsScrolledToStaysInViewWhenTheStripeIsToldAnew() {
    select();
    ScrollPane before = scroll();
    rig.robot().interact(() -> before.setVvalue(1));
    ShardMapView map = (ShardMapView) rig.awaitNode("#shard-map");
    rig.robot().interact(() -> map.select(CELL + 1));
    rig.await("another panel", () -> !scroll().equals(before) && scroll().getVvalue() == 1);
    rig.robot().interact(() -> map.select(CELL + 400));
    rig.await("another stripe is shown from its beginning", () -> scroll().getVvalue() == 0);
  }

  private ScrollPane scroll() {
    return rig.robot().lookup(".detail-panel .scroll-pane").query();
  }

  private List<Shard> shards(StripeId stripe) {
    return SampleStripes.shards(facts, stripe);
  }

  private String peer(int number) {
    return rig.sample()
        .session()
        .live()
        .state()
        .get()
        .peer(SampleFacts.peerId(number))
        .orElseThrow()
        .name();
  }
}
