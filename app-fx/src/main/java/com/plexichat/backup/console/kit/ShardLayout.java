package com.plexichat.backup.console.kit;

import com.plexichat.backup.console.kit.ShardMapView.Lane;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/// Where each shard's cell lies in the plane of a shard map, whose unit is one cell.
///
/// A lane is a block of rows of one width, filled from left to right and from top to bottom. There
/// are three arrangements. *Stack*: the blocks are below each other and all as wide as the plane;
/// for lanes that are long. *Shelves*: blocks of one width side by side, a free row above each for
/// its name; for many short lanes of about one length, such as stripes. *Ribbon*: one lane goes on
/// where the other ends; for what would leave most of the plane empty in the others.
final class ShardLayout {
  private enum Kind {
    STACK,
    SHELVES,
    RIBBON
  }

  /// More lanes than this do not get the width of the plane each.
  private static final int MOST_STACKED = 200;

  /// The most of a stack that may be gaps.
  private static final double MOST_GAP = 0.2;

  private static final int WIDEST_GAP = 4;

  private final List<Lane> lanes;
  private final Kind kind;

  /// The width of a block, and how many stand side by side.
  private final int blockWidth;

  private final int across;

  /// Per lane: the row where its block begins, and how many cells of the block lie before it.
  private final int[] top;

  private final int[] before;
  private final int width;
  private final int height;

  private ShardLayout(List<Lane> lanes, Kind kind, int blockWidth, int across) {
    this.lanes = lanes;
    this.kind = kind;
    this.blockWidth = blockWidth;
    this.across = across;
    top = new int[lanes.size()];
    before = new int[lanes.size()];
    width = kind == Kind.SHELVES ? across * (blockWidth + 1) - 1 : blockWidth;
    height =
        switch (kind) {
          case STACK -> stack();
          case SHELVES -> shelve();
          case RIBBON -> join();
        };
  }

