package com.plexichat.backup.console.kit;

import java.util.List;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.layout.Region;

/// Cards of one width, in as many columns as each has room for what it cannot do without. Those
/// beside each other are of one height.
public final class CardColumns extends Region {
  private static final double GAP = 16;

  private final int most;

  /// No cards yet.
  ///
  /// @param most columns where there is room for any number
  public CardColumns(int most) {
    this.most = most;
  }

  /// Shows these in place of the ones before.
  public void show(List<? extends Region> cards) {
    getChildren().setAll(cards);
  }

  @Override
  public Orientation getContentBias() {
    return Orientation.HORIZONTAL;
  }

  private double least() {
    return getChildren().stream().mapToDouble(card -> card.minWidth(-1)).max().orElse(0);
  }

  private int columns(double width) {
    return (int) Math.clamp(Math.floor((width + GAP) / (least() + GAP)), 1, most);
  }

  private double cardWidth(double width) {
    int columns = columns(width);
    return Math.max(0, Math.floor((width - GAP * (columns - 1)) / columns));
  }

  private double rowHeight(int row, double width) {
    return Math.ceil(
        getChildren().stream()
            .skip((long) row * columns(width))
            .limit(columns(width))
            .mapToDouble(card -> card.prefHeight(cardWidth(width)))
            .max()
            .orElse(0));
  }

  private int rows(double width) {
    return Math.ceilDiv(getChildren().size(), columns(width));
  }

  @Override
  protected double computeMinWidth(double height) {
    return least();
  }

  @Override
  protected double computePrefWidth(double height) {
    return most * least() + (most - 1) * GAP;
  }

  @Override
  protected double computeMinHeight(double width) {
    return computePrefHeight(width);
  }

  @Override
  protected double computePrefHeight(double width) {
    double at = width < 0 ? prefWidth(-1) : width;
    double all = 0;
    for (int row = 0; row < rows(at); row++) {
      all += rowHeight(row, at) + (row > 0 ? GAP : 0);
    }
    return all;
  }

  @Override
  protected void layoutChildren() {
    double width = getWidth();
    int columns = columns(width);
    double y = 0;
    for (int row = 0; row < rows(width); row++) {
      double height = rowHeight(row, width);
      for (int column = 0; column < columns; column++) {
        int at = row * columns + column;
        if (at < getChildren().size()) {
          Node card = getChildren().get(at);
          card.resizeRelocate(column * (cardWidth(width) + GAP), y, cardWidth(width), height);
        }
      }
      y += height + GAP;
    }
  }
}
