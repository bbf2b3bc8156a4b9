package com.plexichat.backup.console.screens.dashboard;

import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.EmptyNote;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.state.ClusterState;
import javafx.scene.Node;

/// A card of the dashboard.
interface Part {
  Card card();

  /// Shows what is known now; ages are written anew too.
  void show(ClusterState state);

  /// Whether there is room for longer lists.
  default void roomy(boolean is) {}

  /// What stands in a card before anything was heard.
  static EmptyNote loading(Kit kit) {
    return new EmptyNote(EmptyNote.Kind.LOADING, kit.text("screen.loading"), "");
  }

  /// Fills a card with something else; what is in it already stays untouched, and keeps its focus.
  static void fill(Card card, Node content) {
    if (!card.getChildren().getLast().equals(content)) {
      card.content(content);
    }
  }
}
