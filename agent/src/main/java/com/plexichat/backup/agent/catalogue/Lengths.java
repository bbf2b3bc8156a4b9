package com.plexichat.backup.agent.catalogue;

import java.nio.ByteBuffer;
import java.util.List;

/// The lengths of a stripe's shard files: u32 each, or one u32 when all are the same.
final class Lengths {
  private Lengths() {}

  static byte[] encode(List<Long> lengths) {
    boolean same = lengths.stream().distinct().count() == 1;
    int stored = same ? 1 : lengths.size();
    ByteBuffer out = ByteBuffer.allocate(stored * Integer.BYTES);
    for (int at = 0; at < stored; at++) {
      out.putInt(lengths.get(at).intValue());
    }
    return out.array();
  }

  /// Length of one shard.
  static long at(byte[] stored, int index) {
    ByteBuffer in = ByteBuffer.wrap(stored);
    return Integer.toUnsignedLong(
        in.getInt(stored.length == Integer.BYTES ? 0 : index * Integer.BYTES));
  }
}
