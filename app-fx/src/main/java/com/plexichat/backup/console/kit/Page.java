package com.plexichat.backup.console.kit;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The layout that all screens have: title, one sentence that says what matters now, what can be
/// done at the right, and the content below.
public final class Page extends VBox {
  private final Label sentence = new Label();
  private final HBox actions = new HBox(8);

  public Page(String title) {
    getStyleClass().add("page");
    Label head = new Label(title);
    head.getStyleClass().add("screen-title");
    sentence.getStyleClass().add("note");
    sentence.setWrapText(true);
    sentence.setMinHeight(Region.USE_PREF_SIZE);
    VBox words = new VBox(head, sentence);
    HBox.setHgrow(words, Priority.ALWAYS);
    actions.setAlignment(Pos.CENTER_RIGHT);
    actions.setFillHeight(false);
    actions.setMinWidth(Region.USE_PREF_SIZE);
    HBox top = new HBox(16, words, actions);
    top.getStyleClass().add("page-head");
    getChildren().add(top);
  }

  /// What matters now.
  public Page sentence(String words) {
    sentence.setText(words);
    return this;
  }

  /// What can be done here; the first one last, where the eye ends.
  public Page actions(Node... nodes) {
    actions.getChildren().setAll(nodes);
    return this;
  }

  /// What fills the rest.
  public Page content(Node node) {
    getChildren().setAll(getChildren().getFirst(), node);
    VBox.setVgrow(node, Priority.ALWAYS);
    return this;
  }
}
