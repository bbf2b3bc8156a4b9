package com.plexichat.backup.console.kit;

import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// A titled box with a hairline about it: the unit of every screen.
public final class Card extends VBox {
  private final HBox header = new HBox();
  private final Label title = WholeWords.of(new Label());

  /// An empty card; without a title it has no head.
  public Card(String title) {
    getStyleClass().add("card");
    setAccessibleRole(AccessibleRole.PARENT);
    this.title.getStyleClass().add("card-title");
    this.title.setMinWidth(0);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    header.getStyleClass().add("card-header");
    header.getChildren().addAll(this.title, space);
    getChildren().add(header);
    title(title);
  }

  /// Changes the title.
  public Card title(String text) {
    title.setText(text);
    setAccessibleText(text);
    return this;
  }

  /// Puts a quiet line at the right of the title.
  public Card note(String text) {
    Label note = new Label(text);
    note.getStyleClass().addAll("note", "small");
    note.setMinWidth(Region.USE_PREF_SIZE);
    return action(note);
  }

  /// Puts a button, link or legend at the right of the title, in place of what was there.
  public Card action(Node node) {
    header.getChildren().remove(2, header.getChildren().size());
    header.getChildren().add(node);
    return this;
  }

  /// Fills the card, in place of what was in it.
  public Card content(Node... nodes) {
    getChildren().setAll(nodes);
    if (!title.getText().isEmpty() || header.getChildren().size() > 2) {
      getChildren().addFirst(header);
    }
    VBox.setVgrow(nodes[nodes.length - 1], Priority.ALWAYS);
    return this;
  }
}
