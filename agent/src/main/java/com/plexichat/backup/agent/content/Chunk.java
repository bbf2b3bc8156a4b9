package com.plexichat.backup.agent.content;

/// A chunk's plaintext within a larger buffer, and its id. The buffer is not copied: it stays
/// unchanged until the block that takes the chunk is made.
public final class Chunk {
  private final ChunkId id;
  private final byte[] buffer;
  private final int offset;
  private final int length;

  public Chunk(ChunkId id, byte[] buffer, int offset, int length) {
    if (length < 1 || offset < 0 || offset > buffer.length - length) {
      throw new IllegalArgumentException("no chunk of " + length + " bytes at " + offset);
    }
    this.id = id;
    this.buffer = buffer;
    this.offset = offset;
    this.length = length;
  }

  public ChunkId id() {
    return id;
  }

  public int length() {
    return length;
  }

  byte[] buffer() {
    return buffer;
  }

  int offset() {
    return offset;
  }
}
