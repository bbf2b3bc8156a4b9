package com.plexichat.backup.console.nav;

import com.plexichat.backup.console.kit.WholeWords;
import java.util.List;
import javafx.geometry.HPos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.layout.Region;

/// Where one is: the words from the cluster to the thing. Where room is short the first words go,
/// so that the last one, which is this place, stays whole as long as it can.
final class Way extends Region {
  private static final double GAP = 8;

  /// A word of the way.
  record Crumb(String name, Runnable go) {}

  Way() {
    getStyleClass().add("crumbs");
  }

  /// Shows a way, the last word being this place.
  void show(List<Crumb> way) {
    getChildren().clear();
    for (int i = 0; i < way.size(); i++) {
      getChildren().add(i == way.size() - 1 ? here(way.get(i)) : link(way.get(i)));
      if (i < way.size() - 1) {
        Label slash = new Label("/");
        slash.getStyleClass().add("note");
        getChildren().add(slash);
      }
    }
  }

  private static Node here(Crumb crumb) {
    Label here = WholeWords.of(new Label(crumb.name()));
    here.getStyleClass().add("crumb-here");
    here.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
    return here;
  }

  private static Node link(Crumb crumb) {
    Hyperlink link = new Hyperlink(crumb.name());
    link.setOnAction(_ -> crumb.go().run());
    return link;
  }

  private double wide(int from) {
    return getChildren().stream()
        .skip(from)
        .mapToDouble(word -> Math.ceil(word.prefWidth(-1)) + GAP)
        .sum();
  }

  @Override
  protected double computeMinWidth(double height) {
    return 0;
  }

  @Override
  protected double computePrefWidth(double height) {
    return Math.max(0, wide(0) - GAP);
  }

  @Override
  protected double computePrefHeight(double width) {
    return getChildren().stream().mapToDouble(word -> word.prefHeight(-1)).max().orElse(0);
  }

  @Override
  protected void layoutChildren() {
    int from = 0;
    int last = getChildren().size() - 1;
    while (from < last && wide(from) - GAP > getWidth()) {
      from += 2;
    }
    double x = 0;
    for (int i = 0; i <= last; i++) {
      Node word = getChildren().get(i);
      word.setVisible(i >= from);
      if (i >= from) {
        double width = Math.min(Math.ceil(word.prefWidth(-1)), Math.max(0, getWidth() - x));
        layoutInArea(word, x, 0, width, getHeight(), 0, HPos.LEFT, VPos.CENTER);
        x += width + GAP;
      }
    }
  }
}
