package com.plexichat.backup.console.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.console.kit.ShardMapView.Content;
import com.plexichat.backup.console.kit.ShardMapView.Lane;
import com.plexichat.backup.console.kit.ShardMapView.Words;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.event.Event;
import javafx.geometry.Point2D;
import javafx.scene.AccessibleAttribute;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.input.PickResult;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.util.WaitForAsyncUtils;

class ShardMapViewTest extends InAWindow {
  private static final int[] PALETTE = {0xff104020, 0xff808080, 0xffe0a030, 0xffff3030};
  private static final byte FINE = 0;
  private static final byte LOST = 3;

  private ShardMapView view;

  @BeforeEach
  void open() {
    view = Shown.onFx(ShardMapView::new);
    shown.robot.interact(() -> view.palette(PALETTE, 1));
  }

  @Test
  void oneLostCellIsSeenAmongAMillion() {
    byte[] values = new byte[1_000_000];
    values[637_123] = LOST;
    show(values, 1);
    assertTrue(scale() < 1, "zoomed out");
    int found = count(PALETTE[3]);
    assertTrue(found >= 1 && found <= 9, found + " pixels");
  }

  @Test
  void whereNothingIsWorseAPixelShowsWhatIsThere() {
    byte[] values = new byte[1_000_000];
    java.util.Arrays.fill(values, 0, 500_000, LOST);
    shown.robot.interact(() -> view.show(new Content(values, false, lanes(values.length, 1))));
    shown.show(new StackPane(view), 400, 300);
    double half = count(PALETTE[3]) / 120_000.0;
    assertEquals(0.5, half, 0.05);
  }

  @Test
  void anUpdateChangesExactlyItsPixels() {
    byte[] values = new byte[120_000];
    show(values, 1);
    assertEquals(1, scale(), 1e-9);
    WritableImage before = shown.snapshot();
    values[400 * 175 + 123] = LOST;
    shown.robot.interact(() -> view.update(values));
    WritableImage after = shown.snapshot();
    List<Point2D> changed = new ArrayList<>();
    for (int y = 0; y < 300; y++) {
      for (int x = 0; x < 400; x++) {
        if (before.getPixelReader().getArgb(x, y) != after.getPixelReader().getArgb(x, y)) {
          changed.add(new Point2D(x, y));
        }
      }
    }
    assertEquals(List.of(new Point2D(123, 175)), changed);
  }

  @Test
  void anUpdateOfManyCellsShowsThemAll() {
    byte[] values = new byte[120_000];
    show(values, 1);
    byte[] other = new byte[120_000];
    java.util.Arrays.fill(other, LOST);
    shown.robot.interact(() -> view.update(other));
    assertEquals(120_000, count(PALETTE[3]));
  }

  @Test
  void aClickSelectsTheCellUnderIt() {
    byte[] values = new byte[10_000];
    show(values, 4);
    for (int round = 0; round < 4; round++) {
      Point2D[] places = {new Point2D(120, 40), new Point2D(333, 222), new Point2D(201, 133)};
      for (Point2D near : places) {
        Point2D place = Shown.inside(view, near);
        int expected = Shown.onFx(() -> view.cellAt(place.getX(), place.getY()));
        click(place);
        assertEquals(expected, selected(), "at " + place + " of " + scale() + " px");
        if (expected >= 0) {
          assertEquals(expected, cellPaintedAt(values, place), "at " + place);
        }
      }
      zoomIn();
    }
    assertTrue(scale() > 10);
  }

  @Test
  void arrowsGoFromCellToCellAndLaneToLane() {
    show(new byte[4_000], 4);
    shown.robot.interact(() -> {
      view.requestFocus();
      view.select(0);
    });
    int width = Shown.onFx(() -> view.arrangement().blockWidth());
    press(KeyCode.RIGHT, 1);
    press(KeyCode.DOWN, width + 1);
    press(KeyCode.LEFT, width);
    press(KeyCode.PAGE_DOWN, 1000);
    press(KeyCode.LEFT, 999);
    press(KeyCode.RIGHT, 1000);
    press(KeyCode.PAGE_UP, 0);
    press(KeyCode.UP, 0);
    press(KeyCode.LEFT, 0);
    press(KeyCode.ESCAPE, -1);
    press(KeyCode.RIGHT, 0);
  }

