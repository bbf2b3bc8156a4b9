package com.plexichat.backup.console.kit;

import java.util.HashMap;
import java.util.Map;
import javafx.beans.binding.Bindings;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;

/// What is known about one thing, a label and a value a row. Each value can be reached by keyboard
/// and copied.
public final class FactList extends GridPane {
  private static final KeyCombination COPY = KeyCombination.valueOf("Shortcut+C");

  /// Room for the longest word in a name.
  private static final double NARROW_EM = 9.5;

  private static final double WIDE_EM = 12;
  private static final double NAMES = 0.45;

  private final CopyWords words;
  private final Map<String, Label> values = new HashMap<>();

  /// An empty list.
  public FactList(CopyWords words) {
    this.words = words;
    getStyleClass().add("fact-list");
    ColumnConstraints labels = new ColumnConstraints();
    labels.setMinWidth(USE_PREF_SIZE);
    ColumnConstraints values = new ColumnConstraints();
    values.setHgrow(Priority.ALWAYS);
    values.setMinWidth(0);
    getColumnConstraints().addAll(labels, values);
  }

  /// Adds a value in words or figures.
  public FactList fact(String label, String value) {
    Label shown = new Label(value);
    shown.getStyleClass().add("fact-value");
    shown.setWrapText(true);
    shown.setMinHeight(USE_PREF_SIZE);
    shown.setFocusTraversable(true);
    shown.setAccessibleText(label + ": " + value);
    values.put(label, shown);
    MenuItem copy = new MenuItem(words.copy());
    copy.setOnAction(_ -> CopyButton.toClipboard(shown.getText()));
    shown.setContextMenu(new ContextMenu(copy));
    shown.setOnKeyPressed(event -> {
      if (COPY.match(event) || event.getCode() == KeyCode.COPY) {
        CopyButton.toClipboard(shown.getText());
        event.consume();
      }
    });
    shown.setOnMousePressed(_ -> shown.requestFocus());
    return fact(label, shown);
  }

  /// Shows another value in words or figures where there is one already.
  public void show(String label, String value) {
    Label shown = values.get(label);
    if (shown != null && !shown.getText().equals(value)) {
      shown.setText(value);
      shown.setAccessibleText(label + ": " + value);
    }
  }

  /// Adds an id or hash.
  public FactList id(String label, String id) {
    return fact(label, new MonoId(id, words));
  }

  /// Adds a value that is a control: a badge, a meter, a link.
  public FactList fact(String label, Node value) {
    Label name = new Label(label);
    name.getStyleClass().add("note");
    name.setWrapText(true);
    name.maxWidthProperty()
        .bind(
            Bindings.createDoubleBinding(
                () -> room(name.getFont().getSize()), name.fontProperty(), widthProperty()));
    name.setMinHeight(USE_PREF_SIZE);
    name.setLabelFor(value);
    GridPane.setValignment(name, value instanceof Label ? VPos.TOP : VPos.CENTER);
    addRow(getRowCount(), name, value);
    return this;
  }

  /// How wide a name may be: in a narrow list it leaves half to the values.
  private double room(double em) {
    return getWidth() == 0
        ? WIDE_EM * em
        : Math.clamp(getWidth() * NAMES, NARROW_EM * em, WIDE_EM * em);
  }
}
