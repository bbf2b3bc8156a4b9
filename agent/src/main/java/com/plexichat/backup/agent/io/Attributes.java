package com.plexichat.backup.agent.io;

/// What a restore can set on every kind of file: permission bits (`st_mode & 07777`), numeric owner
/// and group (unsigned), times.
public record Attributes(int mode, int uid, int gid, Timestamp modified, Timestamp accessed) {
  static final int MODE_MASK = 07777;

  public Attributes {
    if ((mode & ~MODE_MASK) != 0) {
      throw new IllegalArgumentException("mode bits: " + Integer.toOctalString(mode));
    }
  }
}
