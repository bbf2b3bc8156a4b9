package com.plexichat.backup.console.screens.dashboard;

import com.plexichat.backup.console.kit.HealthColours;
import com.plexichat.backup.console.state.Health;
import java.util.List;
import java.util.stream.Stream;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Arc;
import javafx.scene.shape.ArcType;

/// A ring whose slices are shares of a whole. What is little but there stays in sight: a slice is
/// never thinner than can be seen.
final class HealthRing extends Region {
  private static final double STROKE = 14;
  private static final double SMALLEST = 3;
  private static final double BETWEEN = 2;

  private final Label figure = new Label();
  private final Label word = new Label();
  private final VBox middle = new VBox(figure, word);
  private List<Slice> slices = List.of();
  private List<Arc> arcs = List.of();

  /// A share in the colour of a state.
  record Slice(Health health, long count) {}

  HealthRing() {
    getStyleClass().add("ring");
    setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    figure.getStyleClass().add("screen-title");
    word.getStyleClass().addAll("note", "small");
    middle.setAlignment(Pos.CENTER);
    setMinSize(120, 120);
    setPrefSize(132, 132);
    getChildren().add(middle);
  }

  void show(List<Slice> next, String inside, String below) {
    figure.setText(inside);
    word.setText(below);
    setAccessibleText(inside + " " + below);
    if (!next.equals(slices)) {
      slices = next;
      arcs =
          Stream.concat(
                  Stream.of(arc("none")),
                  shown()
                      .map(slice -> {
                        Arc arc = arc("slice");
                        HealthColours.mark(arc, slice.health());
                        return arc;
                      }))
              .toList();
      getChildren().setAll(arcs);
      getChildren().add(middle);
    }
  }

  private Stream<Slice> shown() {
    return slices.stream().filter(slice -> slice.count() > 0);
  }

  @Override
  protected void layoutChildren() {
    List<Slice> shown = shown().toList();
    long whole = shown.stream().mapToLong(Slice::count).sum();
    double gap = shown.size() > 1 ? BETWEEN : 0;
    double small = shown.stream().filter(one -> isSmall(one, whole)).count() * SMALLEST;
    long large = shown.stream().filter(one -> !isSmall(one, whole)).mapToLong(Slice::count).sum();
    if (!arcs.isEmpty()) {
      place(arcs.getFirst(), 0, 360);
      arcs.getFirst().setVisible(shown.isEmpty());
    }
    double start = 90;
    for (int i = 0; i < shown.size(); i++) {
      Slice slice = shown.get(i);
      double extent =
          isSmall(slice, whole)
              ? SMALLEST
              : (360 - small - gap * shown.size()) * slice.count() / large;
      place(arcs.get(i + 1), start - extent, extent);
      start -= extent + gap;
    }
    double width = middle.prefWidth(-1);
    double height = middle.prefHeight(-1);
    middle.resizeRelocate(
        snapPositionX((getWidth() - width) / 2),
        snapPositionY((getHeight() - height) / 2),
        width,
        height);
  }

  private void place(Arc arc, double from, double extent) {
    double radius = (Math.min(getWidth(), getHeight()) - STROKE) / 2;
    arc.setCenterX(getWidth() / 2);
    arc.setCenterY(getHeight() / 2);
    arc.setRadiusX(radius);
    arc.setRadiusY(radius);
    arc.setStartAngle(from);
    arc.setLength(extent);
  }

  private static boolean isSmall(Slice slice, long whole) {
    return 360.0 * slice.count() / whole < SMALLEST;
  }

  private static Arc arc(String styleClass) {
    Arc arc = new Arc();
    arc.setType(ArcType.OPEN);
    arc.setStrokeWidth(STROKE);
    arc.setManaged(false);
    arc.getStyleClass().add(styleClass);
    return arc;
  }
}
