package com.plexichat.backup.console.screens.dashboard;

import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.Icons;
import com.plexichat.backup.console.kit.KeyFigure;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Page;
import com.plexichat.backup.console.kit.PageScroll;
import com.plexichat.backup.console.kit.Screen;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.screens.dashboard.CardGrid.Cell;
import com.plexichat.backup.console.screens.dashboard.CardGrid.Row;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.LiveCluster;
import java.util.List;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.util.Duration;

/// The dashboard: what matters now in a sentence, four figures, and the cards they lead to.
public final class DashboardView extends Screen {
  private static final Duration TICK = Duration.seconds(1);

  private final LiveCluster live;
  private final DashboardWords words;
  private final FigureRow figures;
  private final List<Part> parts;
  private final ThroughputCard throughput;
  private final Page page;
  // Only ages are written anew by it.
  private final Timeline ages;
  private ClusterState state = ClusterState.LOADING;

  public DashboardView(Kit kit, LiveCluster live, Navigator navigator) {
    this.live = live;
    this.words = new DashboardWords(kit);
    this.figures = new FigureRow(kit, navigator);
    Part attention = new AttentionCard(kit, words, navigator);
    Part health = new HealthCard(kit, navigator);
    Part tiers = new TierCard(kit, navigator);
    Part exposure = new ExposureCard(kit, navigator);
    Part running = new RunningCard(kit, words, navigator);
    Part activity = new ActivityCard(kit, words, navigator);
    this.parts = List.of(attention, health, tiers, exposure, running, activity);
    this.throughput = new ThroughputCard(kit);
    CardGrid grid = grid(figures.all(), parts.stream().map(Part::card).toList());
    grid.roomyProperty().subscribe(is -> parts.forEach(part -> part.roomy(is)));
    Button find = new Button(kit.text("dashboard.find"), Icons.SEARCH.node());
    find.setId("dashboard-find");
    find.setOnAction(_ -> navigator.go(new Target.Find("")));
    Button add = new Button(kit.text("act.newSet"), Icons.ADD.node());
    add.setId("new-set");
    add.setDefaultButton(true);
    add.setOnAction(_ -> navigator.go(new Target.NewSet()));
    page = new Page(kit.text("dashboard.title")).actions(find, add).content(new PageScroll(grid));
    page.setId("dashboard");
    Label measure = new Label();
    measure.setManaged(false);
    measure.setVisible(false);
    page.getChildren().add(measure);
    measure.fontProperty().subscribe(grid::measure);
    ages = new Timeline(new KeyFrame(TICK, _ -> show(state)));
    ages.setCycleCount(Animation.INDEFINITE);
  }

  private CardGrid grid(List<KeyFigure> four, List<Card> six) {
    List<Cell> quarters = four.stream().map(figure -> new Cell(figure, 3)).toList();
    List<Cell> halves = four.stream().map(figure -> new Cell(figure, 6)).toList();
    Card attention = six.get(0);
    Card health = six.get(1);
    Card tiers = six.get(2);
    Card exposure = six.get(3);
    Card running = six.get(4);
    Card activity = six.get(5);
    Card rates = throughput.card();
    return new CardGrid(
        List.of(
            new Row(0, false, quarters),
            row(
                24,
                new Cell(attention, 3),
                new Cell(tiers, 3),
                new Cell(exposure, 3),
                new Cell(health, 3)),
            row(24, new Cell(rates, 6), new Cell(running, 3), new Cell(activity, 3))),
        List.of(
            new Row(0, false, quarters),
            row(17, new Cell(attention, 8), new Cell(health, 4)),
            row(17, new Cell(tiers, 4), new Cell(exposure, 4), new Cell(running, 4)),
            row(19, new Cell(rates, 8), new Cell(activity, 4))),
        List.of(
            new Row(0, false, halves.subList(0, 2)),
            new Row(0, false, halves.subList(2, 4)),
            row(15, new Cell(attention, 12)),
            row(17, new Cell(health, 6), new Cell(tiers, 6)),
            row(17, new Cell(exposure, 6), new Cell(running, 6)),
            row(19, new Cell(rates, 12)),
            row(15, new Cell(activity, 12))));
  }

  private static Row row(double height, Cell... cells) {
    return new Row(height, true, List.of(cells));
  }

  @Override
  public Node root() {
    return page;
  }

  @Override
  protected void attached() {
    follow(live.state(), this::show);
    follow(live.throughput().samples(), throughput::show);
    ages.play();
  }

  @Override
  protected void detached() {
    ages.stop();
  }

  private void show(ClusterState next) {
    state = next;
    page.sentence(words.sentence(next));
    figures.show(next);
    parts.forEach(part -> part.show(next));
  }
}
