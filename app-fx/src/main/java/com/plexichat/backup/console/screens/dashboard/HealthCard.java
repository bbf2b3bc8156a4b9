package com.plexichat.backup.console.screens.dashboard;

import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.HealthColours;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.nav.Target.ShardFocus;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.Health;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// How all shards stand: with all copies, with fewer, lost.
final class HealthCard implements Part {
  private final Kit kit;
  private final Card card;
  private final HealthRing ring = new HealthRing();
  private final Line well;
  private final Line fewer;
  private final Line lost;
  private final Hyperlink map = new Hyperlink();

  HealthCard(Kit kit, Navigator navigator) {
    this.kit = kit;
    card = new Card(kit.text("dashboard.health"));
    card.setId("shard-health");
    map.setOnAction(_ -> navigator.go(new Target.ShardMap(ShardFocus.ALL)));
    card.action(map);
    well = new Line(Health.OK, kit.text("dashboard.slice.well"));
    fewer = new Line(Health.DEGRADED, kit.text("dashboard.slice.fewer"));
    lost = new Line(Health.LOST, kit.text("dashboard.slice.lost"));
    well.opens(() -> navigator.go(new Target.ShardMap(ShardFocus.ALL)));
    fewer.opens(() -> navigator.go(DashboardWords.unhealthyShards()));
    lost.opens(() -> navigator.go(DashboardWords.unhealthyShards()));
    VBox legend = new VBox(well, fewer, lost);
    legend.setAlignment(Pos.CENTER_LEFT);
    HBox.setHgrow(legend, Priority.ALWAYS);
    HBox content = new HBox(16, ring, legend);
    content.setAlignment(Pos.CENTER);
    card.content(new StackPane(content));
  }

  @Override
  public Card card() {
    return card;
  }

  @Override
  public void show(ClusterState state) {
    Overview now = Overview.of(state);
    boolean any = now.shards() > 0;
    ring.show(
        List.of(
            new HealthRing.Slice(Health.OK, now.covered()),
            new HealthRing.Slice(Health.DEGRADED, now.under() - now.lost()),
            new HealthRing.Slice(Health.LOST, now.lost())),
        any ? kit.figures().percent(now.coveredPercent()) : "–",
        kit.text("dashboard.whole"));
    well.show(state.isKnown() ? kit.figures().count(now.covered()) : "–");
    fewer.show(state.isKnown() ? kit.figures().count(now.under() - now.lost()) : "–");
    lost.show(state.isKnown() ? kit.figures().count(now.lost()) : "–");
    map.setText(kit.text("dashboard.shards", now.shards(), kit.figures().count(now.shards())));
  }

  private static final class Line extends OpeningBox {
    private final String name;
    private final Label count = new Label();

    Line(Health health, String name) {
      this(health, name, new HBox(8));
    }

    private Line(Health health, String name, HBox row) {
      super(row);
      this.name = name;
      Region swatch = new Region();
      swatch.getStyleClass().add("swatch");
      HealthColours.mark(this, health);
      count.getStyleClass().add("mono");
      count.setMinWidth(USE_PREF_SIZE);
      Label word = new Label(name);
      word.setMinWidth(0);
      Region space = new Region();
      HBox.setHgrow(space, Priority.ALWAYS);
      row.setAlignment(Pos.CENTER_LEFT);
      row.getChildren().addAll(swatch, word, space, count);
    }

    private void show(String figure) {
      count.setText(figure);
      setAccessibleText(name + ": " + figure);
    }
  }
}
