package com.plexichat.backup.console.kit;

/// What each byte of a [ShardPlane] looks like, as premultiplied ARGB; hatched ones have a second
/// colour for their lines.
final class ShardPalette {
  private static final int ENTRIES = 256;
  private static final int DIM_PARTS = 5;

  private final int[] colours = new int[ENTRIES];
  private final int[] lines = new int[ENTRIES];
  private final boolean[] hatched = new boolean[ENTRIES];

  /// Colours by value, opaque, and the values that are hatched.
  ShardPalette(int[] argb, int... hatch) {
    for (int value = 0; value < Math.min(argb.length, ShardPlane.GREATEST + 1); value++) {
      set(value + 1 + ShardPlane.BRIGHT, argb[value]);
      set(value + 1, dimmed(argb[value]));
    }
    for (int value : hatch) {
      for (int entry : new int[] {value + 1, value + 1 + ShardPlane.BRIGHT}) {
        hatched[entry] = true;
        lines[entry] = dimmed(colours[entry]);
      }
    }
  }

  int[] colours() {
    return colours;
  }

  /// The colours of a hatch's lines; for what is not hatched the same as [#colours].
  int[] lines() {
    return lines;
  }

  /// What is hatched.
  boolean[] hatched() {
    return hatched;
  }

  private void set(int entry, int argb) {
    colours[entry] = argb;
    lines[entry] = argb;
  }

  /// A fifth of the colour over whatever is behind.
  private static int dimmed(int argb) {
    int dim = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      dim |= ((argb >>> shift & 0xff) / DIM_PARTS) << shift;
    }
    return dim;
  }
}
