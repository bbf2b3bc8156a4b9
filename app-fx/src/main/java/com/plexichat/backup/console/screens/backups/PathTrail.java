package com.plexichat.backup.console.screens.backups;

import com.plexichat.backup.shared.model.FilePath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The way from the root to a path, on its raw bytes: names need not be UTF-8.
final class PathTrail {
  static final FilePath ROOT = FilePath.of("/");

  private PathTrail() {}

  /// The root, each folder on the way, and the path itself.
  static List<FilePath> of(FilePath path) {
    List<FilePath> trail = new ArrayList<>();
    trail.add(ROOT);
    byte[] raw = path.raw().toArray();
    for (int at = 1; at <= raw.length; at++) {
      boolean ends = at == raw.length || raw[at] == '/';
      if (ends && raw[at - 1] != '/') {
        trail.add(FilePath.of(Arrays.copyOf(raw, at)));
      }
    }
    return trail;
  }

  static boolean isRoot(FilePath path) {
    return of(path).size() == 1;
  }

  /// The folder that a path lies in; the root's is the root.
  static FilePath parent(FilePath path) {
    List<FilePath> trail = of(path);
    return trail.size() == 1 ? ROOT : trail.get(trail.size() - 2);
  }
}