  @Test
  void downLeadsOverTheGapIntoTheNextLane() {
    show(new byte[4_000], 4);
    shown.robot.interact(() -> {
      view.requestFocus();
      view.select(999);
    });
    shown.robot.type(KeyCode.DOWN);
    int lane = Shown.onFx(() -> view.arrangement().laneOf(view.selectedProperty().get()));
    assertEquals(1, lane);
  }

  @Test
  void enterAndDoubleClickOpen() {
    List<Integer> opened = new ArrayList<>();
    shown.robot.interact(() -> view.onOpen(opened::add));
    show(new byte[4_000], 1);
    shown.robot.interact(() -> view.select(77));
    shown.robot.type(KeyCode.ENTER);
    assertEquals(List.of(77), opened);
    Point2D at = view.localToScreen(50, 50);
    shown.robot.moveTo(at).doubleClickOn(MouseButton.PRIMARY);
    assertEquals(2, opened.size());
    assertEquals(Shown.onFx(() -> view.cellAt(50, 50)), opened.getLast());
  }

  @Test
  void theWheelZoomsAboutThePointer() {
    show(new byte[1_000_000], 1);
    shown.robot.moveTo(view.localToScreen(300, 200));
    int under = Shown.onFx(() -> view.cellAt(300, 200));
    for (int i = 0; i < 20; i++) {
      shown.robot.interact(() -> Event.fireEvent(view, wheel(300, 200)));
    }
    await(() -> scale() > 3);
    int now = Shown.onFx(() -> view.cellAt(300, 200));
    int width = Shown.onFx(() -> view.arrangement().width());
    assertTrue(Math.abs(under % width - now % width) <= 1, under + " " + now);
    assertTrue(Math.abs(under / width - now / width) <= 1, under + " " + now);
  }

  @Test
  void draggingPansAndHomeFits() {
    show(new byte[1_000_000], 1);
    for (int i = 0; i < 6; i++) {
      zoomIn();
    }
    int before = Shown.onFx(() -> view.cellAt(200, 150));
    shown.robot.drag(view.localToScreen(200, 150)).dropTo(view.localToScreen(260, 180));
    shown.settle();
    assertEquals(before, Shown.onFx(() -> view.cellAt(260, 180)));
    assertEquals(-1, selected(), "a drag is no click");
    shown.robot.type(KeyCode.HOME);
    shown.settle();
    assertTrue(scale() < 1);
  }

  @Test
  void nothingIsPaintedWhileNothingChanges() {
    show(new byte[120_000], 3);
    shown.settle();
    int paints = Shown.onFx(() -> view.paints());
    shown.robot.moveTo(view.localToScreen(100, 100)).moveTo(view.localToScreen(200, 100));
    shown.robot.interact(() -> view.select(5));
    byte[] same = new byte[120_000];
    shown.robot.interact(() -> view.update(same));
    shown.settle();
    assertTrue(Shown.onFx(() -> view.paints()) - paints <= 1, "selecting may scroll, no more");
  }

  @Test
  void whatIsNotHighlightedIsDimmed() {
    byte[] values = new byte[120_000];
    show(values, 1);
    BitSet few = new BitSet();
    few.set(500, 600);
    shown.robot.interact(() -> view.highlight(few));
    assertEquals(100, count(PALETTE[0]));
    shown.robot.interact(view::highlightAll);
    assertEquals(120_000, count(PALETTE[0]));
  }

  @Test
  void whatIsUnknownIsHatched() {
    byte[] values = new byte[120_000];
    java.util.Arrays.fill(values, (byte) 1);
    show(values, 1);
    int plain = count(PALETTE[1]);
    assertTrue(plain > 60_000 && plain < 110_000, plain + " pixels");
  }

  @Test
  void screenReadersHearCountsAndTheSelectedCell() {
    shown.robot.interact(() ->
        view.words(
            new Words(
                "Shards",
                counts -> counts[0] + " fine, " + counts[3] + " lost",
                cell -> "shard " + cell)));
    byte[] values = new byte[1000];
    values[7] = LOST;
    show(values, 1);
    assertEquals("Shards. 999 fine, 1 lost", text());
    shown.robot.interact(() -> view.select(7));
    assertEquals("Shards. 999 fine, 1 lost. shard 7", text());
  }

