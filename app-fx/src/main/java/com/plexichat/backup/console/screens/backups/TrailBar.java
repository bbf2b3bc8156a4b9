package com.plexichat.backup.console.screens.backups;

import com.plexichat.backup.console.kit.Icons;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.shared.model.FilePath;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/// The way from the root to a folder: each folder on it can be opened, and the one above by its own
/// button.
final class TrailBar extends HBox {
  /// A name is cut in the middle beyond this width in px.
  private static final double WIDEST = 220;

  private final Kit kit;
  private final Consumer<FilePath> open;
  private final Button up;
  private final FlowPane way = new FlowPane(4, 0);
  private FilePath here = PathTrail.ROOT;

  TrailBar(Kit kit, Consumer<FilePath> open) {
    super(8);
    this.kit = kit;
    this.open = open;
    setAlignment(Pos.CENTER_LEFT);
    up = new Button("", Icons.UP.node());
    up.setId("up");
    up.getStyleClass().add("quiet-button");
    up.setAccessibleText(kit.text("contents.up"));
    up.setTooltip(new Tooltip(kit.text("contents.up")));
    up.setOnAction(_ -> open.accept(PathTrail.parent(here)));
    way.setAlignment(Pos.CENTER_LEFT);
    way.setId("trail");
    HBox.setHgrow(way, Priority.ALWAYS);
    getChildren().addAll(up, way);
  }

  void show(FilePath path) {
    here = path;
    up.setDisable(PathTrail.isRoot(path));
    way.getChildren().clear();
    List<FilePath> trail = PathTrail.of(path);
    for (FilePath step : trail) {
      String name = PathTrail.isRoot(step) ? kit.text("contents.root") : step.name();
      boolean last = step.equals(trail.getLast());
      if (last) {
        Label label = new Label(name);
        label.getStyleClass().add("strong");
        dress(label, name);
        way.getChildren().add(label);
      } else {
        Hyperlink link = new Hyperlink(name);
        link.setOnAction(_ -> open.accept(step));
        dress(link, name);
        Label slash = new Label("/");
        slash.getStyleClass().add("note");
        way.getChildren().addAll(link, slash);
      }
    }
  }

  private static void dress(Labeled label, String name) {
    label.setMaxWidth(WIDEST);
    label.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
    label.setTooltip(new Tooltip(name));
  }
}
