package com.plexichat.backup.console.kit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.console.state.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Pictures of every control in both themes, for people to look at.
class GalleryTest extends InAWindow {
  private static final CopyWords WORDS = new CopyWords("Copy", "Copied");

  private static final List<Health> HEALTH = List.of(Health.values());

  @ParameterizedTest
  @EnumSource(
      value = Settings.Look.class,
      names = {"LIGHT", "DARK"})
  void pictures(Settings.Look mode) throws IOException {
    String suffix = "-" + mode.name().toLowerCase(Locale.ROOT);
    shown.robot.interact(() -> shown.theme.apply(Settings.DEFAULT.with(mode)));
    picture("figures" + suffix, Shown.onFx(GalleryTest::figures));
    picture("details" + suffix, Shown.onFx(GalleryTest::details));
    picture("notes" + suffix, Shown.onFx(GalleryTest::notes));
    picture("charts" + suffix, Shown.onFx(GalleryTest::charts));
  }

  @Test
  void picturesOfLargeTextAndOfLittleAir() throws IOException {
    shown.robot.interact(
        () -> shown.theme.apply(Settings.DEFAULT.with(Settings.Look.LIGHT).withScale(1.5)));
    picture("figures-150", Shown.onFx(GalleryTest::figures));
    picture("details-150", Shown.onFx(GalleryTest::details));
    picture("charts-150", Shown.onFx(GalleryTest::charts));
    shown.robot.interact(() ->
        shown.theme.apply(
            Settings.DEFAULT.with(Settings.Look.DARK).with(Settings.Density.COMPACT)));
    picture("figures-compact", Shown.onFx(GalleryTest::figures));
  }

  private void picture(String name, Parent root) throws IOException {
    shown.show(root, 1280, 800);
    assertTrue(Files.size(shown.screenshot("kit-" + name)) > 10_000);
  }

  private static Parent figures() {
    HBox figures =
        new HBox(
            16,
            new KeyFigure(Icons.VERIFY, "Durability (modelled)")
                .show(Health.OK, "11.4 nines", "0.2 more than 7 days ago")
                .trend(1, 2, 2, 4, 5, 5, 6, 7),
            new KeyFigure(Icons.STORAGE, "Protected data")
                .show(Health.WORKING, "48.7 TiB", "1.3 TiB this week")
                .trend(1, 1, 2, 2, 4, 6, 7, 7.5)
                .opens(() -> {}),
            new KeyFigure(Icons.WORKING, "Repair backlog")
                .show(Health.DEGRADED, "5 312", "18 % less than at 06:00")
                .trend(9, 8, 8, 6, 5, 5, 4, 2),
            new KeyFigure(Icons.AT_RISK, "At risk")
                .show(Health.AT_RISK, "87", "12 in the last hour"));
    figures.getChildren().forEach(figure -> HBox.setHgrow(figure, Priority.ALWAYS));
    figures.getChildren().forEach(figure -> ((KeyFigure) figure).setPrefWidth(280));
    FlowPane badges = new FlowPane(8, 8);
    for (Health health : Health.values()) {
      badges.getChildren().add(new StateBadge(health, word(health)));
    }
    VBox meters =
        new VBox(
            12,
            new Meter(0.8, 0.9).show(0.5, "50 %"),
            new Meter(0.8, 0.9).show(0.83, "83 %"),
            new Meter(0.8, 0.9).show(0.97, "97 %"),
            new Meter(0.8, 0.9).show(0, "0 %"),
            new Meter(0.8, 0.9).show(Double.NaN, "not known"));
    VBox lines =
        new VBox(
            16,
            new ProgressLine()
                .show(
                    new ProgressLine.Progress(
                        "Sealing", 0.42, "412 of 981 GiB", "212 MiB/s", "46 min left")),
            new ProgressLine()
                .show(
                    new ProgressLine.Progress(
                        "Looking for changes", Double.NaN, "18 204 files", "", "")));
    HBox row =
        new HBox(
            16,
            new Card("States").content(badges),
            new Card("Capacity").note("5 peers").content(meters),
            new Card("Work").action(new Hyperlink("All jobs")).content(lines));
    row.getChildren().forEach(card -> HBox.setHgrow(card, Priority.ALWAYS));
    row.getChildren().forEach(card -> ((Card) card).setPrefWidth(280));
    return page(
        "Figures", "92 of 96 peers online, 2 draining; nothing is at risk.", figures, row, table());
  }

  private record Row(String name, String place, Health health, double used, long shards) {}

  private static Node table() {
    TableView<Row> table =
        DataTable.of("Peers", new EmptyNote(EmptyNote.Kind.EMPTY, "No peers", ""), _ -> {});
    table.getColumns().add(DataTable.text("Peer", 200, Row::name));
    table.getColumns().add(DataTable.text("Place", 160, Row::place));
    table
        .getColumns()
        .add(
            DataTable.node(
                "State", 140, Row::health, row -> new StateBadge(row.health, word(row.health))));
    table
        .getColumns()
        .add(
            DataTable.node(
                "Capacity",
                220,
                Row::used,
                row -> new Meter(0.8, 0.9).show(row.used, Math.round(row.used * 100) + " %")));
    table
        .getColumns()
        .add(
            DataTable.number(
                "Shards",
                120,
                Row::shards,
                n -> String.format(Locale.ROOT, "%,d", n).replace(',', '\u202f')));
    for (int i = 0; i < 20; i++) {
      table
          .getItems()
          .add(
              new Row(
                  "peer-%02d".formatted(i),
                  i % 3 == 0 ? "Frankfurt" : "Helsinki",
                  HEALTH.get(i % 7),
                  i / 20.0,
                  1111L * i * i));
    }
    table.getSelectionModel().select(2);
    VBox.setVgrow(table, Priority.ALWAYS);
    Card card = new Card("Peers").note("20 peers · 2 places").content(table);
    VBox.setVgrow(card, Priority.ALWAYS);
    return card;
  }

