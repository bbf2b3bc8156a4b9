package com.plexichat.backup.console.kit;

import java.nio.IntBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Scene;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/// The map of all shards, one cell each, in lanes. It is painted pixel by pixel, and only when
/// something changed; [ShardPlane] tells how the worst of many cells wins a pixel.
///
/// Wheel, pinch, + and − zoom, dragging pans, 0 and Home show all; the arrows move the selection
/// from cell to cell, Page Up and Down from lane to lane; Enter opens, Esc clears.
public final class ShardMapView extends Region {
  /// Cells that belong together, under one name.
  public record Lane(String name, int firstCell, int count) {}

  /// What a map shows: a value a cell, whether a higher one is worse, and the lanes in ascending
  /// order of their cells. The view keeps a copy.
  @SuppressWarnings("ArrayRecordComponent")
  public record Content(byte[] values, boolean worstWins, List<Lane> lanes) {
    /// Refuses lanes that overlap or reach beyond the values.
    public Content {
      long end = 0;
      for (Lane lane : lanes) {
        if (lane.firstCell() < end || lane.count() < 0) {
          throw new IllegalArgumentException("out of order: " + lane);
        }
        end = (long) lane.firstCell() + lane.count();
      }
      if (end > values.length) {
        throw new IllegalArgumentException("lanes end at " + end + " of " + values.length);
      }
      check(values);
      lanes = List.copyOf(lanes);
    }
  }

  /// What is said of a map: its name, a sentence from how many cells have each value, and what is
  /// known of one cell.
  public record Words(String name, Function<int[], String> counts, IntFunction<String> cell) {}

  private static final int NONE = -1;

  /// From one change in so many cells on, all is built anew.
  private static final int MANY = 64;

  private final ShardCamera camera = new ShardCamera();
  private final ShardPainter painter = new ShardPainter();
  private final ImageView image = new ImageView();
  private final ShardOverlay overlay = new ShardOverlay();
  private final ShardGestures gestures = new ShardGestures(this, camera);
  private final IntegerProperty selected = new SimpleIntegerProperty(this, "selected", NONE);
  private final ReadOnlyDoubleWrapper scale = new ReadOnlyDoubleWrapper(this, "scale", 1);
  private final ObservableValue<Number> pixelScale =
      sceneProperty()
          .flatMap(Scene::windowProperty)
          .flatMap(Window::renderScaleXProperty)
          .orElse(1.0);
  private ShardPalette palette = new ShardPalette(new int[0]);
  private Words words = new Words("", _ -> "", _ -> "");
  private IntConsumer open = _ -> {};
  private byte[] values = {};
  private boolean worstWins;
  private List<Lane> lanes = List.of();
  private ShardPlane plane = new ShardPlane(ShardLayout.of(List.of(), 1), false);
  private @Nullable BitSet highlight;
  private double aspect = 1.6;
  private @Nullable PixelBuffer<IntBuffer> buffer;
  private int[] pixels = {};
  private boolean old = true;
  private int paints;

  /// An empty map.
  public ShardMapView() {
    getStyleClass().add("shard-map");
    setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    setFocusTraversable(true);
    image.setSmooth(false);
    image.setMouseTransparent(true);
    // A ring about a cell at the edge reaches beyond it.
    Rectangle clip = new Rectangle(-ShardOverlay.BEYOND, -ShardOverlay.BEYOND, 0, 0);
    clip.widthProperty().bind(widthProperty().add(2 * ShardOverlay.BEYOND));
    clip.heightProperty().bind(heightProperty().add(2 * ShardOverlay.BEYOND));
    overlay.setClip(clip);
    getChildren().addAll(image, overlay);
    gestures.install();
    selected.addListener((_, _, _) -> {
      notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
      requestLayout();
    });
    pixelScale.addListener((_, _, _) -> repaint());
  }

  /// Shows other cells, all of them in view and none selected.
  public void show(Content content) {
    values = content.values().clone();
    worstWins = content.worstWins();
    lanes = content.lanes();
    highlight = null;
    overlay.lanes(lanes);
    selected.set(NONE);
    overlay.hover(NONE, "");
    arrange(aspect);
    repaint();
  }

  /// Shows other values of the same cells. Place, scale and selection stay.
  public void update(byte[] newValues) {
    if (newValues.length != values.length) {
      throw new IllegalArgumentException(newValues.length + " values for " + values.length);
    }
    check(newValues);
    int changes = 0;
    for (int lane = 0; lane < lanes.size(); lane++) {
      Lane cells = lanes.get(lane);
      for (int index = 0; index < cells.count(); index++) {
        int cell = cells.firstCell() + index;
        if (values[cell] != newValues[cell] && ++changes <= values.length / MANY) {
          plane.set(lane, index, newValues[cell]);
        }
      }
    }
    System.arraycopy(newValues, 0, values, 0, values.length);
    if (changes > values.length / MANY) {
      plane.fill(values);
    }
    if (changes > 0) {
      repaint();
    }
  }

  /// Sets the colours by value, opaque ARGB, and the values that are hatched.
  public void palette(int[] argb, int... hatched) {
    palette = new ShardPalette(argb, hatched);
    repaint();
  }

  /// Dims all cells but these.
  public void highlight(BitSet cells) {
    dim((BitSet) cells.clone());
  }

  /// Dims no cell any more.
  public void highlightAll() {
    dim(null);
  }

  /// Sets what is said of the map and its cells.
  public void words(Words words) {
    this.words = words;
  }

  /// Sets what happens when a cell is opened.
  public void onOpen(IntConsumer action) {
    open = action;
  }

