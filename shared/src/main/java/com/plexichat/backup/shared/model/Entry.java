package com.plexichat.backup.shared.model;

import java.time.Instant;

/// One name in a backup.
///
/// @param path from the root of the source's file system
/// @param kind "file", "directory", "symlink", …
/// @param target of a symbolic link; else empty
public record Entry(
    String backupId,
    FilePath path,
    String kind,
    long size,
    Instant modified,
    int mode,
    int uid,
    int gid,
    FilePath target) {
  public boolean isDirectory() {
    return kind.equals("directory");
  }
}
