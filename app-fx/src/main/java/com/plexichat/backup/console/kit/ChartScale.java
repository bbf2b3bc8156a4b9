package com.plexichat.backup.console.kit;

/// How far the lines of a chart's grid lie apart.
public final class ChartScale {
  private static final double[] STEPS = {0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500};

  private ChartScale() {}

  /// The step between two lines of the grid, so that the highest value lies below the last one.
  ///
  /// @param rows lines above the axis
  /// @param unitStep how many of one unit make the next
  public static double step(double most, int rows, int unitStep) {
    double unit = 1;
    while (most / unit >= unitStep) {
      unit *= unitStep;
    }
    for (double step : STEPS) {
      if (step * rows >= most / unit) {
        return step * unit;
      }
    }
    return unit * unitStep / 2;
  }
}
