package com.plexichat.backup.console.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.console.state.Settings;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javafx.geometry.Bounds;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Pane;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.Test;

class ControlsTest extends InAWindow {
  private static final CopyWords WORDS = new CopyWords("Copy", "Copied");

  @Test
  void aTableThatWasLargeHasItsColumnsAgain() {
    TableView<Integer> table =
        Shown.onFx(() -> {
          TableView<Integer> made =
              DataTable.of("Rows", new EmptyNote(EmptyNote.Kind.EMPTY, "", ""), _ -> {});
          made.getColumns().add(DataTable.text("Name", 200, row -> "row " + row));
          made.getColumns().add(DataTable.text("Place", 100, row -> "place " + row));
          made.getColumns().add(DataTable.number("Size", 100, row -> row, size -> size + " B"));
          return made;
        });
    shown.show(new Pane(table), 900, 300);
    List<Double> before = widths(table, 300);
    List<Double> large = widths(table, 800);
    assertEquals(2 * large.get(1), large.get(0), 2);
    assertEquals(before, widths(table, 300));
    assertTrue(before.get(0) > before.get(1));
  }

  private List<Double> widths(TableView<?> table, double width) {
    shown.robot.interact(() -> table.setPrefWidth(width));
    shown.settle();
    return Shown.onFx(() -> table.getColumns().stream().map(TableColumn::getWidth).toList());
  }

  @Test
  void aPercentageThatArithmeticMadeIsAsWholeAsItIs() {
    Figures figures =
        new Figures(new Texts(Locale.ENGLISH), Settings.DEFAULT, InstantSource.system());
    assertEquals("55\u202f%", figures.percent(0.55 * 100));
    assertEquals("99.9\u202f%", figures.percent(99.96));
  }

  @Test
  void aKeyFigureOpensByMouseAndKeyboardAndSaysWhatItIs() {
    List<String> opened = new ArrayList<>();
    KeyFigure figure =
        Shown.onFx(() ->
            new KeyFigure(Icons.AT_RISK, "At risk")
                .show(Health.AT_RISK, "87", "12 in the last hour")
                .opens(() -> opened.add("opened")));
    show(figure);
    assertEquals("At risk: 87, 12 in the last hour", figure.getAccessibleText());
    assertEquals(AccessibleRole.BUTTON, figure.getAccessibleRole());
    shown.robot.clickOn(figure);
    shown.robot.type(KeyCode.ENTER);
    shown.robot.type(KeyCode.SPACE);
    assertEquals(3, opened.size());
  }

  @Test
  void aKeyFigureThatOpensNothingIsNoStopOfTheTabKey() {
    KeyFigure figure = Shown.onFx(() -> new KeyFigure(Icons.OK, "Nines"));
    show(figure);
    assertFalse(figure.isFocusTraversable());
    assertEquals("Nines: –", figure.getAccessibleText());
  }

  @Test
  void aMeterTurnsWithItsLimitsAndIsUnknownWithoutFigure() {
    Meter meter = Shown.onFx(() -> new Meter(0.8, 0.9));
    assertEquals(Health.UNKNOWN, meter.health());
    assertEquals(Health.OK, Shown.onFx(() -> meter.show(0.79, "79 %")).health());
    assertEquals(Health.DEGRADED, Shown.onFx(() -> meter.show(0.8, "80 %")).health());
    assertEquals(Health.AT_RISK, Shown.onFx(() -> meter.show(0.95, "95 %")).health());
    assertEquals("95 %", meter.getAccessibleText());
  }

  @Test
  void aBadgeHasIconAndWord() {
    StateBadge badge = Shown.onFx(() -> new StateBadge(Health.LOST, "Lost"));
    show(badge);
    assertEquals("Lost", badge.getText());
    assertTrue(badge.getGraphic() != null);
    shown.robot.interact(() -> badge.show(Health.OK, "OK"));
    assertTrue(badge.getStyleClass().contains("state-ok"));
    assertFalse(badge.getStyleClass().contains("state-lost"));
    assertTrue(badge.getStyleClass().contains("state-badge"));
  }

