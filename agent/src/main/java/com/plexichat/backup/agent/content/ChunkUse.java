package com.plexichat.backup.agent.content;

import com.plexichat.backup.shared.model.StripeId;
import java.util.BitSet;

/// Which chunks of an index one backup came by: one bit a chunk. The index guards it.
public final class ChunkUse {
  private final ChunkTable table;
  private final int stripes;
  private final BitSet chunks = new BitSet();

  /// What is sealed from now on is not judged.
  ChunkUse(ChunkTable table) {
    this.table = table;
    this.stripes = table.stripes();
  }

  /// A stripe of which little is needed.
  ///
  /// @param permille of the bytes of its chunks, rounded up
  public record Sparse(StripeId stripe, int permille) {
    static Sparse of(StripeId stripe, long needed, long whole) {
      return new Sparse(stripe, (int) ((needed * 1000 + whole - 1) / whole));
    }
  }

  /// Nothing is noted any more once the tables were made anew.
  void note(ChunkTable of, int chunk) {
    if (of == table) {
      chunks.set(chunk);
    }
  }

  boolean isOf(ChunkTable other) {
    return other == table;
  }

  boolean has(int chunk) {
    return chunks.get(chunk);
  }

  /// Those that were there when it began.
  int stripes() {
    return stripes;
  }
}