  @Test
  void memoryIsBounded() {
    byte[] values = new byte[1_000_000];
    show(values, 100);
    long bytes = Shown.onFx(() -> view.bytes());
    assertTrue(bytes < 4_500_000, bytes + " bytes");
    List<Lane> uneven = new ArrayList<>();
    uneven.add(new Lane("all", 0, 900_000));
    for (int i = 0; i < 10_000; i++) {
      uneven.add(new Lane("few", 900_000 + 10 * i, 10));
    }
    shown.robot.interact(() -> view.show(new Content(values, true, uneven)));
    shown.settle();
    assertTrue(Shown.onFx(() -> view.bytes()) < 8_000_000);
  }

  @Test
  void wrongContentIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Content(new byte[5], true, List.of(new Lane("a", 0, 6))));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Content(new byte[5], true, List.of(new Lane("a", 0, 3), new Lane("b", 2, 2))));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Content(new byte[] {-1}, true, List.of(new Lane("a", 0, 1))));
    show(new byte[5], 1);
    assertFalse(Shown.onFx(() -> refuses(new byte[4])).isEmpty());
  }

  private List<String> refuses(byte[] values) {
    try {
      view.update(values);
      return List.of();
    } catch (IllegalArgumentException e) {
      return List.of(e.toString());
    }
  }

  private void show(byte[] values, int lanes) {
    shown.robot.interact(() -> view.show(new Content(values, true, lanes(values.length, lanes))));
    shown.show(new StackPane(view), 400, 300);
  }

  private static List<Lane> lanes(int cells, int count) {
    List<Lane> lanes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lanes.add(new Lane("lane " + i, i * (cells / count), cells / count));
    }
    return lanes;
  }

  /// Marks one cell after the other until the pixel at a place changes: slow, and true.
  private int cellPaintedAt(byte[] values, Point2D place) {
    int guess = Shown.onFx(() -> view.cellAt(place.getX(), place.getY()));
    int before = argb(place);
    values[guess] = LOST;
    shown.robot.interact(() -> view.update(values));
    shown.robot.interact(() -> view.selectedProperty().set(-1));
    shown.robot.interact(view::repaint);
    int after = argb(place);
    values[guess] = FINE;
    shown.robot.interact(() -> view.update(values));
    return before != after || after == PALETTE[3] ? guess : -1;
  }

  private int argb(Point2D place) {
    return shown.snapshot().getPixelReader().getArgb((int) place.getX(), (int) place.getY());
  }

  private int count(int argb) {
    WritableImage picture = shown.snapshot();
    int count = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        count += picture.getPixelReader().getArgb(x, y) == argb ? 1 : 0;
      }
    }
    return count;
  }

  private void click(Point2D place) {
    shown.robot.moveTo(view.localToScreen(place)).clickOn(MouseButton.PRIMARY);
    shown.settle();
  }

  private void press(KeyCode key, int expected) {
    shown.robot.type(key);
    shown.settle();
    assertEquals(expected, selected(), key + "");
  }

  /// A notch of the wheel; the headless robot has none.
  private ScrollEvent wheel(double x, double y) {
    return new ScrollEvent(
        ScrollEvent.SCROLL,
        x,
        y,
        x,
        y,
        false,
        false,
        false,
        false,
        false,
        false,
        0,
        40,
        0,
        40,
        ScrollEvent.HorizontalTextScrollUnits.NONE,
        0,
        ScrollEvent.VerticalTextScrollUnits.NONE,
        0,
        0,
        new PickResult(view, x, y));
  }

  private void zoomIn() {
    double before = scale();
    shown.robot.interact(view::requestFocus);
    shown.robot.type(KeyCode.PLUS);
    double goal = Math.min(before * 1.5, ShardCamera.CLOSEST);
    await(() -> Math.abs(scale() / goal - 1) < 1e-9);
    // The last step of the glide sets the place too.
    shown.settle();
  }

  private static void await(java.util.concurrent.Callable<Boolean> condition) {
    try {
      WaitForAsyncUtils.waitFor(10, TimeUnit.SECONDS, condition);
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  private double scale() {
    return Shown.onFx(() -> view.scaleProperty().get());
  }

  private int selected() {
    return Shown.onFx(() -> view.selectedProperty().get());
  }

  private String text() {
    return Shown.onFx(() -> (String) view.queryAccessibleAttribute(AccessibleAttribute.TEXT));
  }
}
