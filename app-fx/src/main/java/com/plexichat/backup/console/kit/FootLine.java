package com.plexichat.backup.console.kit;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Orientation;
import javafx.scene.layout.Region;

/// The buttons at the foot of something: what leaves it at the left, what can be done at the right,
/// the last one being the primary. Where they have no room beside each other, those before the
/// primary go to a line above it. One that is not managed takes no room.
public final class FootLine extends Region {
  private static final double GAP = 8;

  private final Region leave;
  private final List<Region> acts;

  /// A line of buttons.
  public FootLine(Region leave, Region... acts) {
    this.leave = leave;
    this.acts = List.of(acts);
    getChildren().add(leave);
    getChildren().addAll(acts);
  }

  @Override
  public Orientation getContentBias() {
    return Orientation.HORIZONTAL;
  }

  /// From the upper line to the lower one; what leaves is the first of the upper one.
  private List<List<Region>> lines(double inner) {
    List<List<Region>> lines = new ArrayList<>();
    lines.add(new ArrayList<>());
    for (Region act : acts.reversed()) {
      if (act.isManaged()) {
        into(lines, act, inner);
      }
    }
    into(lines, leave, inner);
    return lines;
  }

  private static void into(List<List<Region>> lines, Region one, double inner) {
    List<Region> upper = lines.getFirst();
    if (!upper.isEmpty() && wide(upper) + GAP + wide(one) > inner) {
      upper = new ArrayList<>();
      lines.addFirst(upper);
    }
    upper.addFirst(one);
  }

  private static double wide(Region one) {
    return Math.ceil(one.prefWidth(-1));
  }

  private static double wide(List<Region> line) {
    return line.stream().mapToDouble(one -> wide(one) + GAP).sum() - GAP;
  }

  private static double high(List<Region> line) {
    return line.stream().mapToDouble(one -> Math.ceil(one.prefHeight(-1))).max().orElse(0);
  }

  @Override
  protected double computeMinWidth(double height) {
    return getChildren().stream().mapToDouble(one -> one.minWidth(-1)).max().orElse(0);
  }

  @Override
  protected double computePrefWidth(double height) {
    return lines(Double.MAX_VALUE).stream().mapToDouble(FootLine::wide).max().orElse(0);
  }

  @Override
  protected double computeMinHeight(double width) {
    return computePrefHeight(width);
  }

  @Override
  protected double computePrefHeight(double width) {
    List<List<Region>> lines = lines(width < 0 ? Double.MAX_VALUE : width);
    return lines.stream().mapToDouble(FootLine::high).sum() + GAP * (lines.size() - 1);
  }

  @Override
  protected void layoutChildren() {
    double y = 0;
    for (List<Region> line : lines(getWidth())) {
      double x = getWidth();
      double height = high(line);
      for (Region one : line.reversed()) {
        x -= wide(one);
        one.resizeRelocate(one.equals(leave) ? 0 : x, y, wide(one), height);
        x -= GAP;
      }
      y += height + GAP;
    }
  }
}
