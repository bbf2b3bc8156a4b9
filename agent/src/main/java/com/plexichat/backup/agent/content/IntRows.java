package com.plexichat.backup.agent.content;

import java.util.Arrays;

/// Rows of a fixed number of ints, in pages: growing copies no row and wastes at most one page.
final class IntRows {
  private static final int PAGE_BITS = 12;
  private static final int PAGE_ROWS = 1 << PAGE_BITS;

  private final int width;
  private int[][] pages = new int[4][];
  private int rows;

  IntRows(int width) {
    this.width = width;
  }

  int size() {
    return rows;
  }

  /// Adds a row of zeros and returns its number.
  int add() {
    int page = rows >>> PAGE_BITS;
    if (page == pages.length) {
      pages = Arrays.copyOf(pages, 2 * pages.length);
    }
    if (pages[page] == null) {
      pages[page] = new int[PAGE_ROWS * width];
    }
    return rows++;
  }

  int get(int row, int column) {
    return pages[row >>> PAGE_BITS][(row & PAGE_ROWS - 1) * width + column];
  }

  void set(int row, int column, int value) {
    pages[row >>> PAGE_BITS][(row & PAGE_ROWS - 1) * width + column] = value;
  }

  long bytes() {
    return (long) Math.ceilDiv(rows, PAGE_ROWS) * PAGE_ROWS * width * Integer.BYTES;
  }
}
