package com.plexichat.backup.console.kit;

import com.plexichat.backup.console.state.Health;
import javafx.scene.layout.Region;
import javafx.scene.shape.Polygon;
import javafx.scene.shape.Polyline;

/// A small line without axes that shows how something went. The figure beside it says how much.
public final class Sparkline extends Region {
  private final Polyline line = new Polyline();
  private final Polygon area = new Polygon();
  private double[] values = {};

  /// An empty line.
  public Sparkline() {
    getStyleClass().add("sparkline");
    line.getStyleClass().add("line");
    area.getStyleClass().add("area");
    line.setManaged(false);
    area.setManaged(false);
    setPrefSize(96, 24);
    setMinSize(0, 0);
    getChildren().addAll(area, line);
  }

  /// Draws these values from left to right; NaN breaks nothing, it is left out.
  public Sparkline show(double... values) {
    this.values = values.clone();
    requestLayout();
    return this;
  }

  /// Takes the colour of a state, where nothing about it has one.
  public Sparkline health(Health health) {
    HealthColours.mark(this, health);
    return this;
  }

  @Override
  protected void layoutChildren() {
    line.getPoints().clear();
    area.getPoints().clear();
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      if (!Double.isNaN(value)) {
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }
    if (least > most || values.length < 2 || getWidth() < 2) {
      return;
    }
    double range = most > least ? most - least : 1;
    double height = getHeight() - 4;
    for (int i = 0; i < values.length; i++) {
      if (!Double.isNaN(values[i])) {
        double x = i * getWidth() / (values.length - 1);
        double flat = most > least ? (values[i] - least) / range : 0.5;
        line.getPoints().addAll(x, 2 + height * (1 - flat));
      }
    }
    area.getPoints().setAll(line.getPoints());
    double last = line.getPoints().get(line.getPoints().size() - 2);
    area.getPoints().addAll(last, getHeight(), line.getPoints().getFirst(), getHeight());
  }
}
