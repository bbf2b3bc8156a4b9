package com.plexichat.backup.console.kit;

import com.plexichat.backup.console.state.Health;
import eu.hansolo.fx.countries.Country;
import eu.hansolo.fx.countries.tools.Constants;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.shape.Line;
import javafx.scene.shape.Rectangle;
import javafx.scene.shape.SVGPath;
import javafx.scene.transform.Scale;

/// The world, flat and quiet, with a mark where something is. What has no place is not put
/// anywhere: it stands in a tray below the map.
public final class WorldMap extends Region {
  /// Something to mark: its name and how many it is, in words, its state and its place if known.
  public record Point(String label, String figure, Health health, Optional<Regions.Place> place) {}

  /// What of the world is shown: no one keeps backups nearer to a pole.
  private static final double NORTH = 77;

  private static final double SOUTH = -56;
  private static final double GAP = 4;

  private final SVGPath land = new SVGPath();
  private final Scale zoom = new Scale();
  private final Pane marks = new Pane();
  private final Rectangle clip = new Rectangle();
  private final Pane world = new Pane(land);
  private final FlowPane tray = new FlowPane(8, 8);
  private final Label trayTitle = new Label();
  private final List<Mark> placed = new ArrayList<>();
  private Consumer<Point> open = _ -> {};

  /// A map with a name for screen readers and a title for the tray of what has no place.
  public WorldMap(String name, String unknown) {
    getStyleClass().add("world-map");
    setAccessibleRole(AccessibleRole.PARENT);
    setAccessibleText(name);
    setMinSize(0, 0);
    setPrefSize(560, 320);
    land.setContent(Land.PATH);
    land.getStyleClass().add("land");
    land.getTransforms().add(zoom);
    land.setManaged(false);
    land.setCache(true);
    world.setClip(clip);
    world.setMouseTransparent(true);
    trayTitle.setText(unknown);
    trayTitle.getStyleClass().addAll("note", "small");
    getChildren().addAll(world, marks, tray);
  }

  /// Marks these in place of what was marked.
  public WorldMap show(List<Point> points) {
    placed.clear();
    marks.getChildren().clear();
    tray.getChildren().setAll(trayTitle);
    for (Point point : points) {
      StateBadge badge = badge(point);
      if (point.place().isPresent()) {
        badge.setManaged(false);
        placed.add(new Mark(point.place().get(), point.health(), badge));
      } else {
        tray.getChildren().add(badge);
      }
    }
    placed.sort(Comparator.comparing(Mark::health).reversed());
    for (Mark mark : placed.reversed()) {
      marks.getChildren().addAll(mark.line, mark.dot);
    }
    placed.forEach(mark -> marks.getChildren().add(mark.badge));
    tray.setVisible(tray.getChildren().size() > 1);
    requestLayout();
    return this;
  }

  /// Sets what happens when a mark is opened.
  public WorldMap onOpen(Consumer<Point> action) {
    open = action;
    return this;
  }

