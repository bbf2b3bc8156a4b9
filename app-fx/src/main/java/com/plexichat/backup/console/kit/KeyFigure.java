package com.plexichat.backup.console.kit;

import com.plexichat.backup.console.state.Health;
import javafx.geometry.Pos;
import javafx.scene.AccessibleAction;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// One large number with what it counts and what to know about it. Where it opens what it is made
/// of, the whole card is a button.
public final class KeyFigure extends VBox {
  private final Label label = new Label();
  private final Label value = new Label();
  private final Label note = new Label();
  private final Sparkline trend = new Sparkline();
  private @Nullable Runnable opens;

  /// A figure that is not known yet.
  public KeyFigure(Icons icon, String label) {
    getStyleClass().addAll("card", "key-figure");
    setAccessibleRole(AccessibleRole.TEXT);
    StackPane tile = new StackPane(icon.stateNode());
    tile.getStyleClass().add("icon-tile");
    this.label.setText(label);
    this.label.getStyleClass().add("note");
    HBox head = new HBox(12, tile, this.label);
    head.getStyleClass().add("card-header");
    value.getStyleClass().add("figure");
    value.setMinWidth(USE_PREF_SIZE);
    note.getStyleClass().addAll("small", "state-text");
    note.setWrapText(true);
    note.setMinHeight(USE_PREF_SIZE);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    trend.setPrefSize(96, 32);
    trend.setMaxHeight(32);
    trend.setVisible(false);
    HBox middle = new HBox(12, value, space, trend);
    middle.setAlignment(Pos.BOTTOM_LEFT);
    getChildren().addAll(head, new VBox(middle, note));
    setOnMouseClicked(event -> {
      if (event.getButton() == MouseButton.PRIMARY) {
        open();
      }
    });
    setOnKeyPressed(event -> {
      if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
        open();
        event.consume();
      }
    });
    show(Health.UNKNOWN, "–", "");
  }

  /// Shows a value as it is written, in the colour of its state, with one line about it.
  public KeyFigure show(Health health, String value, String note) {
    HealthColours.mark(this, health);
    this.value.setText(value);
    this.note.setText(note);
    setAccessibleText(label.getText() + ": " + value + (note.isEmpty() ? "" : ", " + note));
    return this;
  }

  /// Draws how it went; fewer than two values draw nothing.
  public KeyFigure trend(double... values) {
    trend.show(values);
    trend.setVisible(values.length > 1);
    return this;
  }

  /// Makes the card a button that opens what the figure is made of.
  public KeyFigure opens(Runnable action) {
    opens = action;
    getStyleClass().add("opens");
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.BUTTON);
    return this;
  }

  @Override
  public void executeAccessibleAction(AccessibleAction action, Object... parameters) {
    if (action == AccessibleAction.FIRE) {
      open();
    } else {
      super.executeAccessibleAction(action, parameters);
    }
  }

  private void open() {
    if (opens != null) {
      requestFocus();
      opens.run();
    }
  }
}
