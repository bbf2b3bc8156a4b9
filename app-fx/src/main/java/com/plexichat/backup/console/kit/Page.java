package com.plexichat.backup.console.kit;

import javafx.geometry.HPos;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
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
    Label name = new Label(title);
    name.getStyleClass().add("screen-title");
    sentence.getStyleClass().add("note");
    sentence.setWrapText(true);
    sentence.setMinHeight(Region.USE_PREF_SIZE);
    actions.setAlignment(Pos.CENTER_RIGHT);
    actions.setFillHeight(false);
    actions.setMinWidth(Region.USE_PREF_SIZE);
    getChildren().add(new Head(name));
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

  /// What is in the middle of the window with its title, and no wider than this: for a screen with
  /// little on it.
  public Page middle(Region node, double ems) {
    getChildren().setAll(getChildren().getFirst(), node);
    setAlignment(Pos.CENTER);
    getChildren().forEach(child -> child.setStyle("-fx-max-width: " + ems + "em"));
    return this;
  }

  /// Title and sentence at the left of what can be done. A sentence that is too long for that runs
  /// on below all of it.
  private final class Head extends Region {
    private static final double GAP = 16;

    private final Label name;

    Head(Label name) {
      this.name = name;
      getStyleClass().add("page-head");
      getChildren().setAll(name, sentence, actions);
    }

    @Override
    public Orientation getContentBias() {
      return Orientation.HORIZONTAL;
    }

    private double beside(double width) {
      double acts = actions.prefWidth(-1);
      return Math.max(0, acts > 0 ? width - acts - GAP : width);
    }

    private boolean isShort(double width) {
      return sentence.prefWidth(-1) <= beside(width);
    }

    private double first(double width) {
      return isShort(width) ? 0 : Math.max(name.prefHeight(-1), actions.prefHeight(-1));
    }

    @Override
    protected double computePrefHeight(double width) {
      double at = width < 0 ? prefWidth(-1) : width;
      return isShort(at)
          ? Math.max(name.prefHeight(-1) + sentence.prefHeight(at), actions.prefHeight(-1))
          : first(at) + sentence.prefHeight(at);
    }

    @Override
    protected double computeMinHeight(double width) {
      return computePrefHeight(width);
    }

    @Override
    protected double computePrefWidth(double height) {
      return Math.max(name.prefWidth(-1), sentence.prefWidth(-1)) + GAP + actions.prefWidth(-1);
    }

    @Override
    protected void layoutChildren() {
      double width = getWidth();
      double acts = actions.prefWidth(-1);
      if (isShort(width)) {
        double high = name.prefHeight(-1);
        double words = sentence.prefHeight(width);
        double top = snapPositionY(Math.max(0, (getHeight() - high - words) / 2));
        layoutInArea(name, 0, top, beside(width), high, 0, HPos.LEFT, VPos.TOP);
        layoutInArea(sentence, 0, top + high, beside(width), words, 0, HPos.LEFT, VPos.TOP);
        layoutInArea(actions, width - acts, 0, acts, getHeight(), 0, HPos.RIGHT, VPos.CENTER);
        return;
      }
      double first = first(width);
      layoutInArea(name, 0, 0, beside(width), first, 0, HPos.LEFT, VPos.CENTER);
      layoutInArea(actions, width - acts, 0, acts, first, 0, HPos.RIGHT, VPos.CENTER);
      layoutInArea(sentence, 0, first, width, getHeight() - first, 0, HPos.LEFT, VPos.TOP);
    }
  }
}