  private StateBadge badge(Point point) {
    StateBadge badge = new StateBadge(point.health(), point.label() + " · " + point.figure());
    badge.getStyleClass().add("map-badge");
    badge.setFocusTraversable(true);
    badge.setAccessibleRole(AccessibleRole.BUTTON);
    badge.setOnMouseClicked(_ -> {
      badge.requestFocus();
      open.accept(point);
    });
    badge.setOnKeyPressed(event -> {
      if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
        open.accept(point);
        event.consume();
      }
    });
    return badge;
  }

  @Override
  protected void layoutChildren() {
    double below = tray.isVisible() ? tray.prefHeight(getWidth()) : 0;
    tray.resizeRelocate(0, getHeight() - below, getWidth(), below);
    double height = Math.max(1, getHeight() - (below > 0 ? below + 2 * GAP : 0));
    double top = y(NORTH);
    double scale = Math.min(getWidth() / Constants.MAP_WIDTH, height / (y(SOUTH) - top));
    double left = (getWidth() - Constants.MAP_WIDTH * scale) / 2;
    double upper = (height - (y(SOUTH) - top) * scale) / 2;
    zoom.setX(scale);
    zoom.setY(scale);
    land.setStrokeWidth(0.6 / scale);
    land.relocate(0, 0);
    land.setLayoutX(left);
    land.setLayoutY(upper - top * scale);
    clip.setY(upper);
    clip.setWidth(getWidth());
    clip.setHeight((y(SOUTH) - top) * scale);
    world.resizeRelocate(0, 0, getWidth(), height);
    marks.resizeRelocate(0, 0, getWidth(), height);
    List<Bounds> taken = new ArrayList<>();
    for (Mark mark : placed) {
      double x = left + x(mark.place.longitude()) * scale;
      double y = upper + (y(mark.place.latitude()) - top) * scale;
      double size = mark.dot.prefWidth(-1);
      mark.dot.resizeRelocate(x - size / 2, y - size / 2, size, size);
      Bounds free = freeBeside(x, y, height, mark.badge, taken);
      taken.add(free);
      mark.badge.resizeRelocate(
          Math.rint(free.getMinX()), Math.rint(free.getMinY()), free.getWidth(), free.getHeight());
      mark.line.setStartX(x);
      mark.line.setStartY(y);
      mark.line.setEndX(free.getMinX() > x ? free.getMinX() + GAP : free.getMaxX() - GAP);
      mark.line.setEndY(free.getCenterY());
    }
  }

  /// The nearest room for a badge right or left of a place that no other has taken.
  private Bounds freeBeside(double x, double y, double height, Region badge, List<Bounds> taken) {
    double width = badge.prefWidth(-1);
    double high = badge.prefHeight(-1);
    double pitch = high + GAP / 2;
    for (int step = 0; step * pitch < height; step++) {
      for (int side : new int[] {1, -1}) {
        for (int way : new int[] {1, -1}) {
          double left = side > 0 ? x + 2 * GAP : x - 2 * GAP - width;
          Bounds room = new BoundingBox(left, y - high / 2 + way * step * pitch, width, high);
          boolean inside =
              left >= 0
                  && room.getMaxX() <= getWidth()
                  && room.getMinY() >= 0
                  && room.getMaxY() <= height;
          if (inside && taken.stream().noneMatch(room::intersects)) {
            return room;
          }
        }
      }
    }
    return new BoundingBox(x + 2 * GAP, y - high / 2, width, high);
  }

  /// The column of a longitude in the drawing of the land.
  static double x(double longitude) {
    return (longitude + 180) / 360 * Constants.MAP_WIDTH + Constants.MAP_OFFSET_X;
  }

  /// The row of a latitude in the drawing of the land, which is Mercator's.
  static double y(double latitude) {
    double mercator = Math.log(Math.tan(Math.PI / 4 + Math.toRadians(latitude) / 2));
    return Constants.MAP_HEIGHT / 2
        - Constants.MAP_WIDTH * mercator / (2 * Math.PI)
        + Constants.MAP_OFFSET_Y;
  }

  /// All countries as one path, read once: one shape is drawn faster than two hundred.
  private static final class Land {
    static final String PATH = path();

    private Land() {}

    private static String path() {
      Properties countries = new Properties();
      try (InputStream in =
          Objects.requireNonNull(
              Country.class.getResourceAsStream("/" + Constants.LORES_PROPERTIES))) {
        countries.load(in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return countries.values().stream().map(Object::toString).collect(Collectors.joining(" "));
    }
  }

  /// What is drawn for one point.
  private record Mark(Regions.Place place, Health health, Region dot, Line line, Region badge) {
    Mark(Regions.Place place, Health health, Region badge) {
      Region dot = new Region();
      dot.getStyleClass().addAll("swatch", "map-dot");
      HealthColours.mark(dot, health);
      dot.setManaged(false);
      Line line = new Line();
      line.getStyleClass().add("map-line");
      line.setManaged(false);
      this(place, health, dot, line, badge);
    }
  }
}
