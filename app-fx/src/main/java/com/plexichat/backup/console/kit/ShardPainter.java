package com.plexichat.backup.console.kit;

import java.util.Arrays;

/// Paints a part of a [ShardPlane] into pixels. What it costs grows with the pixels, not with the
/// cells: where a pixel covers several cells, the pyramid tells the worst of them from at most
/// three by three bytes; where a cell covers several rows of pixels, the first row is copied.
final class ShardPainter {
  /// From so many pixels a cell on, there are gaps between cells.
  static final double GAPS_FROM = 6;

  private static final double WIDE_GAPS_FROM = 20;

  /// A hatch is a line of so many units in each so many.
  private static final int HATCH_WIDTH = 2;

  private static final int HATCH_EVERY = 6;

  /// What is painted: the place of the left top pixel in cells, and how many pixels a cell has.
  ///
  /// @param unit pixels that are as wide as one is on a plain screen
  record View(double left, double top, double pixelsPerCell, int width, int height, int unit) {}

  /// What each pixel of a row shows: its first and last column of a level, and then its entry.
  private int[] first = {};

  private int[] last = {};
  private byte[] line = {};

  /// The pixels of a row that are hatched, and how many those are.
  private int[] hatched = {};

  private int hatches;
  private int hatchUnit = 1;

  /// The worst of the rows of a level that a row of pixels covers, column by column.
  private byte[] strip = {};

  /// Paints over all pixels of the view.
  void paint(ShardPlane plane, ShardPalette palette, View view, int[] pixels) {
    if (line.length != view.width) {
      first = new int[view.width];
      last = new int[view.width];
      line = new byte[view.width];
      hatched = new int[view.width];
    }
    hatchUnit = view.unit;
    if (view.pixelsPerCell < 1 && plane.levels() > 1) {
      paintWorst(plane, palette, view, pixels);
    } else {
      paintCells(plane.level(0), palette, view, pixels);
    }
  }

  private void paintCells(ShardPlane.Level cells, ShardPalette palette, View view, int[] pixels) {
    for (int x = 0; x < view.width; x++) {
      int column = place(x, view.left, view.pixelsPerCell);
      first[x] = column < 0 || column >= cells.width() ? cells.width() : column;
    }
    int before = -1;
    for (int y = 0; y < view.height; y++) {
      int row = place(y, view.top, view.pixelsPerCell);
      int at = y * view.width;
      if (row < 0 || row >= cells.height()) {
        Arrays.fill(pixels, at, at + view.width, 0);
        before = -1;
      } else if (row == before) {
        System.arraycopy(pixels, at - view.width, pixels, at, view.width);
        hatch(palette, pixels, y);
      } else {
        byte[] bytes = cells.bytes();
        int from = row * cells.stride();
        for (int x = 0; x < view.width; x++) {
          line[x] = bytes[from + first[x]];
        }
        colour(palette, pixels, y);
        before = row;
      }
    }
  }

  /// The row or column of cells that a row or column of pixels shows, or -1 for a gap.
  private static int place(int pixel, double origin, double pixelsPerCell) {
    double cell = origin + pixel / pixelsPerCell;
    int place = (int) Math.floor(cell);
    return (int) Math.floor(cell + gap(pixelsPerCell) / pixelsPerCell) == place ? place : -1;
  }

  /// How many pixels lie between cells of a size.
  static int gap(double pixelsPerCell) {
    return pixelsPerCell >= WIDE_GAPS_FROM ? 2 : pixelsPerCell >= GAPS_FROM ? 1 : 0;
  }

  private void paintWorst(ShardPlane plane, ShardPalette palette, View view, int[] pixels) {
    double cells = 1 / view.pixelsPerCell;
    int depth = Math.min(plane.levels() - 1, Math.getExponent(cells));
    ShardPlane.Level level = plane.level(depth);
    double step = cells / (1 << depth);
    double left = view.left / (1 << depth);
    double top = view.top / (1 << depth);
    if (strip.length < level.stride()) {
      strip = new byte[level.stride()];
    }
    for (int x = 0; x < view.width; x++) {
      first[x] = Math.min((int) (left + x * step), level.width());
      int end = (int) Math.ceil(left + (x + 1) * step) - 1;
      last[x] = Math.clamp(end, first[x], level.width());
    }
    for (int y = 0; y < view.height; y++) {
      int row = (int) (top + y * step);
      int end = Math.min((int) Math.ceil(top + (y + 1) * step), level.height());
      if (row >= level.height()) {
        Arrays.fill(pixels, y * view.width, (y + 1) * view.width, 0);
      } else {
        worstOfRows(level, row, end);
        worstOfColumns();
        colour(palette, pixels, y);
      }
    }
  }

  private void worstOfRows(ShardPlane.Level level, int row, int end) {
    byte[] bytes = level.bytes();
    int from = first[0];
    int to = last[last.length - 1] + 1;
    System.arraycopy(bytes, row * level.stride() + from, strip, from, to - from);
    for (int more = row + 1; more < end; more++) {
      int at = more * level.stride();
      for (int x = from; x < to; x++) {
        strip[x] = (byte) Math.max(strip[x] & 0xff, bytes[at + x] & 0xff);
      }
    }
  }

  private void worstOfColumns() {
    for (int x = 0; x < line.length; x++) {
      int worst = strip[first[x]] & 0xff;
      for (int more = first[x] + 1; more <= last[x]; more++) {
        worst = Math.max(worst, strip[more] & 0xff);
      }
      line[x] = (byte) worst;
    }
  }

  /// Turns the entries of a row into colours.
  private void colour(ShardPalette palette, int[] pixels, int y) {
    int[] colours = palette.colours();
    boolean[] hatchedEntries = palette.hatched();
    int at = y * line.length;
    hatches = 0;
    for (int x = 0; x < line.length; x++) {
      int entry = line[x] & 0xff;
      pixels[at + x] = colours[entry];
      if (hatchedEntries[entry]) {
        hatched[hatches++] = x;
      }
    }
    hatch(palette, pixels, y);
  }

  /// Hatches what is to be hatched of the row that was coloured last, here or in a copy of it.
  private void hatch(ShardPalette palette, int[] pixels, int y) {
    int[] colours = palette.colours();
    int[] lines = palette.lines();
    int at = y * line.length;
    for (int i = 0; i < hatches; i++) {
      int x = hatched[i];
      int entry = line[x] & 0xff;
      boolean isLine = (x + y) % (HATCH_EVERY * hatchUnit) < HATCH_WIDTH * hatchUnit;
      pixels[at + x] = isLine ? lines[entry] : colours[entry];
    }
  }
}
