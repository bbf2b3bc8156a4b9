package com.plexichat.backup.agent.planning;

import java.util.Arrays;

/// A small network with whole-numbered capacities, in which flow is raised by one unit at a time.
///
/// Raising never takes flow away from a node that units start from, so what was placed first stays
/// placed; it may only move. Units that start at different nodes form a gammoid: raising each once,
/// in any order, reaches the largest flow, and the first ones have precedence.
final class Flow {
  static final int UNLIMITED = 1 << 28;

  private int nodes;
  private int edges;
  private int[] head = new int[64];
  private int[] target = new int[256];
  private int[] room = new int[256];
  private int[] next = new int[256];

  int node() {
    if (nodes == head.length) {
      head = Arrays.copyOf(head, nodes * 2);
    }
    head[nodes] = -1;
    return nodes++;
  }

  int edge(int from, int to, int capacity) {
    if (edges + 2 > target.length) {
      target = Arrays.copyOf(target, edges * 2);
      room = Arrays.copyOf(room, edges * 2);
      next = Arrays.copyOf(next, edges * 2);
    }
    half(from, to, capacity);
    half(to, from, 0);
    return edges - 2;
  }

  /// The node that an edge comes from.
  int begin(int edge) {
    return target[edge ^ 1];
  }

  /// The node that an edge goes to.
  int end(int edge) {
    return target[edge];
  }

  int used(int edge) {
    return room[edge ^ 1];
  }

  void widen(int edge) {
    room[edge] = UNLIMITED;
  }

  /// One more unit by these edges, when all of them have room; an edge below 0 is none.
  boolean push(int... path) {
    for (int edge : path) {
      if (edge >= 0 && room[edge] <= 0) {
        return false;
      }
    }
    for (int edge : path) {
      if (edge >= 0) {
        move(edge);
      }
    }
    return true;
  }

  /// One more unit from `from` to `sink` along a shortest path, moving earlier units when it must.
  boolean raise(int from, int sink) {
    int[] by = new int[nodes];
    Arrays.fill(by, -1);
    int[] queue = new int[nodes];
    int tail = 0;
    queue[tail++] = from;
    by[from] = Integer.MAX_VALUE;
    for (int at = 0; at < tail && by[sink] == -1; at++) {
      for (int edge = head[queue[at]]; edge != -1; edge = next[edge]) {
        if (room[edge] > 0 && by[target[edge]] == -1) {
          by[target[edge]] = edge;
          queue[tail++] = target[edge];
        }
      }
    }
    if (by[sink] == -1) {
      return false;
    }
    for (int node = sink; node != from; node = target[by[node] ^ 1]) {
      move(by[node]);
    }
    return true;
  }

  private void half(int from, int to, int capacity) {
    target[edges] = to;
    room[edges] = capacity;
    next[edges] = head[from];
    head[from] = edges++;
  }

  private void move(int edge) {
    room[edge]--;
    room[edge ^ 1]++;
  }
}
