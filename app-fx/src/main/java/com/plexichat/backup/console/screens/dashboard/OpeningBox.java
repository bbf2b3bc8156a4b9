package com.plexichat.backup.console.screens.dashboard;

import javafx.scene.AccessibleAction;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.StackPane;

/// A line that is a button over its whole width: it opens what it tells of, by click, Enter or
/// Space.
class OpeningBox extends StackPane {
  private Runnable opens = () -> {};

  OpeningBox(Node content) {
    getStyleClass().add("opening-line");
    setAccessibleRole(AccessibleRole.BUTTON);
    setFocusTraversable(true);
    getChildren().add(content);
    setOnMouseClicked(event -> {
      if (event.getButton() == MouseButton.PRIMARY) {
        requestFocus();
        opens.run();
      }
    });
    setOnKeyPressed(event -> {
      if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
        opens.run();
        event.consume();
      }
    });
  }

  final void opens(Runnable action) {
    opens = action;
  }

  @Override
  public final void executeAccessibleAction(AccessibleAction action, Object... parameters) {
    if (action == AccessibleAction.FIRE) {
      opens.run();
    } else {
      super.executeAccessibleAction(action, parameters);
    }
  }
}
