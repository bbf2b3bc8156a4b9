package com.plexichat.backup.console.screens.welcome;

import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.FailureNote;
import com.plexichat.backup.console.kit.HealthColours;
import com.plexichat.backup.console.kit.Icons;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Page;
import com.plexichat.backup.console.kit.Screen;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.shared.client.Context;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The first screen: three ways to a cluster, and those that were saved.
public final class WelcomeView extends Screen {
  private static final double WAY_EM = 12.5;
  private static final double WIDTH_EM = 76;

  private final Kit kit;
  private final WelcomeModel model;
  private final VBox saved = new VBox(8);
  private final Page page;

  public WelcomeView(Kit kit, WelcomeModel model, Navigator navigator) {
    this.kit = kit;
    this.model = model;
    Label running = new Label();
    running.textProperty().bind(model.progressProperty());
    running.setWrapText(true);
    ProgressBar bar = new ProgressBar();
    bar.setMaxWidth(Double.MAX_VALUE);
    VBox busy = new VBox(8, running, bar);
    busy.setId("busy");
    busy.visibleProperty().bind(model.busyProperty());
    busy.managedProperty().bind(busy.visibleProperty());
    HBox ways =
        new HBox(
            16,
            way(
                "try",
                Icons.RUN,
                kit.text("welcome.try"),
                kit.text("welcome.tryWhy"),
                model::tryHere),
            way(
                "connect",
                Icons.CLUSTER,
                kit.text("welcome.connect"),
                kit.text("welcome.connectWhy"),
                () -> navigator.go(new Target.Connect())),
            way(
                "setup",
                Icons.ADD,
                kit.text("welcome.setup"),
                kit.text("welcome.setupWhy"),
                () -> navigator.go(new Target.Setup())));
    ways.disableProperty().bind(model.busyProperty());
    Card clusters = new Card(kit.text("welcome.saved")).content(saved);
    clusters.visibleProperty().bind(Bindings.isNotEmpty(model.saved()));
    clusters.managedProperty().bind(clusters.visibleProperty());
    VBox content = new VBox(16, new FailureNote(model.failureProperty()), busy, ways, clusters);
    page =
        new Page(kit.text("welcome.title"))
            .sentence(kit.text("welcome.sentence"))
            .middle(content, WIDTH_EM);
    model.saved().addListener((Observable _) -> fill());
    fill();
  }

  @Override
  public Node root() {
    return page;
  }

  @Override
  protected void attached() {
    model.load();
    follow(model.notOpened(), model::tell);
  }

  private static Node way(String id, Icons icon, String name, String why, Runnable go) {
    StackPane tile = new StackPane(icon.node());
    tile.getStyleClass().add("icon-tile");
    HealthColours.mark(tile, Health.UNKNOWN);
    Label head = new Label(name);
    head.getStyleClass().add("step-head");
    Label words = new Label(why);
    words.setWrapText(true);
    words.getStyleClass().add("note");
    Button button = new Button();
    VBox body = new VBox(8, tile, head, words);
    VBox.setMargin(tile, new Insets(0, 0, 8, 0));
    button.setGraphic(body);
    button.setId(id);
    // Only what wraps is asked how high it is at its width.
    button.setWrapText(true);
    button.setAccessibleText(name + ". " + why);
    button.getStyleClass().setAll("card", "card-button");
    button.setMaxWidth(Double.MAX_VALUE);
    button.setStyle("-fx-min-height: " + WAY_EM + "em");
    button.setPrefWidth(320);
    button.setAlignment(Pos.TOP_LEFT);
    button.setOnAction(_ -> go.run());
    HBox.setHgrow(button, Priority.ALWAYS);
    return button;
  }

  private void fill() {
    saved.getChildren().setAll(model.saved().stream().map(this::line).toList());
  }

  private Node line(Context context) {
    Label name = new Label(context.clusterName(), Icons.CLUSTER.node());
    name.setGraphicTextGap(12);
    name.getStyleClass().add("strong");
    Label who = new Label(kit.text("welcome.as", context.person(), context.endpoint()));
    who.getStyleClass().add("note");
    HBox.setHgrow(who, Priority.ALWAYS);
    who.setMaxWidth(Double.MAX_VALUE);
    Button open = new Button(kit.text("welcome.open"));
    open.setOnAction(_ -> model.open(context));
    open.setAccessibleText(kit.text("welcome.openNamed", context.clusterName()));
    Button forget = new Button(kit.text("welcome.forget"));
    forget.getStyleClass().add("flat");
    forget.setAccessibleText(kit.text("welcome.forgetNamed", context.clusterName()));
    forget.setOnAction(_ -> sure(forget, context));
    HBox line = new HBox(16, name, who, open, forget);
    line.setAlignment(Pos.CENTER_LEFT);
    line.disableProperty().bind(model.busyProperty());
    for (Button button : new Button[] {open, forget}) {
      button.setMinWidth(Region.USE_PREF_SIZE);
    }
    return line;
  }

  /// The key goes with it: a second press is asked for.
  private void sure(Button forget, Context context) {
    forget.setText(kit.text("welcome.forgetSure"));
    forget.getStyleClass().add("danger");
    forget.setOnAction(_ -> model.forget(context));
  }
}
