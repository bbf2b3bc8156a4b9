package com.plexichat.backup.agent.io;

import java.util.Locale;

/// System calls by their numbers on x86-64 and on aarch64 (the kernel's generic table).
enum Syscall {
  CLOSE(3, 57),
  LSEEK(8, 62),
  PREAD64(17, 67),
  PWRITE64(18, 68),
  FSYNC(74, 82),
  FTRUNCATE(77, 46),
  FCHMOD(91, 52),
  FSTATFS(138, 44),
  SETXATTR(188, 5),
  FSETXATTR(190, 7),
  GETXATTR(191, 8),
  LGETXATTR(192, 9),
  FGETXATTR(193, 10),
  LISTXATTR(194, 11),
  LLISTXATTR(195, 12),
  FLISTXATTR(196, 13),
  REMOVEXATTR(197, 14),
  FREMOVEXATTR(199, 16),
  GETDENTS64(217, 61),
  OPENAT(257, 56),
  MKDIRAT(258, 34),
  MKNODAT(259, 33),
  FCHOWNAT(260, 54),
  UNLINKAT(263, 35),
  LINKAT(265, 37),
  SYMLINKAT(266, 36),
  READLINKAT(267, 78),
  FCHMODAT(268, 53),
  UTIMENSAT(280, 88),
  SYNCFS(306, 267),
  RENAMEAT2(316, 276),
  STATX(332, 291),
  OPENAT2(437, 437);

  private final long number;

  Syscall(int x86, int arm) {
    this.number = isArm() ? arm : x86;
  }

  static boolean isArm() {
    return System.getProperty("os.arch", "").equals("aarch64");
  }

  long number() {
    return number;
  }

  String call() {
    return name().toLowerCase(Locale.ROOT);
  }
}
