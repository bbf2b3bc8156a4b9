package com.plexichat.backup.console.kit;

import javafx.geometry.HPos;
import javafx.geometry.Insets;
import javafx.geometry.Orientation;
import javafx.geometry.VPos;
import javafx.scene.layout.Region;

/// Two things at the two ends of a line; where they have no room beside each other, the second one
/// begins a line of its own. One that is not managed takes no room.
public final class Ends extends Region {
  private final double gap;
  private final Region left;
  private final Region right;

  /// A line of two things.
  public Ends(double gap, Region left, Region right) {
    this.gap = gap;
    this.left = left;
    this.right = right;
    getChildren().setAll(left, right);
  }

  @Override
  public Orientation getContentBias() {
    return Orientation.HORIZONTAL;
  }

  private boolean areBeside(double inner) {
    return together() <= inner || between() == 0;
  }

  private double between() {
    return left.isManaged() && right.isManaged() ? gap : 0;
  }

  private double together() {
    return Math.ceil(wide(left) + between() + wide(right));
  }

  private static double wide(Region one) {
    return one.isManaged() ? one.prefWidth(-1) : 0;
  }

  private double inner(double width) {
    Insets insets = getInsets();
    return width - insets.getLeft() - insets.getRight();
  }

  @Override
  protected double computeMinWidth(double height) {
    Insets insets = getInsets();
    return insets.getLeft()
        + Math.max(
            left.isManaged() ? left.minWidth(-1) : 0, right.isManaged() ? right.minWidth(-1) : 0)
        + insets.getRight();
  }

  @Override
  protected double computePrefWidth(double height) {
    Insets insets = getInsets();
    return insets.getLeft() + together() + insets.getRight();
  }

  @Override
  protected double computeMinHeight(double width) {
    return computePrefHeight(width);
  }

  @Override
  protected double computePrefHeight(double width) {
    double inner = inner(width < 0 ? prefWidth(-1) : width);
    double first = high(left, inner);
    double second = high(right, inner);
    double all = areBeside(inner) ? Math.max(first, second) : first + gap + second;
    return snappedTopInset() + all + snappedBottomInset();
  }

  private static double high(Region one, double inner) {
    return one.isManaged() ? one.prefHeight(Math.min(inner, one.prefWidth(-1))) : 0;
  }

  @Override
  protected void layoutChildren() {
    double x = snappedLeftInset();
    double y = snappedTopInset();
    double inner = inner(getWidth());
    if (areBeside(inner)) {
      double height = getHeight() - y - snappedBottomInset();
      double last = snapSizeX(wide(right));
      layoutInArea(left, x, y, inner - last - between(), height, 0, HPos.LEFT, VPos.CENTER);
      layoutInArea(right, x + inner - last, y, last, height, 0, HPos.RIGHT, VPos.CENTER);
      return;
    }
    double first = high(left, inner);
    double second = high(right, inner);
    layoutInArea(left, x, y, inner, first, 0, HPos.LEFT, VPos.CENTER);
    layoutInArea(right, x, y + first + gap, inner, second, 0, HPos.LEFT, VPos.CENTER);
  }
}
