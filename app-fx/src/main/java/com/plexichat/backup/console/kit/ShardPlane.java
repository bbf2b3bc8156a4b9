package com.plexichat.backup.console.kit;

import com.plexichat.backup.console.kit.ShardMapView.Lane;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The cells of a shard map laid out in the plane, one byte each, and above them a pyramid: each
/// level has half the width and height of the one below and holds the greatest of four. So the
/// worst of any square of cells is read from a few bytes, however many cells it covers.
///
/// A byte is an index into [ShardPalette]: [#NOTHING] between cells, else the value of the cell
/// plus one, plus [#BRIGHT] unless the cell is dimmed. The greatest is the worst of those that are
/// not dimmed, if any.
final class ShardPlane {
  /// What stands where there is no cell.
  static final int NOTHING = 0;

  /// What is added for cells that are not dimmed.
  static final int BRIGHT = 128;

  /// The greatest value that a cell can have.
  static final int GREATEST = BRIGHT - 2;

  /// One level: its bytes, row by row, each row followed by one that is [#NOTHING].
  @SuppressWarnings("ArrayRecordComponent")
  record Level(byte[] bytes, int width, int height) {
    static Level empty(int width, int height) {
      return new Level(new byte[(width + 1) * height], width, height);
    }

    int stride() {
      return width + 1;
    }
  }

  private final ShardLayout layout;
  private final List<Level> levels = new ArrayList<>();
  private @Nullable BitSet highlight;

  /// An empty plane for a layout.
  ShardPlane(ShardLayout layout, boolean pyramid) {
    this.layout = layout;
    Level level = Level.empty(layout.width(), layout.height());
    levels.add(level);
    while (pyramid && (level.width() > 1 || level.height() > 1)) {
      level = Level.empty((level.width() + 1) / 2, (level.height() + 1) / 2);
      levels.add(level);
    }
  }

  ShardLayout layout() {
    return layout;
  }

  /// How many levels there are: one when nothing is worse than anything else.
  int levels() {
    return levels.size();
  }

  Level level(int level) {
    return levels.get(level);
  }

  /// Dims all cells but these; nothing dims none. Takes effect with the next [#fill].
  void highlight(@Nullable BitSet cells) {
    highlight = cells;
  }

  /// Puts all values in.
  void fill(byte[] values) {
    byte[] bytes = levels.getFirst().bytes();
    for (int lane = 0; lane < layout.lanes(); lane++) {
      Lane cells = layout.lane(lane);
      int index = 0;
      while (index < cells.count()) {
        int x = layout.x(lane, index);
        int at = layout.y(lane, index) * levels.getFirst().stride() + x;
        int run = Math.min(cells.count() - index, layout.laneLeft(lane) + layout.blockWidth() - x);
        for (int i = 0; i < run; i++) {
          int cell = cells.firstCell() + index + i;
          bytes[at + i] = entry(values[cell], cell);
        }
        index += run;
      }
    }
    for (int level = 1; level < levels.size(); level++) {
      rebuild(level);
    }
  }

  /// Puts one value in.
  void set(int lane, int index, byte value) {
    int x = layout.x(lane, index);
    int y = layout.y(lane, index);
    Level bottom = levels.getFirst();
    bottom.bytes()[y * bottom.stride() + x] = entry(value, layout.lane(lane).firstCell() + index);
    for (int level = 1; level < levels.size(); level++) {
      x /= 2;
      y /= 2;
      Level upper = levels.get(level);
      byte worst = worst(levels.get(level - 1), 2 * x, 2 * y);
      int at = y * upper.stride() + x;
      if (upper.bytes()[at] == worst) {
        return;
      }
      upper.bytes()[at] = worst;
    }
  }

  /// How many bytes this keeps.
  long bytes() {
    return levels.stream().mapToLong(level -> level.bytes().length).sum();
  }

  private byte entry(byte value, int cell) {
    return (byte) (value + 1 + (highlight == null || highlight.get(cell) ? BRIGHT : 0));
  }

  private void rebuild(int level) {
    Level lower = levels.get(level - 1);
    Level upper = levels.get(level);
    byte[] from = lower.bytes();
    byte[] to = upper.bytes();
    for (int y = 0; y < upper.height(); y++) {
      int row = 2 * y * lower.stride();
      int next = 2 * y + 1 < lower.height() ? row + lower.stride() : row;
      int at = y * upper.stride();
      for (int x = 0; x < upper.width(); x++) {
        int left = Math.max(from[row + 2 * x] & 0xff, from[next + 2 * x] & 0xff);
        int right = Math.max(from[row + 2 * x + 1] & 0xff, from[next + 2 * x + 1] & 0xff);
        to[at + x] = (byte) Math.max(left, right);
      }
    }
  }

  private static byte worst(Level level, int x, int y) {
    int row = y * level.stride() + x;
    int next = y + 1 < level.height() ? row + level.stride() : row;
    byte[] bytes = level.bytes();
    return (byte)
        Math.max(
            Math.max(bytes[row] & 0xff, bytes[row + 1] & 0xff),
            Math.max(bytes[next] & 0xff, bytes[next + 1] & 0xff));
  }
}
