package com.plexichat.backup.console.screens.backups;

import com.plexichat.backup.shared.model.Entry;

/// Permissions as `ls -l` writes them (POSIX.1-2017, `ls`, "File Mode Bits").
final class ModeBits {
  private static final int SET_UID = 04000;
  private static final int SET_GID = 02000;
  private static final int STICKY = 01000;

  private ModeBits() {}

  /// "drwxr-xr-x"
  static String of(Entry entry) {
    int mode = entry.mode();
    return type(entry.kind())
        + triple(mode >> 6, (mode & SET_UID) != 0, 's')
        + triple(mode >> 3, (mode & SET_GID) != 0, 's')
        + triple(mode, (mode & STICKY) != 0, 't');
  }

  /// "0755"
  static String octal(int mode) {
    return "%04o".formatted(mode & 07777);
  }

  private static char type(String kind) {
    return switch (kind) {
      case "directory" -> 'd';
      case "symlink" -> 'l';
      case "fifo" -> 'p';
      case "socket" -> 's';
      case "character_device" -> 'c';
      case "block_device" -> 'b';
      default -> '-';
    };
  }

  private static String triple(int bits, boolean special, char mark) {
    boolean runs = (bits & 1) != 0;
    char last = runs ? 'x' : '-';
    if (special) {
      last = runs ? mark : Character.toUpperCase(mark);
    }
    return "" + ((bits & 4) != 0 ? 'r' : '-') + ((bits & 2) != 0 ? 'w' : '-') + last;
  }
}