  @Test
  void whatIsCopiedIsAllOfIt() {
    String id = "9f3c0d2be17744aa02c0ffee5512ab34";
    MonoId mono = Shown.onFx(() -> new MonoId(id, WORDS));
    show(mono);
    Label label = (Label) mono.getChildren().getFirst();
    assertEquals("9f3c0d2b…12ab34", label.getText());
    assertEquals(id, label.getAccessibleText());
    Button copy = (Button) mono.getChildren().getLast();
    assertEquals("Copy", copy.getAccessibleText());
    shown.robot.interact(copy::fire);
    assertEquals("Copied", copy.getAccessibleText());
    assertEquals(id, clipboard());
  }

  @Test
  void factsAreReachedAndCopiedByKeyboard() {
    FactList facts =
        Shown.onFx(() -> new FactList(WORDS).fact("Size", "1.00 MiB").fact("Peer", "peer-07"));
    show(facts);
    List<Label> values = labels(facts, ".fact-value");
    assertEquals("Peer: peer-07", values.get(1).getAccessibleText());
    shown.robot.interact(() -> values.getFirst().requestFocus());
    shown.robot.type(KeyCode.TAB);
    assertTrue(values.get(1).isFocused());
    shown.robot.push(KeyCode.CONTROL, KeyCode.C);
    assertEquals("peer-07", clipboard());
  }

  @Test
  void pastingFromACopyFieldGivesItsLine() {
    CopyField field = Shown.onFx(() -> new CopyField("Command", "plexichat join", WORDS));
    show(field);
    shown.robot.interact(() -> ((Button) field.getChildren().getLast()).fire());
    assertEquals("plexichat join", clipboard());
  }

  @Test
  void aLineLongerThanItsFieldWrapsAndIsStillOneLine() {
    String line = "plexichat agent join " + "0123456789".repeat(30);
    CopyField field = Shown.onFx(() -> new CopyField("Command", line, WORDS));
    List<String> pressed = new ArrayList<>();
    Button act = Shown.onFx(() -> new Button("Go on"));
    shown.robot.interact(() -> {
      act.setDefaultButton(true);
      act.setOnAction(_ -> pressed.add("go"));
    });
    show(new VBox(field, act));
    TextArea area = (TextArea) field.lookup(".text-area");
    Bounds text = area.lookup(".text").getLayoutBounds();
    assertTrue(text.getWidth() <= area.getWidth(), "nothing beyond its right edge");
    assertTrue(text.getHeight() <= area.getHeight(), "nothing beyond its lower edge");
    shown.robot.interact(area::requestFocus);
    shown.robot.push(KeyCode.CONTROL, KeyCode.A);
    shown.robot.push(KeyCode.CONTROL, KeyCode.C);
    assertEquals(line, clipboard());
    shown.robot.type(KeyCode.ENTER);
    assertEquals(List.of("go"), pressed, "Enter is the default button's");
  }

  @Test
  void progressThatIsNotKnownIsNotInvented() {
    ProgressLine line = Shown.onFx(ProgressLine::new);
    show(line);
    ProgressBar bar = (ProgressBar) line.lookup(".progress-bar");
    shown.robot.interact(
        () -> line.show(new ProgressLine.Progress("Looking", Double.NaN, "5 files", "", "")));
    assertTrue(bar.isIndeterminate());
    shown.robot.interact(() ->
        line.show(new ProgressLine.Progress("Sealing", 0.5, "1 of 2 GiB", "1 MiB/s", "17 min")));
    assertEquals(0.5, bar.getProgress());
    assertEquals("Sealing, 1 of 2 GiB, 1 MiB/s · 17 min", bar.getAccessibleText());
  }

