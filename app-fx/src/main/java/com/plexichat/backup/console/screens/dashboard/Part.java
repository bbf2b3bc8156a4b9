package com.plexichat.backup.console.screens.dashboard;

import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.state.ClusterState;
import javafx.scene.Node;

/// A card of the dashboard.
interface Part {
  Card card();

  /// Shows what is known now; ages are written anew too.
  void show(ClusterState state);

  /// Whether there is room for longer lists.
  default void roomy(boolean is) {}

  /// Fills a card with something else; what is in it already stays untouched, and keeps its focus.
  static void fill(Card card, Node content) {
    if (!card.getChildren().getLast().equals(content)) {
      card.content(content);
    }
  }
}
