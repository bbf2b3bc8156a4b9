package com.plexichat.backup.agent.io;

/// A stretch of a sparse file that reads as zeros and is not stored, in bytes.
public record Hole(long offset, long length) {
  public Hole {
    if (offset < 0 || length <= 0) {
      throw new IllegalArgumentException("hole of " + length + " at " + offset);
    }
  }

  public long end() {
    return offset + length;
  }
}
