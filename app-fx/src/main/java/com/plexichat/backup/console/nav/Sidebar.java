package com.plexichat.backup.console.nav;

import com.plexichat.backup.console.kit.HealthColours;
import com.plexichat.backup.console.kit.Icons;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.Freshness;
import com.plexichat.backup.console.state.Health;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Circle;

/// The navigation at the left: where one can go, and at its foot which cluster is open and whether
/// it answers.
final class Sidebar {

  private final Kit kit;
  private final Map<Place, ToggleButton> entries = new EnumMap<>(Place.class);
  private final Label cluster = new Label();
  private final Label connection = new Label();
  private final Circle light = new Circle(5);
  private final Button foot = new Button();
  private final VBox root = new VBox();

  /// @param switchCluster opens the choice of clusters
  Sidebar(Kit kit, Navigator navigator, Runnable switchCluster) {
    this.kit = kit;
    VBox groups = new VBox();
    groups.getStyleClass().add("sidebar-groups");
    for (Place.Group group : Place.Group.values()) {
      Label title = new Label(kit.texts().of(group));
      title.getStyleClass().add("sidebar-title");
      groups.getChildren().add(title);
      group.places().forEach(place -> groups.getChildren().add(entry(place, navigator)));
    }
    ScrollPane scroll = new ScrollPane(groups);
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    scroll.setFocusTraversable(false);
    scroll.getStyleClass().add("edge-to-edge");
    VBox.setVgrow(scroll, Priority.ALWAYS);
    root.getStyleClass().add("sidebar");
    root.getChildren().addAll(brand(), scroll, foot(switchCluster));
  }

  Region root() {
    return root;
  }

  private Node brand() {
    ImageView mark =
        new ImageView(
            new Image(
                String.valueOf(getClass().getResource("/com/plexichat/backup/console/icon.png")),
                64,
                64,
                true,
                true));
    mark.setFitWidth(32);
    mark.setFitHeight(32);
    Label name = new Label(kit.text("product.name"));
    name.getStyleClass().add("brand");
    Label what = new Label(kit.text("product.what"));
    what.getStyleClass().addAll("note", "small");
    HBox brand = new HBox(12, mark, new VBox(name, what));
    brand.setAlignment(Pos.CENTER_LEFT);
    brand.getStyleClass().add("sidebar-brand");
    return brand;
  }

  private Node entry(Place place, Navigator navigator) {
    ToggleButton entry = new ToggleButton(kit.texts().of(place), place.icon().node());
    entry.setId("nav-" + place.name());
    entry.getStyleClass().setAll("sidebar-entry");
    entry.setMaxWidth(Double.MAX_VALUE);
    entry.setGraphicTextGap(12);
    entry.setOnAction(_ -> {
      entry.setSelected(true);
      navigator.go(place.target());
    });
    entries.put(place, entry);
    return entry;
  }

  private Node foot(Runnable switchCluster) {
    cluster.getStyleClass().add("strong");
    connection.getStyleClass().addAll("note", "small");
    connection.setId("connection");
    light.getStyleClass().add("state-light");
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    VBox words = new VBox(cluster, connection);
    HBox line = new HBox(12, Icons.CLUSTER.node(), words, gap, light);
    line.setAlignment(Pos.CENTER_LEFT);
    foot.setGraphic(line);
    foot.setId("cluster");
    foot.setMaxWidth(Double.MAX_VALUE);
    foot.getStyleClass().setAll("sidebar-foot");
    foot.setOnAction(_ -> switchCluster.run());
    return foot;
  }

  void show(Target target) {
    Optional<Place> here = Place.of(target);
    entries.forEach((place, entry) -> entry.setSelected(here.filter(place::equals).isPresent()));
  }

  /// No cluster is open.
  void showNone() {
    entries.forEach((place, entry) -> entry.setDisable(place != Place.SETTINGS));
    say(kit.text("frame.noCluster"), kit.text("frame.noClusterNext"), Health.UNKNOWN);
  }

  void show(String name, ClusterState state) {
    entries.values().forEach(entry -> entry.setDisable(false));
    String shown =
        state.facts().map(facts -> facts.name()).filter(one -> !one.isEmpty()).orElse(name);
    switch (state.freshness()) {
      case Freshness.Loading _ -> say(shown, kit.text("frame.connecting"), Health.WORKING);
      case Freshness.Current _ ->
          say(shown, kit.text("frame.connected", state.peers().size()), Health.OK);
      case Freshness.Stale _ -> say(shown, kit.text("frame.unreachable"), Health.UNKNOWN);
    }
  }

  private void say(String name, String how, Health health) {
    cluster.setText(name);
    connection.setText(how);
    HealthColours.mark(light, health);
    foot.setAccessibleText(kit.text("frame.clusterButton", name, how));
  }
}
