package com.plexichat.backup.agent.io;

/// What `statx` tells of one file. `changed` is the time of the last change to the inode, which no
/// program can set.
public record FileStat(
    FileKind kind, long size, Attributes attributes, Inode inode, Timestamp changed) {
  private static final long BLOCK = 512;

  /// Whether this is the same file as that, with the same contents as far as its times tell.
  public boolean isUnchangedSince(FileStat before) {
    return kind == before.kind
        && inode.isSame(before.inode)
        && size == before.size
        && attributes.modified().equals(before.attributes.modified())
        && changed.equals(before.changed);
  }

  /// Whether fewer bytes are stored than the file is long, so that it may have holes.
  public boolean mayHaveHoles() {
    return kind == FileKind.FILE && inode.blocks() * BLOCK < size;
  }
}
