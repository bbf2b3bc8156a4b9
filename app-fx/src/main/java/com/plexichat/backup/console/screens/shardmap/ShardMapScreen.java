package com.plexichat.backup.console.screens.shardmap;

import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.EmptyNote;
import com.plexichat.backup.console.kit.Ends;
import com.plexichat.backup.console.kit.FailureNote;
import com.plexichat.backup.console.kit.Icons;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Page;
import com.plexichat.backup.console.kit.Screen;
import com.plexichat.backup.console.kit.SegmentedChoice;
import com.plexichat.backup.console.kit.ShardMapView;
import com.plexichat.backup.console.kit.Theme;
import com.plexichat.backup.console.kit.Words;
import com.plexichat.backup.console.nav.Arriving;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.screens.shardmap.ShardMapModel.Shown;
import com.plexichat.backup.console.state.LiveCluster;
import com.plexichat.backup.console.state.ShardCells.Grouping;
import com.plexichat.backup.console.state.ShardColours.Colouring;
import com.plexichat.backup.console.state.Subscription;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.JobStarted;
import com.plexichat.backup.shared.model.StripeDetail;
import com.plexichat.backup.shared.model.StripeId;
import java.util.List;
import java.util.Optional;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/// The shard map with its choices, legend and the selected shard.
public final class ShardMapScreen extends Screen implements Arriving {
  private static final double DETAIL_WIDTH = 320;

  /// Proofs come without a change of the map, and grow old.
  private static final Duration PROOFS = Duration.seconds(20);

  private final Kit kit;
  private final ShardMapModel model;
  private final Parts parts;
  private final ShardWords words;
  private final ShardDetail detail;
  private final ShardMapView map = new ShardMapView();
  private final Navigator navigator;
  private final FailureNote failure = new FailureNote();
  private final StackPane stage = new StackPane();
  private final FlowPane legend = new FlowPane();
  private final StackPane side = new StackPane();
  private final Page page;
  private final Timeline proofs = new Timeline(new KeyFrame(PROOFS, _ -> renew()));
  private Optional<Shown> last = Optional.empty();
  private Optional<Subscription> asking = Optional.empty();
  private Optional<Heard> heard = Optional.empty();

  /// What was told of a stripe last; it is shown until it is told anew.
  private record Heard(StripeId stripe, StripeDetail told) {}

  /// What the screen works with beside its model.
  public record Parts(LiveCluster live, Navigator navigator, Theme theme) {}

  public ShardMapScreen(Kit kit, ShardMapModel model, Parts parts) {
    this.kit = kit;
    this.model = model;
    this.parts = parts;
    this.words = new ShardWords(kit);
    this.navigator = parts.navigator();
    this.detail = new ShardDetail(kit, model, parts.navigator());
    map.setId("shard-map");
    legend.getStyleClass().add("legend");
    legend.setId("legend");
    VBox.setVgrow(stage, Priority.ALWAYS);
    Card card = new Card("").content(choices(), stage, legend);
    VBox.setVgrow(legend, Priority.NEVER);
    HBox.setHgrow(card, Priority.ALWAYS);
    card.setMinWidth(0);
    side.setPrefWidth(DETAIL_WIDTH);
    side.setMinWidth(DETAIL_WIDTH);
    page =
        new Page(kit.text("shards.title"))
            .content(new VBox(12, failure, started(), grow(new HBox(16, card, side))));
    proofs.setCycleCount(Animation.INDEFINITE);
    model.shownProperty().subscribe(this::show);
    model.failureProperty().subscribe(this::failed);
    map.selectedProperty().subscribe(cell -> select(cell.intValue()));
  }

  private static Node grow(Node node) {
    VBox.setVgrow(node, Priority.ALWAYS);
    return node;
  }

  private Node choices() {
    SegmentedChoice<Colouring> colour =
        new SegmentedChoice<>(
            kit.text("shards.colour"), List.of(Colouring.values()), kit.texts()::of);
    colour.setId("colouring");
    colour.valueProperty().bindBidirectional(model.colouringProperty());
    ComboBox<Grouping> group = new ComboBox<>();
    group.getItems().setAll(Grouping.values());
    group.setConverter(new Words<>(kit.texts()::of));
    group.setAccessibleText(kit.text("shards.group"));
    group.setId("grouping");
    group.valueProperty().bindBidirectional(model.groupingProperty());
    group.setMinWidth(Region.USE_PREF_SIZE);
    HBox tools =
        new HBox(
            8,
            group,
            tool("zoom-out", Icons.ZOOM_OUT, kit.text("shards.zoomOut"), map::zoomOut),
            tool("zoom-in", Icons.ZOOM_IN, kit.text("shards.zoomIn"), map::zoomIn),
            tool("fit", Icons.FIT, kit.text("shards.fit"), map::fit));
    tools.setAlignment(Pos.CENTER_LEFT);
    return new Ends(8, colour, tools);
  }

