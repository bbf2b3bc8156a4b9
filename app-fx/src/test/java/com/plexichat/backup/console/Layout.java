package com.plexichat.backup.console;

import com.plexichat.backup.console.kit.CardColumns;
import com.plexichat.backup.console.kit.Ends;
import com.plexichat.backup.console.kit.FootLine;
import com.plexichat.backup.console.kit.MonoId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;

/// What is wrong with how a window is laid out: words that are cut, things that stick out of what
/// they are in, things that lie on each other.
final class Layout {
  /// Rounding to whole pixels.
  private static final double SLACK = 1.5;

  /// What lays out its parts itself, as a box does.
  private static final Set<String> LINES = Set.of("topbar", "crumbs", "page-head");

  private final List<String> wrong = new ArrayList<>();

  private Layout() {}

  /// All that is wrong below a node that was laid out.
  static List<String> faults(Parent root) {
    Layout layout = new Layout();
    layout.visit(root);
    return List.copyOf(layout.wrong);
  }

  private void visit(Node node) {
    if (!node.isVisible() || isDrawing(node)) {
      return;
    }
    if (node instanceof Labeled labeled) {
      cut(labeled);
    }
    if (isLayout(node)) {
      children((Region) node);
    }
    if (node instanceof ScrollPane scroll && scroll.isFitToWidth()) {
      wider(scroll);
    }
    if (node instanceof TableCell<?, ?> cell && !isInPool(cell)) {
      cutCell(cell);
    }
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(this::visit);
    }
  }

  /// What places its parts itself, by what it draws.
  private static boolean isDrawing(Node node) {
    return node.getStyleClass().stream()
        .anyMatch(name ->
            List.of("world-map", "shard-map", "time-chart", "sparkline", "ring").contains(name));
  }

  private static boolean isLayout(Node node) {
    return node instanceof HBox
        || node instanceof VBox
        || node instanceof GridPane
        || node instanceof FlowPane
        || node instanceof BorderPane
        || node instanceof Ends
        || node instanceof FootLine
        || node instanceof CardColumns
        || node.getStyleClass().stream().anyMatch(LINES::contains)
        || (node.getClass().equals(StackPane.class) && !node.getStyleClass().contains("thumb"));
  }

  /// Words may be cut where the whole can be read in the tooltip.
  private void cut(Labeled labeled) {
    String whole = labeled.getText();
    if (whole == null || whole.isBlank() || labeled.getWidth() == 0 || isInPool(labeled)) {
      return;
    }
    boolean differs =
        labeled.getChildrenUnmodifiable().stream()
            .anyMatch(child ->
                child instanceof Text text
                    && !text.equals(labeled.getGraphic())
                    && !text.getText().equals(whole));
    if (differs && labeled.isTextTruncated() && (isHere(labeled) || !tells(labeled, whole))) {
      wrong.add("cut: “" + whole + "” in " + path(labeled));
    }
  }

  /// The word of where one is has to be read at a glance: no tooltip stands in for it.
  private static boolean isHere(Node node) {
    return node.getStyleClass().contains("crumb-here");
  }

  /// What only scrolls up and down is as wide as it is seen.
  private void wider(ScrollPane scroll) {
    double seen = scroll.getViewportBounds().getWidth();
    double has = scroll.getContent().getLayoutBounds().getWidth();
    if (seen > 0 && has > seen + SLACK) {
      wrong.add("wider than is seen: %s %.0f of %.0f".formatted(path(scroll), has, seen));
    }
  }

  /// A control in a cell is cut without a sign of it.
  private void cutCell(TableCell<?, ?> cell) {
    Node graphic = cell.getGraphic();
    if (graphic != null
        && graphic.isVisible()
        && placed(graphic).getMaxX() > cell.getWidth() + SLACK) {
      wrong.add("cut: " + path(graphic));
    }
  }

  /// A cell that shows nothing now.
  private static boolean isInPool(Node node) {
    for (Node one = node; one != null; one = one.getParent()) {
      if (one instanceof IndexedCell<?> cell && cell.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private static boolean tells(Node node, String whole) {
    if (node.getParent() instanceof MonoId) {
      return true;
    }
    for (Node one = node; one != null; one = one.getParent()) {
      Object installed = one.getProperties().get("javafx.scene.control.Tooltip");
      if (installed instanceof Tooltip tooltip && tooltip.getText().contains(whole)) {
        return true;
      }
    }
    return false;
  }

  private void children(Region pane) {
    if (pane.getClip() != null || pane.getWidth() == 0 || pane.getHeight() == 0) {
      return;
    }
    List<Node> shown =
        pane.getChildrenUnmodifiable().stream()
            .filter(child -> child.isVisible() && child.isManaged())
            .toList();
    Bounds area = pane.getLayoutBounds();
    for (Node child : shown) {
      if (!holds(area, placed(child)) && !(child instanceof ScrollPane)) {
        wrong.add("sticks out: " + path(child) + " " + words(placed(child)) + " of " + words(area));
      }
    }
    if (pane instanceof StackPane) {
      return;
    }
    for (int i = 0; i < shown.size(); i++) {
      for (int j = i + 1; j < shown.size(); j++) {
        if (overlap(placed(shown.get(i)), placed(shown.get(j)))) {
          wrong.add("overlap: " + path(shown.get(i)) + " and " + path(shown.get(j)));
        }
      }
    }
  }

  /// Where it was put, without what it draws beyond.
  private static Bounds placed(Node node) {
    return node.localToParent(node.getLayoutBounds());
  }

  private static boolean holds(Bounds area, Bounds part) {
    return part.getMinX() >= area.getMinX() - SLACK
        && part.getMinY() >= area.getMinY() - SLACK
        && part.getMaxX() <= area.getMaxX() + SLACK
        && part.getMaxY() <= area.getMaxY() + SLACK;
  }

  private static boolean overlap(Bounds a, Bounds b) {
    return Math.min(a.getMaxX(), b.getMaxX()) - Math.max(a.getMinX(), b.getMinX()) > SLACK
        && Math.min(a.getMaxY(), b.getMaxY()) - Math.max(a.getMinY(), b.getMinY()) > SLACK;
  }

  private static String words(Bounds bounds) {
    return "%.0f,%.0f–%.0f,%.0f"
        .formatted(bounds.getMinX(), bounds.getMinY(), bounds.getMaxX(), bounds.getMaxY());
  }

  /// Where a node is, the nearest last.
  private static String path(Node node) {
    StringBuilder path = new StringBuilder();
    int steps = 0;
    for (Node one = node; one != null && steps < 6; one = one.getParent(), steps++) {
      String name =
          one.getId() != null
              ? "#" + one.getId()
              : one.getClass().getSimpleName() + one.getStyleClass();
      path.insert(0, steps == 0 ? name : name + " > ");
    }
    return path.toString();
  }
}
