package com.plexichat.backup.console.kit;

import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.input.ZoomEvent;

/// Keys, mouse, wheel and touch of a shard map.
final class ShardGestures {
  private static final double STEP = 1.5;

  /// How much one unit of the wheel zooms; a notch is 40 of them.
  private static final double WHEEL = 0.006;

  /// The pointer may move so far in a click.
  private static final double STILL_PX = 4;

  private final ShardMapView view;
  private final ShardCamera camera;
  private final Glide glide = new Glide();
  private double lastX;
  private double lastY;
  private boolean pans;

  ShardGestures(ShardMapView view, ShardCamera camera) {
    this.view = view;
    this.camera = camera;
  }

  void install() {
    view.setOnMousePressed(this::press);
    view.setOnMouseDragged(this::drag);
    view.setOnMouseClicked(this::click);
    view.setOnMouseMoved(event -> view.hover(event.getX(), event.getY()));
    view.setOnMouseExited(_ -> view.unhover());
    view.setOnScroll(this::scroll);
    view.setOnZoom(this::pinch);
    view.setOnKeyPressed(this::key);
  }

  /// Zooms by a step about the middle of the view.
  void zoomStep(int steps) {
    glide.by(Math.pow(STEP, steps), (view.getWidth() - view.gutter()) / 2, view.getHeight() / 2);
  }

  /// Stops moving.
  void rest() {
    glide.stop();
    glide.goal = 0;
  }

  private void press(MouseEvent event) {
    view.requestFocus();
    lastX = event.getX();
    lastY = event.getY();
    pans = false;
  }

  private void drag(MouseEvent event) {
    double x = event.getX() - lastX;
    double y = event.getY() - lastY;
    if (!pans && Math.hypot(x, y) < STILL_PX) {
      return;
    }
    pans = true;
    rest();
    camera.pan(x, y);
    lastX = event.getX();
    lastY = event.getY();
    view.unhover();
    view.repaint();
  }

  private void click(MouseEvent event) {
    if (pans || event.getButton() != MouseButton.PRIMARY) {
      return;
    }
    int cell = view.cellAt(event.getX(), event.getY());
    view.selectedProperty().set(cell);
    if (event.getClickCount() == 2) {
      view.open();
    }
  }

  private void scroll(ScrollEvent event) {
    glide.by(Math.exp(event.getDeltaY() * WHEEL), event.getX() - view.gutter(), event.getY());
    event.consume();
  }

  private void pinch(ZoomEvent event) {
    rest();
    camera.zoom(camera.scale() * event.getZoomFactor(), event.getX() - view.gutter(), event.getY());
    view.repaint();
    event.consume();
  }

  private void key(KeyEvent event) {
    if (event.isControlDown() || event.isAltDown() || event.isMetaDown()) {
      return;
    }
    boolean used = true;
    switch (event.getCode()) {
      case LEFT -> step(-1);
      case RIGHT -> step(1);
      case UP -> row(-1);
      case DOWN -> row(1);
      case PAGE_UP -> lane(-1);
      case PAGE_DOWN -> lane(1);
      case PLUS, ADD, EQUALS -> zoomStep(1);
      case MINUS, SUBTRACT -> zoomStep(-1);
      case HOME, DIGIT0, NUMPAD0 -> view.fit();
      case ENTER -> view.open();
      case ESCAPE -> {
        used = view.selectedProperty().get() >= 0;
        view.selectedProperty().set(-1);
      }
      default -> used = false;
    }
    if (used) {
      event.consume();
    }
  }

  private void step(int by) {
    int cell = view.selectedProperty().get();
    ShardLayout layout = view.arrangement();
    int lane = layout.laneOf(cell);
    if (lane < 0) {
      start();
    } else if (layout.laneOf(cell + by) == lane) {
      view.select(cell + by);
    } else {
      int next = fullLane(lane, by);
      if (next >= 0) {
        view.select(layout.lane(next).firstCell() + (by > 0 ? 0 : layout.lane(next).count() - 1));
      }
    }
  }

  private void row(int by) {
    ShardLayout layout = view.arrangement();
    int cell = view.selectedProperty().get();
    int lane = layout.laneOf(cell);
    if (lane < 0) {
      start();
      return;
    }
    int index = cell - layout.lane(lane).firstCell();
    int x = layout.x(lane, index);
    for (int y = layout.y(lane, index) + by; y >= 0 && y < layout.height(); y += by) {
      int found = layout.cellAt(x, y);
      if (found >= 0) {
        view.select(found);
        return;
      }
    }
  }

  private void lane(int by) {
    int lane = view.arrangement().laneOf(view.selectedProperty().get());
    if (lane < 0) {
      start();
      return;
    }
    int next = fullLane(lane, by);
    if (next >= 0) {
      view.select(view.arrangement().lane(next).firstCell());
    }
  }

  /// The next lane in a direction that has cells, or -1.
  private int fullLane(int lane, int by) {
    int next = lane + by;
    while (next >= 0 && next < view.arrangement().lanes()) {
      if (view.arrangement().lane(next).count() > 0) {
        return next;
      }
      next += by;
    }
    return -1;
  }

  /// Selects the first cell in view, or the first of all.
  private void start() {
    int cell = view.arrangement().cellAt((int) camera.left(), (int) camera.top());
    int lane = fullLane(-1, 1);
    if (cell >= 0) {
      view.select(cell);
    } else if (lane >= 0) {
      view.select(view.arrangement().lane(lane).firstCell());
    }
  }

  /// Zooms smoothly to a goal. It runs only while it moves.
  private final class Glide extends AnimationTimer {
    private static final double NANOS_A_THIRD = 70e6;
    private static final double THERE = 1e-3;
    private double goal;
    private double x;
    private double y;
    private long before;

    void by(double factor, double atX, double atY) {
      double from = goal > 0 ? goal : camera.scale();
      goal = Math.clamp(from * factor, camera.fitting(), ShardCamera.CLOSEST);
      x = atX;
      y = atY;
      if (Platform.getPreferences().isReducedMotion()) {
        move(goal);
      } else {
        start();
      }
    }

    @Override
    public void start() {
      before = 0;
      super.start();
    }

    @Override
    public void handle(long now) {
      double part = before == 0 ? 0.2 : 1 - Math.exp((before - now) / NANOS_A_THIRD);
      before = now;
      double next = camera.scale() * Math.pow(goal / camera.scale(), part);
      move(Math.abs(goal / next - 1) < THERE ? goal : next);
    }

    private void move(double scale) {
      camera.zoom(scale, x, y);
      view.repaint();
      if (scale == goal) {
        rest();
      }
    }
  }
}
