package com.plexichat.backup.agent.io;

/// What a directory entry is.
public enum FileKind {
  FILE(0100000),
  DIRECTORY(0040000),
  SYMLINK(0120000),
  FIFO(0010000),
  SOCKET(0140000),
  CHARACTER_DEVICE(0020000),
  BLOCK_DEVICE(0060000);

  static final int MASK = 0170000;

  private final int bits;

  FileKind(int bits) {
    this.bits = bits;
  }

  int bits() {
    return bits;
  }

  static FileKind of(int mode) {
    return switch (mode & MASK) {
      case 0100000 -> FILE;
      case 0040000 -> DIRECTORY;
      case 0120000 -> SYMLINK;
      case 0010000 -> FIFO;
      case 0140000 -> SOCKET;
      case 0020000 -> CHARACTER_DEVICE;
      case 0060000 -> BLOCK_DEVICE;
      default -> throw new IllegalArgumentException("file mode " + Integer.toOctalString(mode));
    };
  }
}
