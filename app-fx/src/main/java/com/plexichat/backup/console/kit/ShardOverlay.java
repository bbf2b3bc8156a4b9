package com.plexichat.backup.console.kit;

import com.plexichat.backup.console.kit.ShardMapView.Lane;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;

/// What lies over the picture of a shard map: names of lanes, rings about the selected cell and the
/// one under the pointer, and what is known of that one.
final class ShardOverlay extends Pane {
  /// How far a ring reaches beyond its cell.
  static final double BEYOND = 2;

  private static final double WIDEST_GUTTER = 160;
  private static final double GAP = 8;

  /// Rings are drawn about cells of at least this size, or about a larger square.
  private static final double SMALLEST_RING = 8;

  private final Label probe = name();
  private final Region selection = ring("cell-selected");
  private final Region hover = ring("cell-hovered");
  private final Label tip = new Label();
  private final List<Label> names = new ArrayList<>();
  private List<Lane> lanes = List.of();
  private double measuredSize;
  private double gutter;
  private double density = 1;
  private int hovered = -1;
  private double pointerX;
  private double pointerY;
  private int used;

  ShardOverlay() {
    setMouseTransparent(true);
    setManaged(false);
    probe.setVisible(false);
    tip.getStyleClass().add("map-tip");
    tip.setManaged(false);
    tip.setVisible(false);
    getChildren().addAll(probe, hover, selection, tip);
  }

  /// Sets the lanes whose names are shown.
  void lanes(List<Lane> newLanes) {
    lanes = newLanes;
    measuredSize = 0;
  }

  /// The room that names of stacked lanes take at the left: whole pixels of the screen, because the
  /// picture begins there.
  double gutter(double width) {
    double size = probe.getFont().getSize();
    if (size != measuredSize) {
      measuredSize = size;
      gutter = 0;
      boolean stacked = lanes.size() > 1 && ShardLayout.of(lanes, 1).isStack();
      for (Lane lane : stacked ? lanes : List.<Lane>of()) {
        probe.setText(lane.name());
        gutter = Math.max(gutter, probe.prefWidth(-1));
      }
      gutter = gutter == 0 ? 0 : Math.ceil(Math.min(gutter, WIDEST_GUTTER)) + GAP;
    }
    return snapPositionX(Math.min(gutter, width / 3));
  }

  /// Sets how many pixels of the screen one of the toolkit's is wide.
  void density(double pixels) {
    density = pixels;
  }

  int hovered() {
    return hovered;
  }

  void pointer(double x, double y) {
    pointerX = x;
    pointerY = y;
  }

  void hover(int cell, String text) {
    hovered = cell;
    tip.setText(text);
  }

  /// Puts all in its place.
  void place(ShardLayout layout, ShardCamera camera, int selected) {
    ring(selection, selected, layout, camera);
    ring(hover, camera.scale() < ShardPainter.GAPS_FROM ? -1 : hovered, layout, camera);
    used = 0;
    if (layout.isStack() && gutter > 0) {
      nameStack(layout, camera);
    } else if (layout.hasHeads()) {
      nameShelves(layout, camera);
    }
    for (int i = used; i < names.size(); i++) {
      names.get(i).setVisible(false);
    }
    placeTip();
  }

  private void ring(Region ring, int cell, ShardLayout layout, ShardCamera camera) {
    int lane = layout.laneOf(cell);
    ring.setVisible(lane >= 0);
    if (lane < 0) {
      return;
    }
    int index = cell - layout.lane(lane).firstCell();
    double scale = camera.scale();
    double gap = ShardPainter.gap(scale * density) / density;
    double size = Math.max(SMALLEST_RING, scale - gap + 2 * BEYOND);
    ring.setVisible(layout.x(lane, index) + 1 > camera.left());
    double x = gutterNow() + (layout.x(lane, index) - camera.left()) * scale + (scale - gap) / 2;
    double y = (layout.y(lane, index) - camera.top()) * scale + (scale - gap) / 2;
    ring.resizeRelocate(
        snapPositionX(x - size / 2),
        snapPositionY(y - size / 2),
        snapSpaceX(size),
        snapSpaceY(size));
  }

  private void nameStack(ShardLayout layout, ShardCamera camera) {
    double height = probe.prefHeight(-1);
    double free = 0;
    for (int lane = 0; lane < layout.lanes(); lane++) {
      double top = (layout.laneTop(lane) - camera.top()) * camera.scale();
      double bottom = top + layout.laneRows(lane) * camera.scale();
      double y =
          bottom - top < height
              ? (top + bottom - height) / 2
              : Math.min(Math.max(top, 0), bottom - height);
      if (bottom > 0 && top < getHeight() && y >= free && y + height <= getHeight()) {
        put(layout.lane(lane).name(), 0, y, gutterNow() - GAP);
        free = y + height;
      }
    }
  }

  private void nameShelves(ShardLayout layout, ShardCamera camera) {
    double scale = camera.scale();
    if (scale < probe.prefHeight(-1)) {
      return;
    }
    int rows = (int) Math.ceil(camera.row(getHeight()));
    int columns = (int) Math.ceil(camera.column(getWidth()));
    int pitch = layout.blockWidth() + 1;
    for (int y = (int) camera.top(); y < rows; y++) {
      for (int x = (int) camera.left() / pitch * pitch; x < columns; x += pitch) {
        int lane = layout.laneAt(x, y + 1);
        if (lane >= 0 && layout.laneTop(lane) == y + 1) {
          double top = (y + 1 - camera.top()) * scale - probe.prefHeight(-1);
          put(
              layout.lane(lane).name(),
              (x - camera.left()) * scale,
              top,
              layout.blockWidth() * scale);
        }
      }
    }
  }

  private void put(String text, double x, double y, double width) {
    if (used == names.size()) {
      names.add(name());
      getChildren().addFirst(names.getLast());
    }
    Label label = names.get(used++);
    label.setText(text);
    label.setVisible(true);
    label.resizeRelocate(
        snapPositionX(x), snapPositionY(y), Math.max(0, snapSizeX(width)), label.prefHeight(-1));
  }

  private void placeTip() {
    tip.setVisible(hovered >= 0 && !tip.getText().isEmpty());
    if (tip.isVisible()) {
      double width = tip.prefWidth(-1);
      double height = tip.prefHeight(-1);
      double x = pointerX + 16;
      double y = pointerY + 20;
      tip.resizeRelocate(
          snapPositionX(x + width > getWidth() ? Math.max(0, pointerX - 8 - width) : x),
          snapPositionY(y + height > getHeight() ? Math.max(0, pointerY - 8 - height) : y),
          Math.min(width, getWidth()),
          height);
    }
  }

  private double gutterNow() {
    return snapPositionX(Math.min(gutter, getWidth() / 3));
  }

  private static Region ring(String styleClass) {
    Region ring = new Region();
    ring.getStyleClass().addAll("cell-ring", styleClass);
    ring.setManaged(false);
    ring.setVisible(false);
    return ring;
  }

  private static Label name() {
    Label label = new Label();
    label.getStyleClass().add("lane-name");
    label.setManaged(false);
    return label;
  }
}