  /// The cell that is selected, or -1.
  public IntegerProperty selectedProperty() {
    return selected;
  }

  /// Pixels a cell.
  public ReadOnlyDoubleProperty scaleProperty() {
    return scale.getReadOnlyProperty();
  }

  /// Selects a cell and moves it into view.
  public void select(int cell) {
    int lane = arrangement().laneOf(cell);
    selected.set(lane < 0 ? NONE : cell);
    if (lane >= 0) {
      int index = cell - arrangement().lane(lane).firstCell();
      camera.reveal(arrangement().x(lane, index), arrangement().y(lane, index));
      repaint();
    }
  }

  /// Brings all cells into view.
  public void fit() {
    gestures.rest();
    camera.fit();
    repaint();
  }

  /// Zooms in about the middle.
  public void zoomIn() {
    gestures.zoomStep(1);
  }

  /// Zooms out about the middle.
  public void zoomOut() {
    gestures.zoomStep(-1);
  }

  /// The cell at a place of this node, or -1.
  public int cellAt(double x, double y) {
    double column = camera.column(x - image.getLayoutX());
    return column < 0
        ? NONE
        : arrangement().cellAt((int) column, (int) Math.floor(camera.row(y - image.getLayoutY())));
  }

  @Override
  public Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
    if (attribute != AccessibleAttribute.TEXT) {
      return super.queryAccessibleAttribute(attribute, parameters);
    }
    int[] counts = new int[ShardPlane.GREATEST + 1];
    for (Lane lane : lanes) {
      for (int cell = lane.firstCell(); cell < lane.firstCell() + lane.count(); cell++) {
        counts[values[cell]]++;
      }
    }
    String all = words.name() + ". " + words.counts().apply(counts);
    return selected.get() < 0 ? all : all + ". " + words.cell().apply(selected.get());
  }

  ShardLayout arrangement() {
    return plane.layout();
  }

  ShardCamera camera() {
    return camera;
  }

  /// How many pixels of the view lie left of the cells.
  double gutter() {
    return image.getLayoutX();
  }

  void open() {
    if (selected.get() >= 0) {
      open.accept(selected.get());
    }
  }

  /// Tells what is under the pointer, at a place of this node.
  void hover(double x, double y) {
    int cell = cellAt(x, y);
    overlay.pointer(x, y);
    if (cell != overlay.hovered()) {
      overlay.hover(cell, cell < 0 ? "" : words.cell().apply(cell));
    }
    overlay.place(arrangement(), camera, selected.get());
  }

  void unhover() {
    overlay.hover(NONE, "");
    overlay.place(arrangement(), camera, selected.get());
  }

  /// Paints with the next pulse.
  void repaint() {
    old = true;
    requestLayout();
  }

  /// How often this was painted.
  int paints() {
    return paints;
  }

  /// How many bytes the cells and the picture of them take.
  long bytes() {
    return values.length + plane.bytes() + 4L * pixels.length;
  }

  @Override
  protected double computePrefWidth(double height) {
    return 640;
  }

  @Override
  protected double computePrefHeight(double width) {
    return 400;
  }

  @Override
  protected void layoutChildren() {
    double gutter = overlay.gutter(getWidth());
    double width = getWidth() - gutter;
    double height = getHeight();
    if (width < 1 || height < 1) {
      return;
    }
    boolean wasFit = camera.isFit();
    camera.view(width, height);
    if (wasFit && Math.abs(width / height / aspect - 1) > 1e-3) {
      arrange(width / height);
    } else if (wasFit) {
      camera.fit();
    }
    double density = pixelScale.getValue().doubleValue();
    overlay.density(density);
    int across = (int) Math.ceil(width * density);
    int down = (int) Math.ceil(height * density);
    if (old || buffer == null || buffer.getWidth() != across || buffer.getHeight() != down) {
      image.relocate(gutter, 0);
      paint(across, down, density);
    }
    overlay.resizeRelocate(0, 0, getWidth(), height);
    overlay.place(arrangement(), camera, selected.get());
  }

  private void arrange(double newAspect) {
    aspect = newAspect;
    plane = new ShardPlane(ShardLayout.of(lanes, aspect), worstWins);
    plane.highlight(highlight);
    plane.fill(values);
    camera.plane(arrangement().width(), arrangement().height());
    camera.fit();
    old = true;
  }

  private void paint(int across, int down, double density) {
    if (buffer == null || buffer.getWidth() != across || buffer.getHeight() != down) {
      pixels = new int[across * down];
      buffer =
          new PixelBuffer<>(
              across, down, IntBuffer.wrap(pixels), PixelFormat.getIntArgbPreInstance());
      image.setImage(new WritableImage(buffer));
    }
    image.setFitWidth(across / density);
    image.setFitHeight(down / density);
    ShardPainter.View view =
        new ShardPainter.View(
            camera.left(),
            camera.top(),
            camera.scale() * density,
            across,
            down,
            Math.max(1, (int) Math.round(density)));
    painter.paint(plane, palette, view, pixels);
    buffer.updateBuffer(_ -> null);
    scale.set(camera.scale());
    old = false;
    paints++;
  }

  private static void check(byte[] values) {
    for (byte value : values) {
      if (value < 0 || value > ShardPlane.GREATEST) {
        throw new IllegalArgumentException("value " + value);
      }
    }
  }

  private void dim(@Nullable BitSet bright) {
    highlight = bright;
    plane.highlight(bright);
    plane.fill(values);
    repaint();
  }
}
