package com.plexichat.backup.agent.io;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A path cut into relative pieces that the system takes at once, in order.
final class PathPieces {
  private static final int LONGEST = Scratch.PATH_MAX - 1;

  private PathPieces() {}

  static List<byte[]> of(RawPath path) {
    byte[] bytes = path.bytes();
    List<byte[]> pieces = new ArrayList<>();
    int from = path.isAbsolute() ? 1 : 0;
    while (from < bytes.length) {
      int to = bytes.length;
      if (to - from > LONGEST) {
        to = from + LONGEST;
        while (to > from && bytes[to] != '/') {
          to--;
        }
        if (to == from) {
          // One name that long: the kernel refuses it better than we can.
          to = bytes.length;
        }
      }
      pieces.add(Arrays.copyOfRange(bytes, from, to));
      from = to + 1;
    }
    return pieces;
  }
}