  @Test
  void stepsThatWereReachedOpenByKeyboardAndKeepTheFocus() {
    List<Integer> opened = new ArrayList<>();
    StepRail rail = Shown.onFx(() -> new StepRail(state -> state + "", opened::add));
    List<StepRail.Phase> phases =
        List.of(
            new StepRail.Phase("A", List.of(new StepRail.Step("one", "", StepRail.State.DONE))),
            new StepRail.Phase(
                "B",
                List.of(
                    new StepRail.Step("two", "5 min", StepRail.State.CURRENT),
                    new StepRail.Step("three", "", StepRail.State.AHEAD))));
    shown.robot.interact(() -> rail.show(phases));
    show(rail);
    List<Node> steps = List.copyOf(rail.lookupAll(".step"));
    assertEquals("2. two, CURRENT, 5 min", steps.get(1).getAccessibleText());
    shown.robot.interact(() -> steps.get(1).requestFocus());
    shown.robot.type(KeyCode.ENTER);
    shown.robot.clickOn(steps.get(2));
    shown.robot.interact(() -> steps.get(1).requestFocus());
    shown.robot.interact(() -> rail.show(phases));
    assertEquals(List.of(1), opened);
    assertTrue(List.copyOf(rail.lookupAll(".step")).get(1).isFocused());
  }

  @Test
  void oneSegmentIsAlwaysChosen() {
    SegmentedChoice<String> choice =
        Shown.onFx(() -> new SegmentedChoice<>("By", List.of("Health", "Tier"), word -> word));
    show(choice);
    ToggleButton first = (ToggleButton) choice.getChildren().getFirst();
    shown.robot.clickOn(first);
    assertTrue(first.isSelected());
    assertEquals("Health", choice.valueProperty().get());
    shown.robot.type(KeyCode.RIGHT).type(KeyCode.SPACE);
    assertEquals("Tier", choice.valueProperty().get());
    shown.robot.interact(() -> choice.valueProperty().set("Health"));
    assertTrue(first.isSelected());
  }

  @Test
  void notesAndNoticesActAndSayThemselves() {
    List<String> acts = new ArrayList<>();
    EmptyNote note =
        Shown.onFx(() ->
            new EmptyNote(EmptyNote.Kind.ERROR, "No answer", "The agent is silent.")
                .action("Try again", () -> acts.add("note")));
    Banner banner =
        Shown.onFx(
            () -> new Banner(Health.UNKNOWN, "Stale").action("Why", () -> acts.add("banner")));
    show(note, banner);
    assertEquals("No answer. The agent is silent.", note.getAccessibleText());
    shown.robot.clickOn("Try again").clickOn("Why");
    assertEquals(List.of("note", "banner"), acts);
  }

  @Test
  void whatIsStaleHasNoColourAndCanStillBeUsed() {
    List<String> acts = new ArrayList<>();
    Button button = Shown.onFx(() -> new Button("Act"));
    button.setOnAction(_ -> acts.add("act"));
    StateBadge well = Shown.onFx(() -> new StateBadge(Health.OK, "well"));
    StateBadge unknown = Shown.onFx(() -> new StateBadge(Health.UNKNOWN, "unknown"));
    StaleCover cover = Shown.onFx(() -> new StaleCover(new VBox(button, well, unknown)));
    show(cover);
    assertNotEquals(unknown.getTextFill(), well.getTextFill());
    shown.robot.interact(() -> cover.stale(true));
    shown.robot.interact(cover::applyCss);
    assertTrue(cover.isStale());
    assertEquals(unknown.getTextFill(), well.getTextFill());
    shown.robot.clickOn(button);
    assertEquals(1, acts.size());
    shown.robot.interact(() -> cover.stale(false));
    shown.robot.interact(cover::applyCss);
    assertNotEquals(unknown.getTextFill(), well.getTextFill());
  }