  private static Parent details() {
    VBox middle =
        new VBox(
            16,
            new SegmentedChoice<>(
                "Colour by", List.of("Health", "Tier", "Peer", "Age"), word -> word),
            new Card("Invite")
                .content(
                    new CopyField(
                        "Command",
                        "plexichat join --token 8f1c-22aa https://backup.example.org:7443"
                            + " --fingerprint sha256:0b77a1",
                        WORDS)),
            new Banner(Health.UNKNOWN, "Stale since 12:03:11: the agent does not answer.")
                .action("Try again", () -> {}),
            new Banner(Health.AT_RISK, "3 stripes are one loss from being lost."),
            new HBox(12, new Button("Plain"), new Button("With icon", Icons.DOWNLOAD.node())));
    HBox.setHgrow(middle, Priority.ALWAYS);
    HBox all = new HBox(16, rail(), middle, panel());
    VBox.setVgrow(all, Priority.ALWAYS);
    return page("Details", "A wizard's rail, fields to copy and a panel of details.", all);
  }

  private static Node panel() {
    FactList facts =
        new FactList(WORDS)
            .id("Stripe", "9f3c0d2be17744aa02c0ffee5512ab34")
            .fact("Position", "6 of 10 (8 data)")
            .fact("Size", "1.00 MiB")
            .fact("Peer", "a peer with an uncommonly long name that some person gave it in spring")
            .fact("State", new StateBadge(Health.DEGRADED, "Degraded"));
    DetailPanel panel =
        new DetailPanel("Shard c3051f3e", new StateBadge(Health.OK, "OK"))
            .add(facts)
            .section("History", new Label("Verified 2 h ago"))
            .section("Capacity", new Meter(0.8, 0.9).show(0.71, "71 %"));
    Button primary = new Button("Repair now", Icons.REPAIRING.node());
    primary.setDefaultButton(true);
    panel.action(primary).action(new Button("Verify", Icons.VERIFY.node()));
    panel.setMinWidth(320);
    panel.setPrefWidth(320);
    return panel;
  }

  private static Node rail() {
    StepRail rail = new StepRail(state -> state.name().toLowerCase(Locale.ROOT), _ -> {});
    rail.show(
        List.of(
            new StepRail.Phase(
                "PREPARE",
                List.of(
                    new StepRail.Step(
                        "Confirm the peer is gone",
                        "planned 5 min · took 3 min",
                        StepRail.State.DONE),
                    new StepRail.Step("Freeze placement", "not needed", StepRail.State.SKIPPED))),
            new StepRail.Phase(
                "REBUILD",
                List.of(
                    new StepRail.Step(
                        "Choose a replacement that meets the rules of region and owner",
                        "planned 10 min",
                        StepRail.State.CURRENT),
                    new StepRail.Step(
                        "Rebuild 11 204 shards", "planned 38 min", StepRail.State.BLOCKED),
                    new StepRail.Step("Verify proofs", "", StepRail.State.FAILED),
                    new StepRail.Step(
                        "Close the incident", "planned 2 min", StepRail.State.AHEAD)))));
    rail.setMinWidth(280);
    rail.setPrefWidth(280);
    return rail;
  }

  private static Parent charts() {
    Card where = new Card("Peers by region").note("25 peers · 5 regions").content(map());
    VBox.setVgrow(where, Priority.ALWAYS);
    return page("Charts", "Drawings of what is.", where);
  }

  private static Node map() {
    return new WorldMap("Peers by region", "No place known")
        .show(
            List.of(
                point("eu", "12", Health.OK),
                point("eu-north", "3", Health.DEGRADED),
                point("de", "2", Health.REPAIRING),
                point("us-east", "2", Health.AT_RISK),
                point("ap-southeast-1", "1", Health.OK),
                point("nz", "1", Health.LOST),
                point("cellar", "4", Health.UNKNOWN)));
  }

  private static WorldMap.Point point(String region, String count, Health health) {
    return new WorldMap.Point(region, count, health, Regions.place(region));
  }

  private static Parent notes() {
    GridPane grid = new GridPane(16, 16);
    int i = 0;
    for (EmptyNote.Kind kind : EmptyNote.Kind.values()) {
      EmptyNote note =
          new EmptyNote(
              kind,
              kind.name(),
              "One sentence that says why, long enough that it must be broken into lines.");
      if (kind == EmptyNote.Kind.ERROR || kind == EmptyNote.Kind.EMPTY) {
        note.action("Try again", () -> {});
      }
      grid.add(new Card(kind.name()).content(note), i % 3, i / 3);
      i++;
    }
    StaleCover cover =
        new StaleCover(
            new Card("Stale")
                .content(new Meter(0.8, 0.9).show(0.4, "40 %"), new StateBadge(Health.OK, "OK")));
    cover.stale(true);
    grid.add(cover, 2, 1);
    return page("Notes", "What is shown when there is nothing to show.", grid);
  }

  private static Parent page(String title, String sentence, Node... nodes) {
    Label head = new Label(title);
    head.getStyleClass().add("screen-title");
    Label note = new Label(sentence);
    note.getStyleClass().add("note");
    VBox page = new VBox(16, new VBox(4, head, note));
    page.getChildren().addAll(nodes);
    page.setPadding(new Insets(24));
    return page;
  }

  private static String word(Health health) {
    String name = health.name().replace('_', ' ').toLowerCase(Locale.ROOT);
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}
