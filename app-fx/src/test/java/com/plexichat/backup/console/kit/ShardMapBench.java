package com.plexichat.backup.console.kit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.console.kit.ShardMapView.Content;
import com.plexichat.backup.console.kit.ShardMapView.Lane;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How long a shard map of a million cells takes to open and to paint, and what it keeps. Run by
/// name; it is no test of the normal run.
@Tag("bench")
class ShardMapBench {
  private static final int CELLS = 1_000_000;
  private static final int FRAMES = 200;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private Shown shown;

  @BeforeEach
  void open() throws TimeoutException {
    shown = Shown.open();
  }

  @AfterEach
  void close() throws TimeoutException {
    Shown.close();
  }

  @ParameterizedTest
  @CsvSource({"1280, 800, 1", "1280, 800, 96", "2560, 1440, 1", "2560, 1440, 96"})
  void figures(int width, int height, int lanes) {
    byte[] values = values();
    Content content = new Content(values, true, lanes(lanes));
    ShardMapView view = Shown.onFx(ShardMapView::new);
    Scene scene = Shown.onFx(() -> new Scene(new StackPane(view), width, height));
    shown.robot.interact(() -> shown.theme.dress(scene));
    shown.robot.interact(() -> view.palette(Shown.palette(true), 1));
    shown.robot.interact(() -> scene.snapshot(null));
    double open = Shown.onFx(() -> opening(scene, view, content));
    List<Paint> frames = new ArrayList<>();
    List<Double> snapshots = new ArrayList<>();
    for (int frame = 0; frame < FRAMES; frame++) {
      int now = frame;
      frames.add(Shown.onFx(() -> painting(view, now, width, height)));
    }
    for (int frame = 0; frame < 20; frame++) {
      int now = frame * 10;
      snapshots.add(
          Shown.onFx(() -> {
            painting(view, now, width, height);
            long start = System.nanoTime();
            scene.snapshot(null);
            return (System.nanoTime() - start) / 1e6;
          }));
    }
    values[5] = 6;
    double update =
        Shown.onFx(() -> {
          long start = System.nanoTime();
          view.update(values);
          view.layout();
          return (System.nanoTime() - start) / 1e6;
        });
    List<Double> paints = frames.stream().map(Paint::wall).toList();
    System.out.printf(
        "%d×%d, %d lanes: open %.0f ms, paint median %.2f ms, 95 %% %.2f ms, worst %.2f ms"
            + " (thread's own time median %.2f ms); whole frame in software %.0f ms; update of one"
            + " cell %.1f ms; keeps %.1f MB of which picture %.1f MB%n",
        width,
        height,
        lanes,
        open,
        part(paints, 0.5),
        part(paints, 0.95),
        part(paints, 1),
        part(frames.stream().map(Paint::worked).toList(), 0.5),
        part(snapshots, 0.5),
        update,
        view.bytes() / 1e6,
        4e-6 * width * height);
    assertTrue(part(paints, 0.5) < 100);
  }

  /// From the call to the end of the first whole frame.
  private static double opening(Scene scene, ShardMapView view, Content content) {
    long start = System.nanoTime();
    view.show(content);
    scene.snapshot(null);
    return (System.nanoTime() - start) / 1e6;
  }

  /// What one frame cost, in milliseconds.
  ///
  /// @param wall by the clock on the wall
  /// @param worked that its thread worked, which does not depend on what else the machine does
  private record Paint(double wall, double worked) {}

  /// One frame of a tour that zooms in to cells, pans, and zooms out.
  private static Paint painting(ShardMapView view, int frame, int width, int height) {
    double zoom = Math.exp(Math.sin(frame * Math.PI / FRAMES) * Math.log(24));
    ShardCamera camera = view.camera();
    camera.fit();
    camera.zoom(camera.fitting() * zoom, width * 0.6, height * 0.4);
    camera.pan(Math.sin(frame * 0.3) * 200, Math.cos(frame * 0.2) * 100);
    view.repaint();
    long start = System.nanoTime();
    long worked = THREADS.getCurrentThreadCpuTime();
    view.layout();
    double cpu = (THREADS.getCurrentThreadCpuTime() - worked) / 1e6;
    return new Paint((System.nanoTime() - start) / 1e6, cpu);
  }

  private static double part(List<Double> millis, double part) {
    double[] sorted = millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted[Math.min(sorted.length - 1, (int) (part * sorted.length))];
  }

  private static List<Lane> lanes(int count) {
    List<Lane> lanes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lanes.add(new Lane("peer-" + i, i * (CELLS / count), CELLS / count));
    }
    return lanes;
  }

  private static byte[] values() {
    byte[] values = new byte[CELLS];
    Random random = new Random(7);
    for (int i = 0; i < CELLS / 20; i++) {
      values[random.nextInt(CELLS)] = (byte) random.nextInt(7);
    }
    return values;
  }
}
