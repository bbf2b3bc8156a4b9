package com.plexichat.backup.console.screens.backups;

import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.screens.backups.CompareModel.Kind;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;

/// How many paths changed in which way, and the choice of one of the ways.
final class ChangeFilter {
  private final Kit kit;
  private final CompareModel model;
  private final ToggleButton all = new ToggleButton();
  private final Map<Kind, ToggleButton> kinds = new EnumMap<>(Kind.class);
  private final HBox root = new HBox(all);

  ChangeFilter(Kit kit, CompareModel model) {
    this.kit = kit;
    this.model = model;
    root.getStyleClass().add("segmented-choice");
    root.setAccessibleRole(AccessibleRole.PARENT);
    root.setAccessibleText(kit.text("compare.filter"));
    all.getStyleClass().add("left-pill");
    all.setId("change-all");
    all.setOnAction(_ -> choose(Optional.empty()));
    Kind[] every = Kind.values();
    for (Kind kind : every) {
      ToggleButton button = new ToggleButton();
      button.getStyleClass().add(kind == every[every.length - 1] ? "right-pill" : "center-pill");
      button.setId("change-" + kind);
      button.setMinWidth(ToggleButton.USE_PREF_SIZE);
      button.setGraphic(DifferenceTable.icon(kind));
      button.setOnAction(_ -> choose(Optional.of(kind)));
      kinds.put(kind, button);
      root.getChildren().add(button);
    }
    model.stream().countProperty().subscribe(_ -> show());
  }

  Node root() {
    return root;
  }

  private void choose(Optional<Kind> kind) {
    model.filterProperty().set(kind);
    show();
  }

  /// The counts as they are now.
  private void show() {
    Optional<Kind> chosen = model.filterProperty().get();
    all.setText(kit.text("compare.all", kit.figures().count(model.stream().countProperty().get())));
    all.setSelected(chosen.isEmpty());
    kinds.forEach((kind, button) -> {
      button.setText(
          kit.text(
              "compare.count",
              new DifferenceTable(kit).word(kind),
              kit.figures().count(model.count(kind))));
      button.setSelected(chosen.equals(Optional.of(kind)));
    });
  }
}
