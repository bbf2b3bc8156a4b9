package com.plexichat.backup.console.kit;

import com.plexichat.backup.console.state.Health;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/// A notice over the whole width, for what concerns all that is below it.
public final class Banner extends HBox {
  /// A notice of one sentence.
  public Banner(Health health, String sentence) {
    getStyleClass().add("banner");
    HealthColours.mark(this, health);
    setAccessibleRole(AccessibleRole.PARENT);
    setAccessibleText(sentence);
    Label text = new Label(sentence);
    text.getStyleClass().add("state-text");
    text.setWrapText(true);
    text.setMinHeight(USE_PREF_SIZE);
    text.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(text, Priority.ALWAYS);
    getChildren().addAll(Icons.of(health).stateNode(), text);
  }

  /// Adds what can be done about it.
  public Banner action(String text, Runnable action) {
    Hyperlink link = new Hyperlink(text);
    link.setMinWidth(USE_PREF_SIZE);
    link.setOnAction(_ -> action.run());
    getChildren().add(link);
    return this;
  }
}