  private static Button tool(String id, Icons icon, String name, Runnable act) {
    Button button = new Button("", icon.node());
    button.setId(id);
    button.getStyleClass().add("button-icon");
    button.setAccessibleText(name);
    button.setTooltip(new Tooltip(name));
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setOnAction(_ -> act.run());
    return button;
  }

  /// Leads to the job that was asked for here.
  private Node started() {
    Hyperlink link = new Hyperlink(kit.text("shards.started"));
    link.setId("started");
    link.managedProperty().bind(link.visibleProperty());
    model
        .startedProperty()
        .subscribe((Optional<JobStarted> job) -> {
          link.setVisible(job.isPresent());
          link.setOnAction(
              _ -> job.ifPresent(one -> parts.navigator().go(new Target.Jobs(one.jobId()))));
        });
    return link;
  }

  @Override
  public Node root() {
    return page;
  }

  @Override
  protected void attached() {
    proofs.play();
    follow(parts.live().state(), model::show);
    whileShown(parts.theme().darkProperty().subscribe(_ -> paint())::unsubscribe);
  }

  @Override
  protected void detached() {
    proofs.stop();
  }

  @Override
  public void arrive(Target target) {
    if (target instanceof Target.ShardMap(var focus)) {
      model.focus(focus);
    }
  }

  /// Where there is no map yet, why there is none stands in its place.
  private void failed(Optional<OperationFailed> why) {
    boolean none = model.shownProperty().get().isEmpty();
    failure.show(none ? Optional.empty() : why);
    if (none) {
      stage.getChildren().setAll(why.map(this::refused).orElseGet(this::asking));
      page.sentence(why.isPresent() ? kit.text("shards.notRead") : kit.text("screen.loading"));
    }
  }

  private EmptyNote asking() {
    return new EmptyNote(EmptyNote.Kind.LOADING, kit.text("shards.loading"), "");
  }

  private EmptyNote refused(OperationFailed why) {
    return why.code() == FailureCode.NOT_ALLOWED
        ? new EmptyNote(EmptyNote.Kind.NO_PERMISSION, why.sentence(), why.nextAct())
        : new EmptyNote(EmptyNote.Kind.ERROR, why.sentence(), why.nextAct())
            .action(kit.text("backups.retry"), model::refresh);
  }

  private void show(Optional<Shown> now) {
    if (now.isEmpty()) {
      last = now;
      failed(model.failureProperty().get());
      return;
    }
    Shown shown = now.get();
    if (shown.cells().count() == 0) {
      stage
          .getChildren()
          .setAll(
              new EmptyNote(
                      EmptyNote.Kind.EMPTY, kit.text("shards.none"), kit.text("shards.noneWhy"))
                  .action(kit.text("backups.newSet"), () -> navigator.go(new Target.NewSet())));
    } else if (stage.getChildren().stream().noneMatch(map::equals)) {
      stage.getChildren().setAll(map);
    }
    boolean same =
        last.filter(before ->
                before.cells().sameCells(shown.cells())
                    && before.colours().worstWins() == shown.colours().worstWins())
            .isPresent();
    last = now;
    paint();
    if (same) {
      map.update(shown.colours().values());
    } else {
      map.show(
          new ShardMapView.Content(
              shown.colours().values(),
              shown.colours().worstWins(),
              shown.cells().lanes().stream()
                  .map(lane -> new ShardMapView.Lane(lane.name(), lane.first(), lane.count()))
                  .toList()));
    }
    legend(shown);
    page.sentence(shown.cells().count() == 0 ? kit.text("shards.none") : sentence(shown));
    select(map.selectedProperty().get());
  }

  private String sentence(Shown shown) {
    String shards = kit.figures().count(shown.cells().snapshot().shards());
    String stripes = kit.text("shards.stripes", shown.cells().snapshot().stripes().size());
    String all =
        shown.lanes() == Grouping.PEER
            ? kit.text(
                "shards.sentenceCopies",
                shards,
                stripes,
                kit.figures().count(shown.cells().count()))
            : kit.text("shards.sentence", shards, stripes);
    return model.focus().backup().isEmpty()
        ? all
        : kit.text("shards.ofBackup", model.focus().backup()) + " " + all;
  }

