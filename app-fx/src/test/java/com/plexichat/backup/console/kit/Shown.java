package com.plexichat.backup.console.kit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.console.Picture;
import com.plexichat.backup.console.state.Health;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.application.Platform;
import javafx.geometry.Point2D;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// One window with one theme, for tests that look at controls.
final class Shown {
  final FxRobot robot = new FxRobot();
  final Theme theme;
  final Stage stage;

  /// What is unknown is worse than what is well.
  private static final List<Health> CELLS =
      List.of(
          Health.OK,
          Health.UNKNOWN,
          Health.WORKING,
          Health.REPAIRING,
          Health.DEGRADED,
          Health.AT_RISK,
          Health.LOST);

  private Shown(Theme theme, Stage stage) {
    this.theme = theme;
    this.stage = stage;
  }

  static Shown open() throws TimeoutException {
    Stage stage = FxToolkit.registerPrimaryStage();
    return new Shown(onFx(Theme::new), stage);
  }

  static void close() throws TimeoutException {
    FxToolkit.cleanupStages();
  }

  /// Shows a node in a window of this size.
  void show(Parent root, double width, double height) {
    robot.interact(() -> {
      Scene scene = new Scene(root, width, height);
      theme.dress(scene);
      stage.setScene(scene);
      stage.sizeToScene();
      stage.show();
    });
    settle();
  }

  /// Waits until what was changed is laid out.
  void settle() {
    WaitForAsyncUtils.waitForFxEvents();
    robot.interact(() -> {
      stage.getScene().getRoot().applyCss();
      stage.getScene().getRoot().layout();
    });
  }

  /// Waits until two more pulses were made.
  void nextPulses() {
    CountDownLatch pulses = new CountDownLatch(2);
    Runnable pulse =
        () -> {
          pulses.countDown();
          Platform.requestNextPulse();
        };
    robot.interact(() -> stage.getScene().addPostLayoutPulseListener(pulse));
    robot.interact(Platform::requestNextPulse);
    try {
      assertTrue(pulses.await(10, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    robot.interact(() -> stage.getScene().removePostLayoutPulseListener(pulse));
  }

  WritableImage snapshot() {
    settle();
    return onFx(() -> stage.getScene().snapshot(null));
  }

  Path screenshot(String name) {
    return Picture.write(name, snapshot());
  }

  /// The value of a cell of this state in a shard map with [#palette].
  static byte cell(Health health) {
    return (byte) CELLS.indexOf(health);
  }

  static int[] palette(boolean dark) {
    return CELLS.stream().mapToInt(health -> HealthColours.argb(health, dark)).toArray();
  }

  static <T> T onFx(Callable<T> call) {
    return WaitForAsyncUtils.waitForAsyncFx(30_000, call);
  }

  /// A place near by that is the same cell a pixel further on each side: pointers stand on whole
  /// pixels of the screen.
  static Point2D inside(ShardMapView view, Point2D near) {
    return onFx(() -> {
      for (int step = 0; step < 12; step++) {
        double x = near.getX() + step;
        double y = near.getY() + step;
        int cell = view.cellAt(x, y);
        if (cell == view.cellAt(x - 1, y - 1) && cell == view.cellAt(x + 1, y + 1)) {
          return new Point2D(x, y);
        }
      }
      return near;
    });
  }
}
