package com.plexichat.backup.console.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.console.kit.ShardMapView.Content;
import com.plexichat.backup.console.kit.ShardMapView.Lane;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.StackPane;
import javafx.scene.transform.Transform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The map on screens whose pixels are smaller than the toolkit's.
class ShardMapScaleTest {
  private static final int FINE = 0xff104020;
  private static final int LOST = 0xffff3030;
  private static final int BEHIND = 0xff010203;
  private static final int CELLS = 1_200;

  private final byte[] values = new byte[CELLS];
  private Shown shown;
  private ShardMapView view;

  @BeforeEach
  void open() throws TimeoutException {
    for (int cell = 0; cell < CELLS; cell++) {
      values[cell] = (byte) (cell % 3 == 0 ? 1 : 0);
    }
    shown = Shown.open();
    view = Shown.onFx(ShardMapView::new);
    List<Lane> lanes =
        List.of(
            new Lane("bronze", 0, 500), new Lane("silver", 500, 300), new Lane("wide", 800, 400));
    shown.robot.interact(() -> {
      view.palette(new int[] {FINE, LOST});
      view.show(new Content(values, true, lanes));
    });
  }

  @AfterEach
  void close() throws TimeoutException {
    shown.robot.interact(() -> scale(1));
    Shown.close();
  }

  private void show(double scale) {
    StackPane root = new StackPane(view);
    root.setStyle("-fx-background-color: #010203");
    shown.show(root, 401, 303);
    // A window takes the scale of its screen when it is shown.
    shown.robot.interact(() -> scale(scale));
    shown.nextPulses();
  }

  private void scale(double scale) {
    shown.stage.setRenderScaleX(scale);
    shown.stage.setRenderScaleY(scale);
  }

  private ImageView cells() {
    return (ImageView) view.lookup("ImageView");
  }

  /// What the screen shows, pixel by pixel.
  private WritableImage screen(double scale) {
    shown.settle();
    return Shown.onFx(() -> {
      SnapshotParameters parameters = new SnapshotParameters();
      parameters.setTransform(Transform.scale(scale, scale));
      return shown.stage.getScene().getRoot().snapshot(parameters, null);
    });
  }

  /// The pixels that the picture of the cells covers.
  private Bounds pixels(double scale) {
    return Shown.onFx(() ->
        Transform.scale(scale, scale).transform(cells().localToScene(cells().getBoundsInLocal())));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 1.25, 1.5, 1.75, 2, 3})
  void eachPixelOfTheScreenShowsOneCellWhole(double scale) {
    show(scale);
    PixelReader screen = screen(scale).getPixelReader();
    Bounds pixels = pixels(scale);
    Set<String> mixed = new TreeSet<>();
    for (int y = (int) pixels.getMinY(); y < 303 * scale - 1; y++) {
      for (int x = (int) Math.ceil(pixels.getMinX() - 0.01); x < 401 * scale - 1; x++) {
        int argb = screen.getArgb(x, y);
        if (!isLike(FINE, argb) && !isLike(LOST, argb) && !isLike(BEHIND, argb)) {
          mixed.add(Integer.toHexString(argb));
        }
      }
    }
    assertEquals(Set.of(), mixed);
  }

  /// Whether a colour is another one but for rounding.
  private static boolean isLike(int wanted, int argb) {
    for (int shift = 0; shift < 32; shift += 8) {
      if (Math.abs((wanted >>> shift & 0xff) - (argb >>> shift & 0xff)) > 3) {
        return false;
      }
    }
    return true;
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 1.25, 1.5, 2})
  void aPlaceIsOfTheCellThatIsPaintedThere(double scale) {
    show(scale);
    PixelReader screen = screen(scale).getPixelReader();
    int seen = 0;
    for (int y = 1; y < 303 * scale - 1; y += 5) {
      for (int x = (int) Math.ceil(pixels(scale).getMinX()); x < 401 * scale - 1; x += 7) {
        Point2D place = new Point2D((x + 0.5) / scale, (y + 0.5) / scale);
        int cell = Shown.onFx(() -> view.cellAt(place.getX(), place.getY()));
        int argb = screen.getArgb(x, y);
        if (!isLike(BEHIND, argb)) {
          assertTrue(
              isLike(values[cell] == 1 ? LOST : FINE, argb),
              place + " is " + cell + ", painted " + Integer.toHexString(argb));
          seen++;
        }
      }
    }
    assertTrue(seen > 1_000, seen + " places");
  }

  @Test
  void aWindowThatComesToAnotherScaleIsPaintedAnew() {
    show(1);
    double wide = Shown.onFx(() -> cells().getImage().getWidth());
    int paints = Shown.onFx(view::paints);
    shown.robot.interact(() -> scale(2));
    shown.nextPulses();
    assertEquals(2 * wide, Shown.onFx(() -> cells().getImage().getWidth()));
    assertEquals(paints + 1, Shown.onFx(view::paints));
    PixelReader screen = screen(2).getPixelReader();
    Point2D corner = Shown.onFx(() -> cells().localToScene(0, 0));
    assertEquals(LOST, screen.getArgb((int) (2 * corner.getX()), (int) (2 * corner.getY())));
    shown.robot.interact(() -> scale(1));
    shown.nextPulses();
    assertEquals(wide, Shown.onFx(() -> cells().getImage().getWidth()));
  }
}
