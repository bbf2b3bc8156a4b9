package com.plexichat.backup.console.screens.help;

import com.plexichat.backup.console.kit.Act;
import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.Kit;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// All keys: those that work anywhere, taken from the acts themselves, and those of lists and of
/// the shard map.
final class ShortcutSheet {
  private static final double NAME_WIDTH = 220;
  private static final double WIDEST = 1100;

  private final HBox root;

  private record Line(String key, String name) {}

  ShortcutSheet(Kit kit, List<Act> acts) {
    List<Line> everywhere =
        acts.stream()
            .filter(act -> act.key().isPresent())
            .map(act -> new Line(act.key().map(key -> key.getDisplayText()).orElse(""), act.name()))
            .toList();
    List<Line> frame =
        List.of(
            new Line(kit.text("frame.searchKey"), kit.text("help.keys.palette")),
            new Line("F6", kit.text("help.keys.swap")),
            new Line("Esc", kit.text("help.keys.close")));
    List<Line> lists =
        List.of(
            new Line("↑ ↓", kit.text("help.keys.rows")),
            new Line("Enter", kit.text("help.keys.open")),
            new Line(kit.text("help.keys.copyKey"), kit.text("help.keys.copy")));
    List<Line> map =
        List.of(
            new Line("← ↑ ↓ →", kit.text("help.keys.cells")),
            new Line("+ −", kit.text("help.keys.zoom")),
            new Line("Enter", kit.text("help.keys.cell")),
            new Line("Esc", kit.text("help.keys.clear")));
    VBox left = new VBox(16, card(kit.text("help.keys.everywhere"), everywhere));
    VBox right =
        new VBox(
            16,
            card(kit.text("help.keys.frame"), frame),
            card(kit.text("help.keys.lists"), lists),
            card(kit.text("help.keys.map"), map));
    for (VBox column : List.of(left, right)) {
      HBox.setHgrow(column, Priority.ALWAYS);
      column.setPrefWidth(WIDEST / 2);
    }
    root = new HBox(16, left, right);
    root.setMaxWidth(WIDEST);
    root.setId("shortcuts");
  }

  Region root() {
    return root;
  }

  private static Card card(String title, List<Line> lines) {
    GridPane rows = new GridPane(24, 8);
    ColumnConstraints names = new ColumnConstraints();
    names.setHgrow(Priority.ALWAYS);
    names.setPrefWidth(NAME_WIDTH);
    ColumnConstraints keys = new ColumnConstraints();
    keys.setMinWidth(Region.USE_PREF_SIZE);
    rows.getColumnConstraints().addAll(names, keys);
    for (Line line : lines) {
      Label name = new Label(line.name());
      name.setWrapText(true);
      Label key = new Label(line.key());
      key.getStyleClass().addAll("mono", "key-cap");
      key.setMinWidth(Region.USE_PREF_SIZE);
      rows.addRow(rows.getRowCount(), name, key);
    }
    return new Card(title).content(rows);
  }
}
