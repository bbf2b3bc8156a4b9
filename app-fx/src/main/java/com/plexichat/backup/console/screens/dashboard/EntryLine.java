package com.plexichat.backup.console.screens.dashboard;

import com.plexichat.backup.console.kit.HealthColours;
import com.plexichat.backup.console.kit.Icons;
import com.plexichat.backup.console.state.Health;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// One thing in two lines: its state as an icon, what it is, what there is to know, and when.
final class EntryLine extends OpeningBox {
  private final StackPane icon = new StackPane();
  private final Label what = new Label();
  private final Label more = new Label();
  private final Label when = new Label();
  private final Tooltip whole = new Tooltip();
  private final Tooltip exact = new Tooltip();
  private Health shown = Health.UNKNOWN;

  /// What is written in it.
  ///
  /// @param exact the whole moment; empty: none
  record Words(Health health, String what, String more, String when, String exact) {}

  EntryLine() {
    this(new HBox(12));
  }

  private EntryLine(HBox row) {
    super(row);
    icon.getChildren().setAll(Icons.of(shown).stateNode());
    what.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
    what.setMinWidth(0);
    more.getStyleClass().addAll("note", "small");
    more.setMinWidth(0);
    more.setWrapText(true);
    more.setMinHeight(USE_PREF_SIZE);
    when.getStyleClass().addAll("note", "small");
    when.setMinWidth(USE_PREF_SIZE);
    more.managedProperty().bind(more.textProperty().isNotEmpty());
    VBox words = new VBox(what, more);
    words.setMinWidth(0);
    words.setAlignment(Pos.CENTER_LEFT);
    HBox.setHgrow(words, Priority.ALWAYS);
    row.setAlignment(Pos.CENTER_LEFT);
    row.getChildren().addAll(icon, words, when);
    Tooltip.install(words, whole);
  }

  void show(Words words) {
    if (words.health() != shown) {
      shown = words.health();
      icon.getChildren().setAll(Icons.of(shown).stateNode());
    }
    HealthColours.mark(this, words.health());
    what.setText(words.what());
    more.setText(words.more());
    when.setText(words.when());
    whole.setText(words.more().isEmpty() ? words.what() : words.what() + "\n" + words.more());
    exact.setText(words.exact());
    when.setTooltip(words.exact().isEmpty() ? null : exact);
    setAccessibleText(
        String.join(", ", words.what(), words.more(), words.when(), words.exact())
            .replaceAll("(, )+", ", "));
  }
}
