package com.plexichat.backup.console.kit;

import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;

/// What stands where there is nothing to show: why, and what to do about it.
public final class EmptyNote extends VBox {
  /// Why there is nothing to show.
  public enum Kind {
    EMPTY(Icons.EMPTY),
    LOADING(Icons.LOADING),
    /// Something failed; the sentence says what, and the action tries again.
    ERROR(Icons.DEGRADED),
    NO_PERMISSION(Icons.LOCKED),
    /// Nobody answers, and nothing older is worth showing.
    STALE(Icons.STALE);

    private final Icons icon;

    Kind(Icons icon) {
      this.icon = icon;
    }
  }

  private static final double WIDTH_EM = 32;

  /// A note of one title and one sentence.
  public EmptyNote(Kind kind, String title, String sentence) {
    getStyleClass().add("empty-note");
    setAccessibleRole(AccessibleRole.PARENT);
    setAccessibleText(title + ". " + sentence);
    var icon = kind.icon.node();
    icon.getStyleClass().add("large-icon");
    Label head = new Label(title);
    head.getStyleClass().add("card-title");
    Label body = new Label(sentence);
    body.getStyleClass().add("note");
    for (Label label : new Label[] {head, body}) {
      label.setWrapText(true);
      label.setTextAlignment(TextAlignment.CENTER);
      label.setAlignment(Pos.CENTER);
      label.setMinHeight(USE_PREF_SIZE);
      label.setMaxWidth(WIDTH_EM * Theme.BODY_PX);
    }
    getChildren().addAll(icon, head);
    if (!sentence.isEmpty()) {
      getChildren().add(body);
    }
    if (kind == Kind.LOADING) {
      getChildren().add(new ProgressBar());
    }
  }

  /// Adds the one thing that can be done about it.
  public EmptyNote action(String text, Runnable action) {
    Button button = new Button(text);
    button.setOnAction(_ -> action.run());
    getChildren().add(button);
    return this;
  }
}
