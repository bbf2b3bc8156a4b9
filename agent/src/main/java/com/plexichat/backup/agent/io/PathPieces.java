package com.plexichat.backup.agent.io;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/// A path cut into relative pieces that the system takes at once, in order.
final class PathPieces {
  private static final int LONGEST = Scratch.PATH_MAX - 512;

  private PathPieces() {}

  static List<byte[]> of(RawPath path) {
    List<byte[]> pieces = new ArrayList<>();
    ByteArrayOutputStream piece = new ByteArrayOutputStream();
    for (byte[] name : path.components()) {
      if (piece.size() > 0 && piece.size() + 1 + name.length > LONGEST) {
        pieces.add(piece.toByteArray());
        piece.reset();
      }
      if (piece.size() > 0) {
        piece.write('/');
      }
      piece.writeBytes(name);
    }
    if (piece.size() > 0) {
      pieces.add(piece.toByteArray());
    }
    return pieces;
  }
}
