package com.plexichat.backup.agent.backup;

import com.plexichat.backup.agent.content.Block;
import com.plexichat.backup.agent.content.Chunk;
import com.plexichat.backup.agent.content.ChunkId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Small chunks of one class that will be compressed together.
final class ChunkGroup {
  private final int classBits;
  private byte @Nullable [] buffer;
  private int used;
  private List<Chunk> chunks = new ArrayList<>();

  ChunkGroup(int classBits) {
    this.classBits = classBits;
  }

  int classBits() {
    return classBits;
  }

  /// Whether a chunk of this length is so large that it makes a block of its own.
  static boolean isLarge(int length) {
    return length >= Block.GROUP / 2;
  }

  /// Copies the chunk; answers the group's chunks when they are enough for a block.
  List<Chunk> add(ChunkId id, byte[] from, int offset, int length) {
    byte[] into = buffer;
    if (into == null) {
      into = new byte[Block.GROUP + Block.GROUP / 2];
      buffer = into;
    }
    System.arraycopy(from, offset, into, used, length);
    chunks.add(new Chunk(id, into, used, length));
    used += length;
    return used >= Block.GROUP || chunks.size() >= Block.CHUNKS_MAX ? take() : List.of();
  }

  /// The chunks so far; the group begins anew.
  List<Chunk> take() {
    List<Chunk> taken = chunks;
    chunks = new ArrayList<>();
    buffer = null;
    used = 0;
    return taken;
  }
}
