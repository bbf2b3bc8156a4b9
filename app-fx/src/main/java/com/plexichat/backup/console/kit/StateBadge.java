package com.plexichat.backup.console.kit;

import com.plexichat.backup.console.state.Health;
import javafx.scene.control.Label;

/// A state as icon, word and colour, so that it is read without colour too.
public final class StateBadge extends Label {
  /// A badge of one state.
  public StateBadge(Health health, String word) {
    getStyleClass().add("state-badge");
    setMinWidth(USE_PREF_SIZE);
    show(health, word);
  }

  /// Shows another state.
  public void show(Health health, String word) {
    HealthColours.mark(this, health);
    setText(word);
    setGraphic(Icons.of(health).stateNode());
  }
}
