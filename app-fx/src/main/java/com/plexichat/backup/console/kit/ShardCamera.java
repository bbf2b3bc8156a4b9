package com.plexichat.backup.console.kit;

/// Which part of the plane of cells a view shows, and how large: plain arithmetic. The plane never
/// leaves the view; where it is smaller, it stands at the left top.
final class ShardCamera {
  /// The most pixels that a cell is wide.
  static final double CLOSEST = 40;

  private double viewWidth = 1;
  private double viewHeight = 1;
  private double planeWidth = 1;
  private double planeHeight = 1;
  private double scale = 1;
  private double left;
  private double top;

  /// Pixels a cell.
  double scale() {
    return scale;
  }

  /// The column at the left edge of the view, in cells.
  double left() {
    return left;
  }

  /// The row at the upper edge of the view, in cells.
  double top() {
    return top;
  }

  void view(double width, double height) {
    viewWidth = Math.max(1, width);
    viewHeight = Math.max(1, height);
    bound();
  }

  void plane(double width, double height) {
    planeWidth = Math.max(1, width);
    planeHeight = Math.max(1, height);
    bound();
  }

  /// The scale at which all of the plane is in view.
  double fitting() {
    return Math.min(CLOSEST, Math.min(viewWidth / planeWidth, viewHeight / planeHeight));
  }

  boolean isFit() {
    return scale <= fitting() * (1 + 1e-9);
  }

  void fit() {
    scale = fitting();
    bound();
  }

  /// Changes the scale; what lies at this place of the view stays there.
  void zoom(double newScale, double x, double y) {
    double column = column(x);
    double row = row(y);
    scale = Math.clamp(newScale, fitting(), CLOSEST);
    left = column - x / scale;
    top = row - y / scale;
    bound();
  }

  /// Moves what is shown by so many pixels.
  void pan(double x, double y) {
    left -= x / scale;
    top -= y / scale;
    bound();
  }

  /// Moves as little as needed until a cell is in view with some of what is about it.
  void reveal(double x, double y) {
    double margin = Math.min(2, Math.min(viewWidth, viewHeight) / scale / 4);
    left =
        Math.clamp(
            left,
            x + 1 + margin - viewWidth / scale,
            Math.max(x - margin, x + 1 + margin - viewWidth / scale));
    top =
        Math.clamp(
            top,
            y + 1 + margin - viewHeight / scale,
            Math.max(y - margin, y + 1 + margin - viewHeight / scale));
    bound();
  }

  /// The column at a place of the view.
  double column(double x) {
    return left + x / scale;
  }

  /// The row at a place of the view.
  double row(double y) {
    return top + y / scale;
  }

  private void bound() {
    scale = Math.clamp(scale, fitting(), CLOSEST);
    left = Math.clamp(left, 0, Math.max(0, planeWidth - viewWidth / scale));
    top = Math.clamp(top, 0, Math.max(0, planeHeight - viewHeight / scale));
  }
}