  @Test
  void tablesOpenByEnterAndSortNumbersAsNumbers() {
    List<Long> opened = new ArrayList<>();
    TableView<Long> table =
        Shown.onFx(() ->
            DataTable.of("Rows", new EmptyNote(EmptyNote.Kind.EMPTY, "Nothing", ""), opened::add));
    shown.robot.interact(() -> {
      table.getColumns().add(DataTable.text("Name", 100, row -> "row " + row));
      table.getColumns().add(DataTable.number("Size", 100, row -> row, size -> size + " B"));
    });
    show(table);
    assertTrue(shown.robot.lookup("Nothing").tryQuery().isPresent());
    shown.robot.interact(() -> table.getItems().addAll(9L, 100L, 20L));
    shown.robot.interact(() -> table.getSortOrder().add(table.getColumns().get(1)));
    assertEquals(List.of(9L, 20L, 100L), table.getItems());
    shown.robot.interact(() -> {
      table.requestFocus();
      table.getSelectionModel().select(2);
    });
    shown.robot.type(KeyCode.ENTER);
    assertEquals(List.of(100L), opened);
  }

  @Test
  void whatHasNoPlaceStandsInTheTray() {
    List<String> opened = new ArrayList<>();
    WorldMap map =
        Shown.onFx(() ->
            new WorldMap("Peers", "No place")
                .show(List.of(point("eu", Health.OK), point("cellar", Health.UNKNOWN)))
                .onOpen(point -> opened.add(point.label())));
    show(map);
    Set<Node> dots = map.lookupAll(".map-dot");
    assertEquals(1, dots.size());
    shown.robot.clickOn("cellar · 2");
    shown.robot.type(KeyCode.ENTER);
    assertEquals(List.of("cellar", "cellar"), opened);
  }

  private static WorldMap.Point point(String region, Health health) {
    return new WorldMap.Point(region, "2", health, Regions.place(region));
  }

  @Test
  void placesAreToldNotGuessed() {
    for (String known :
        List.of(
            "eu",
            "EU-Central-1",
            "us-east1",
            "asia-southeast1",
            "de",
            "de-1",
            "uk-south",
            "sa-east-1")) {
      assertTrue(Regions.place(known).isPresent(), known);
    }
    for (String unknown :
        List.of(
            "",
            "sa",
            "na",
            "me-1",
            "in-house",
            "cellar",
            "Frankfurt",
            "rack 7",
            "xx",
            "eu-cellar")) {
      assertEquals(Optional.empty(), Regions.place(unknown), unknown);
    }
    Regions.Place germany = Regions.place("de").orElseThrow();
    assertEquals(51, germany.latitude(), 1);
    assertEquals(10, germany.longitude(), 1);
  }

  @Test
  void themesChangeAtOnceInPopUpsToo() {
    FactList facts = Shown.onFx(() -> new FactList(WORDS).fact("Size", "1 MiB"));
    show(facts);
    Label value = labels(facts, ".fact-value").getFirst();
    shown.robot.interact(() -> shown.theme.apply(Settings.DEFAULT.with(Settings.Look.LIGHT)));
    shown.settle();
    Object light = value.getTextFill();
    shown.robot.interact(
        () -> shown.theme.apply(Settings.DEFAULT.with(Settings.Look.DARK).withScale(1.5)));
    shown.settle();
    assertNotEquals(light, value.getTextFill());
    assertEquals(1.5 * Theme.BODY_PX, value.getFont().getSize(), 0.01);
    shown.robot.rightClickOn(value);
    Label item = shown.robot.lookup("Copy").queryAs(Label.class);
    assertEquals(1.5 * Theme.BODY_PX, item.getFont().getSize(), 0.01);
    assertEquals("Inter", item.getFont().getFamily());
  }

  private void show(Node... nodes) {
    VBox box = Shown.onFx(() -> new VBox(16, nodes));
    shown.show(box, 640, 480);
  }

  private static List<Label> labels(Node node, String selector) {
    return node.lookupAll(selector).stream().map(Label.class::cast).toList();
  }

  private static String clipboard() {
    return Shown.onFx(() -> Clipboard.getSystemClipboard().getString());
  }
}
