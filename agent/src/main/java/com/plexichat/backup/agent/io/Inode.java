package com.plexichat.backup.agent.io;

/// Which inode a name stood for: device and number name it, `links` counts its names, `node` is
/// `st_rdev` of a device file (0 for others), `blocks` counts 512-byte units in use.
public record Inode(long device, long number, long links, long node, long blocks) {
  /// Whether both are the same file, by device and number.
  public boolean isSame(Inode other) {
    return device == other.device && number == other.number;
  }
}