  private void paint() {
    last.ifPresent(shown -> {
      map.palette(palette(shown), ShardWords.hatched(shown.colours().meanings()));
      map.words(
          new ShardMapView.Words(
              kit.text("shards.title"),
              counts -> counts(shown, counts),
              cell -> words.cell(shown.cells(), cell, model.state())));
      legend(shown);
    });
  }

  /// Colours, or greys of the same lightness while nobody knows whether they are true.
  private int[] palette(Shown shown) {
    int[] palette = ShardWords.palette(shown.colours().meanings(), parts.theme().isDark());
    return model.state().freshness().isCurrent() ? palette : ShardWords.greys(palette);
  }

  private String counts(Shown shown, int[] counts) {
    StringBuilder all = new StringBuilder();
    for (int value = 0;
        value < Math.min(counts.length, shown.colours().meanings().size());
        value++) {
      if (counts[value] > 0) {
        all.append(all.isEmpty() ? "" : ", ")
            .append(words.word(shown.colours().meanings().get(value)))
            .append(' ')
            .append(kit.figures().count(counts[value]));
      }
    }
    return all.toString();
  }

  private void legend(Shown shown) {
    int[] counts = shown.colours().counts();
    int[] palette = palette(shown);
    legend.getChildren().clear();
    if (shown.isOfFirstCopies()) {
      legend.getChildren().add(new Label(kit.text("shards.firstCopy")));
    }
    for (int value = 0; value < counts.length; value++) {
      if (counts[value] == 0) {
        continue;
      }
      Region swatch = new Region();
      swatch.getStyleClass().add("map-swatch");
      swatch.setStyle(String.format("-fx-background-color: #%06x", palette[value] & 0xffffff));
      Label word = new Label(words.word(shown.colours().meanings().get(value)));
      Label count = new Label(kit.figures().count(counts[value]));
      count.getStyleClass().addAll("note", "mono");
      HBox entry = new HBox(6, swatch, word, count);
      entry.setAlignment(Pos.CENTER_LEFT);
      legend.getChildren().add(entry);
    }
  }

  private void select(int cell) {
    asking.ifPresent(Subscription::close);
    asking = Optional.empty();
    if (!isCell(cell)) {
      side.getChildren()
          .setAll(
              new Card("")
                  .content(
                      new EmptyNote(
                          EmptyNote.Kind.EMPTY,
                          kit.text("shards.choose"),
                          kit.text("shards.chooseWhy"))));
      return;
    }
    Shown shown = last.get();
    StripeId stripe = shown.cells().stripe(cell).id();
    boolean same = heard.filter(one -> one.stripe().equals(stripe)).isPresent();
    if (!same) {
      heard = Optional.empty();
    }
    put(shown, cell, same);
    ask(shown, cell);
  }

  private boolean isCell(int cell) {
    return cell >= 0 && last.filter(shown -> cell < shown.cells().count()).isPresent();
  }

  private void renew() {
    model.renewProofs();
    int cell = map.selectedProperty().get();
    if (isCell(cell) && model.state().freshness().isCurrent()) {
      last.ifPresent(shown -> ask(shown, cell));
    }
  }

  private void ask(Shown shown, int cell) {
    asking.ifPresent(Subscription::close);
    asking =
        Optional.of(
            model.stripe(
                shown.cells().stripe(cell),
                (StripeDetail told) -> {
                  heard = Optional.of(new Heard(shown.cells().stripe(cell).id(), told));
                  put(shown, cell, true);
                },
                model::refused));
  }

  /// Shows what is known of a cell. The button that has the keyboard keeps it.
  ///
  /// @param same it is the stripe that is shown: what is scrolled to stays in view
  private void put(Shown shown, int cell, boolean same) {
    StripeDetail told = heard.map(Heard::told).orElse(StripeDetail.UNHEARD);
    Node panel = detail.of(shown.cells(), cell, told);
    double scrolled = same ? scroll(side).map(ScrollPane::getVvalue).orElse(0.0) : 0;
    String focused =
        side.lookupAll(".button").stream()
            .filter(Node::isFocused)
            .map(Node::getId)
            .findFirst()
            .orElse("");
    side.getChildren().setAll(panel);
    scroll(panel).ifPresent(scroll -> scroll.setVvalue(scrolled));
    if (!focused.isEmpty()) {
      Optional.ofNullable(side.lookup("#" + focused)).ifPresent(Node::requestFocus);
    }
  }

  private static Optional<ScrollPane> scroll(Node within) {
    return Optional.ofNullable((ScrollPane) within.lookup(".scroll-pane"));
  }
}
