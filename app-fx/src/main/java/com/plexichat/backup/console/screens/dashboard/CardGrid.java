package com.plexichat.backup.console.screens.dashboard;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.geometry.Orientation;
import javafx.scene.layout.Region;
import javafx.scene.text.Font;

/// Cards in rows as wide as the page, in the arrangement that its width allows. Measured in em, so
/// that larger text takes the narrower one.
final class CardGrid extends Region {
  private static final double GAP = 16;
  private static final int COLUMNS = 12;
  private static final double BODY_PX = 13;
  private static final double WIDE_EM = 130;
  private static final double MEDIUM_EM = 66;

  private final List<Region> cards = new ArrayList<>();
  private final List<Row> wide;
  private final List<Row> medium;
  private final List<Row> narrow;
  private final ReadOnlyBooleanWrapper roomy = new ReadOnlyBooleanWrapper(this, "roomy");
  private double em = BODY_PX;

  /// Cards beside each other.
  ///
  /// @param height least, in em
  /// @param grows whether it takes what is left of the page
  record Row(double height, boolean grows, List<Cell> cells) {}

  /// One card, and how many of the page's twelve columns it spans.
  record Cell(Region card, int span) {}

  CardGrid(List<Row> wide, List<Row> medium, List<Row> narrow) {
    this.wide = wide;
    this.medium = medium;
    this.narrow = narrow;
    wide.forEach(row -> row.cells().forEach(cell -> cards.add(cell.card())));
    getChildren().setAll(cards);
    widthProperty().addListener((_, _, _) -> arrange());
  }

  /// Whether the widest arrangement is shown.
  ReadOnlyBooleanProperty roomyProperty() {
    return roomy.getReadOnlyProperty();
  }

  private void arrange() {
    roomy.set(getWidth() >= WIDE_EM * em);
  }

  /// The size of body text, from which all is measured.
  void measure(Font body) {
    if (em != body.getSize()) {
      em = body.getSize();
      arrange();
      requestLayout();
    }
  }

  private List<Row> rows(double width) {
    return width >= WIDE_EM * em ? wide : width >= MEDIUM_EM * em ? medium : narrow;
  }

  private static double cellWidth(Cell cell, double width) {
    double column = (width - GAP * (COLUMNS - 1)) / COLUMNS;
    return column * cell.span() + GAP * (cell.span() - 1);
  }

  private double least(Row row, double width) {
    double most = row.height() * em;
    for (Cell cell : row.cells()) {
      most = Math.max(most, cell.card().minHeight(cellWidth(cell, width)));
      most = Math.max(most, cell.card().prefHeight(cellWidth(cell, width)));
    }
    return Math.ceil(most);
  }

  @Override
  public Orientation getContentBias() {
    return Orientation.HORIZONTAL;
  }

  @Override
  protected double computePrefHeight(double width) {
    double at = width < 0 ? getWidth() : width;
    List<Row> rows = rows(at);
    return rows.stream().mapToDouble(row -> least(row, at)).sum() + GAP * (rows.size() - 1);
  }

  @Override
  protected double computeMinHeight(double width) {
    return computePrefHeight(width);
  }

  @Override
  protected double computePrefWidth(double height) {
    return MEDIUM_EM * em;
  }

  @Override
  protected double computeMinWidth(double height) {
    return 0;
  }

  @Override
  protected void layoutChildren() {
    double width = getWidth();
    List<Row> rows = rows(width);
    double spare = Math.max(0, getHeight() - computePrefHeight(width));
    long growing = rows.stream().filter(Row::grows).count();
    double y = 0;
    for (Row row : rows) {
      double height = least(row, width) + (row.grows() ? Math.floor(spare / growing) : 0);
      double x = 0;
      for (Cell cell : row.cells()) {
        double cellWidth = cellWidth(cell, width);
        double left = snapPositionX(x);
        cell.card().resizeRelocate(left, y, snapPositionX(x + cellWidth) - left, height);
        x += cellWidth + GAP;
      }
      y += height + GAP;
    }
  }
}