  /// Lays lanes out so that the plane is about as wide to its height as asked.
  static ShardLayout of(List<Lane> lanes, double aspect) {
    long cells = lanes.stream().mapToLong(Lane::count).sum();
    int longest = lanes.stream().mapToInt(Lane::count).max().orElse(0);
    if (lanes.size() > MOST_STACKED && longest <= 4 * cells / lanes.size() + 1) {
      int block =
          longest <= 16 ? Math.max(1, longest) : (int) Math.ceil(Math.sqrt(longest * aspect));
      int across =
          narrowest(
              lanes.size(),
              count -> (int) (count * (block + 1) / aspect),
              count -> new ShardLayout(lanes, Kind.SHELVES, block, count).height);
      ShardLayout shelves = new ShardLayout(lanes, Kind.SHELVES, block, across);
      if (shelves.isSpaceWellUsed(cells)) {
        return shelves;
      }
    } else if (lanes.size() <= MOST_STACKED) {
      int wide = narrowest(lanes, Kind.STACK, longest, aspect);
      ShardLayout stack = new ShardLayout(lanes, Kind.STACK, wide, 1);
      if (stack.isSpaceWellUsed(cells)) {
        return stack;
      }
    }
    int most = (int) Math.min(Integer.MAX_VALUE, Math.max(1, cells));
    return new ShardLayout(lanes, Kind.RIBBON, narrowest(lanes, Kind.RIBBON, most, aspect), 1);
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /// Whether there is a place for names at the left of the plane, because all lanes begin there.
  boolean isStack() {
    return kind == Kind.STACK;
  }

  /// Whether lanes have a free row above them.
  boolean hasHeads() {
    return kind == Kind.SHELVES;
  }

  int lanes() {
    return lanes.size();
  }

  Lane lane(int lane) {
    return lanes.get(lane);
  }

  int laneLeft(int lane) {
    return lane % across * (blockWidth + 1);
  }

  int laneTop(int lane) {
    return top[lane] + before[lane] / blockWidth;
  }

  int laneRows(int lane) {
    return (before[lane] + lanes.get(lane).count() + blockWidth - 1) / blockWidth
        - before[lane] / blockWidth;
  }

  /// How many cells stand side by side in a lane.
  int blockWidth() {
    return blockWidth;
  }

  /// The column of a lane's n-th cell.
  int x(int lane, int index) {
    return laneLeft(lane) + (before[lane] + index) % blockWidth;
  }

  /// The row of a lane's n-th cell.
  int y(int lane, int index) {
    return top[lane] + (before[lane] + index) / blockWidth;
  }

  /// The lane that a cell is in, or -1.
  int laneOf(int cell) {
    int lane = last(lanes.size(), one -> lanes.get(one).firstCell() <= cell);
    return lane >= 0 && cell - lanes.get(lane).firstCell() < lanes.get(lane).count() ? lane : -1;
  }

  /// The lane whose block covers a place, or -1 between blocks and outside.
  int laneAt(int x, int y) {
    if (x < 0 || y < 0 || x >= width || y >= height || lanes.isEmpty()) {
      return -1;
    }
    if (kind == Kind.RIBBON) {
      long place = (long) y * blockWidth + x;
      return last(lanes.size(), lane -> before[lane] <= place);
    }
    int column = x / (blockWidth + 1);
    if (kind == Kind.SHELVES && x % (blockWidth + 1) == blockWidth) {
      return -1;
    }
    int shelf = last((lanes.size() + across - 1) / across, row -> top[row * across] <= y);
    int lane = shelf * across + (kind == Kind.SHELVES ? column : 0);
    return shelf >= 0 && lane < lanes.size() && y < top[lane] + laneRows(lane) ? lane : -1;
  }

  /// The cell at a place, or -1 where there is none.
  int cellAt(int x, int y) {
    int lane = laneAt(x, y);
    if (lane < 0) {
      return -1;
    }
    int index = (y - top[lane]) * blockWidth + x - laneLeft(lane) - before[lane];
    return index >= 0 && index < lanes.get(lane).count() ? lanes.get(lane).firstCell() + index : -1;
  }

  private int stack() {
    long rows = 0;
    for (Lane lane : lanes) {
      rows += (lane.count() + blockWidth - 1) / blockWidth;
    }
    int gap = Math.clamp((int) (MOST_GAP * rows / Math.max(1, lanes.size())), 1, WIDEST_GAP);
    int y = 0;
    for (int lane = 0; lane < lanes.size(); lane++) {
      top[lane] = y;
      y += laneRows(lane) + gap;
    }
    return Math.max(1, y - gap);
  }

  private int shelve() {
    int y = 0;
    for (int first = 0; first < lanes.size(); first += across) {
      int rows = 0;
      for (int lane = first; lane < Math.min(lanes.size(), first + across); lane++) {
        top[lane] = y + 1;
        rows = Math.max(rows, laneRows(lane));
      }
      y += rows + 1;
    }
    return Math.max(1, y);
  }

  private int join() {
    int place = 0;
    for (int lane = 0; lane < lanes.size(); lane++) {
      before[lane] = place;
      place += lanes.get(lane).count();
    }
    return Math.max(1, (place + blockWidth - 1) / blockWidth);
  }

  private boolean isSpaceWellUsed(long cells) {
    return (long) width * height <= 4 * cells + 100_000;
  }

  private static int narrowest(List<Lane> lanes, Kind kind, int widest, double aspect) {
    return narrowest(
        Math.max(1, widest),
        wide -> (int) (wide / aspect),
        wide -> new ShardLayout(lanes, kind, wide, 1).height);
  }

  /// The least number from 1 on at which what it gives room for reaches what it takes.
  private static int narrowest(int most, IntUnaryOperator room, IntUnaryOperator taken) {
    int low = 1;
    int high = Math.max(1, most);
    while (low < high) {
      int middle = low + (high - low) / 2;
      if (room.applyAsInt(middle) >= taken.applyAsInt(middle)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /// The last of so many numbers that passes a test which all before it pass; or -1.
  private static int last(int count, IntPredicate test) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (test.test(middle)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }
}
