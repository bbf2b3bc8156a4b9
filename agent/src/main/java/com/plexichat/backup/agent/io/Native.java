package com.plexichat.backup.agent.io;

import java.nio.charset.StandardCharsets;

/// System calls on files, each addressed by a directory's descriptor and a raw name, so that paths
/// of any depth and any bytes work and a link planted in between is not followed.
final class Native {
  static final int AT_FDCWD = -100;
  static final int AT_SYMLINK_NOFOLLOW = 0x100;
  static final int AT_REMOVEDIR = 0x200;
  static final int AT_EMPTY_PATH = 0x1000;
  static final int O_RDONLY = 0;
  static final int O_WRONLY = 1;
  static final int O_CREAT = 0100;
  static final int O_EXCL = 0200;
  static final int O_NOCTTY = 0400;
  static final int O_NONBLOCK = 04000;
  static final int O_NOATIME = 01000000;
  static final int O_CLOEXEC = 02000000;
  static final int O_PATH = 010000000;
  // These two have other values on aarch64.
  static final int O_DIRECTORY = Syscall.isArm() ? 040000 : 0200000;
  static final int O_NOFOLLOW = Syscall.isArm() ? 0100000 : 0400000;
  static final int RESOLVE_NO_MAGICLINKS = 2;
  static final int RESOLVE_NO_SYMLINKS = 4;
  static final int RESOLVE_BENEATH = 8;
  static final int RENAME_NOREPLACE = 1;
  static final int SEEK_DATA = 3;
  static final int SEEK_HOLE = 4;

  private static final int STATX_BASIC = 0x7ff;
  private static final int OPEN_HOW = 24;
  private static final int TRIES = 8;

  private Native() {}

  static Fd open(int folder, byte[] path, int flags, int mode) throws SystemCallFailed {
    try (Scratch scratch = Scratch.take()) {
      long fd =
          Libc.call(
              scratch, Syscall.OPENAT, folder, scratch.path(path), flags | O_CLOEXEC, mode, 0);
      return new Fd((int) check(fd, Syscall.OPENAT, path));
    }
  }

  /// Opens a path below a folder, or an absolute one from the root, following no link of any kind.
  static Fd openNoLinks(int folder, byte[] path, int flags, int mode) throws SystemCallFailed {
    boolean absolute = path.length > 0 && path[0] == '/';
    int resolve = RESOLVE_NO_MAGICLINKS | RESOLVE_NO_SYMLINKS | (absolute ? 0 : RESOLVE_BENEATH);
    try (Scratch scratch = Scratch.take()) {
      scratch.setLong(0, (flags | O_CLOEXEC) & 0xffffffffL);
      scratch.setLong(8, mode);
      scratch.setLong(16, resolve);
      long at = scratch.path(path);
      long fd = -Errno.EAGAIN;
      for (int i = 0; i < TRIES && fd == -Errno.EAGAIN; i++) {
        fd = Libc.call(scratch, Syscall.OPENAT2, folder, at, scratch.struct(), OPEN_HOW, 0);
      }
      return new Fd((int) check(fd, Syscall.OPENAT2, path));
    }
  }

  /// What a name of a folder is; a link is itself.
  static FileStat stat(int folder, byte[] name) throws SystemCallFailed {
    return stat(folder, name, AT_SYMLINK_NOFOLLOW);
  }

  static FileStat stat(Fd fd) throws SystemCallFailed {
    return stat(fd.number(), new byte[0], AT_EMPTY_PATH);
  }

  static FileStat stat(int folder, byte[] name, int flags) throws SystemCallFailed {
    try (Scratch scratch = Scratch.take()) {
      long path = scratch.path(name);
      long done =
          Libc.call(scratch, Syscall.STATX, folder, path, flags, STATX_BASIC, scratch.struct());
      check(done, Syscall.STATX, name);
      int mode = scratch.getShort(28) & 0xffff;
      long device = device(scratch.getInt(136), scratch.getInt(140));
      long node = device(scratch.getInt(128), scratch.getInt(132));
      Attributes attributes =
          new Attributes(
              mode & Attributes.MODE_MASK,
              scratch.getInt(20),
              scratch.getInt(24),
              time(scratch, 112),
              time(scratch, 64));
      Inode inode =
          new Inode(
              device,
              scratch.getLong(32),
              scratch.getInt(16) & 0xffffffffL,
              node,
              scratch.getLong(48));
      return new FileStat(
          FileKind.of(mode), scratch.getLong(40), attributes, inode, time(scratch, 96));
    }
  }

  private static Timestamp time(Scratch scratch, int at) {
    return new Timestamp(scratch.getLong(at), scratch.getInt(at + 8));
  }

  /// Puts a device's number together as the C library does, so that it means the same elsewhere.
  static long device(long major, long minor) {
    return ((major & 0xfffff000L) << 32)
        | ((major & 0xfffL) << 8)
        | ((minor & 0xffffff00L) << 12)
        | (minor & 0xffL);
  }

  static byte[] readLink(int folder, byte[] name) throws SystemCallFailed {
    try (Scratch scratch = Scratch.take()) {
      long length =
          Libc.call(
              scratch,
              Syscall.READLINKAT,
              folder,
              scratch.path(name),
              scratch.buffer(),
              Scratch.BUFFER,
              0);
      return scratch.copy(0, (int) check(length, Syscall.READLINKAT, name));
    }
  }

  static void makeFolder(int folder, byte[] name, int mode) throws SystemCallFailed {
    try (Scratch scratch = Scratch.take()) {
      long done = Libc.call(scratch, Syscall.MKDIRAT, folder, scratch.path(name), mode, 0, 0);
      check(done, Syscall.MKDIRAT, name);
    }
  }

  static void makeNode(int folder, byte[] name, int mode, long device) throws SystemCallFailed {
    try (Scratch scratch = Scratch.take()) {
      long done = Libc.call(scratch, Syscall.MKNODAT, folder, scratch.path(name), mode, device, 0);
      check(done, Syscall.MKNODAT, name);
    }
  }

  static void symlink(byte[] target, int folder, byte[] name) throws SystemCallFailed {
    try (Scratch scratch = Scratch.take()) {
      long to = scratch.secondPath(target);
      check(
          Libc.call(scratch, Syscall.SYMLINKAT, to, folder, scratch.path(name), 0, 0),
          Syscall.SYMLINKAT,
          name);
    }
  }

  static void link(int fromFolder, byte[] from, int folder, byte[] name) throws SystemCallFailed {
    try (Scratch scratch = Scratch.take()) {
      long old = scratch.secondPath(from);
      check(
          Libc.call(scratch, Syscall.LINKAT, fromFolder, old, folder, scratch.path(name), 0),
          Syscall.LINKAT,
          name);
    }
  }

  static void remove(int folder, byte[] name, int flags) throws SystemCallFailed {
    try (Scratch scratch = Scratch.take()) {
      long done = Libc.call(scratch, Syscall.UNLINKAT, folder, scratch.path(name), flags, 0, 0);
      check(done, Syscall.UNLINKAT, name);
    }
  }

  static void rename(int folder, byte[] from, byte[] to, int flags) throws SystemCallFailed {
    try (Scratch scratch = Scratch.take()) {
      long old = scratch.secondPath(from);
      long done =
          Libc.call(scratch, Syscall.RENAMEAT2, folder, old, folder, scratch.path(to), flags);
      check(done, Syscall.RENAMEAT2, to);
    }
  }

  static long seek(Fd fd, long offset, int whence) throws SystemCallFailed {
    try (Scratch scratch = Scratch.take()) {
      long at = Libc.call(scratch, Syscall.LSEEK, fd.number(), offset, whence, 0, 0);
      return at == -Errno.ENXIO ? -1 : check(at, Syscall.LSEEK, new byte[0]);
    }
  }

  /// Reads until the piece is full or the file ends; the bytes read.
  static int read(Fd fd, long offset, byte[] into, int from, int length) throws SystemCallFailed {
    int done = 0;
    try (Scratch scratch = Scratch.take()) {
      while (done < length) {
        int piece = Math.min(length - done, Scratch.BUFFER);
        long got =
            Libc.call(
                scratch, Syscall.PREAD64, fd.number(), scratch.buffer(), piece, offset + done, 0);
        int count = (int) check(got, Syscall.PREAD64, new byte[0]);
        if (count == 0) {
          break;
        }
        scratch.copyTo(0, into, from + done, count);
        done += count;
      }
    }
    return done;
  }

  static void write(Fd fd, long offset, byte[] bytes, int from, int length)
      throws SystemCallFailed {
    int done = 0;
    try (Scratch scratch = Scratch.take()) {
      while (done < length) {
        int piece = Math.min(length - done, Scratch.BUFFER);
        scratch.copyFrom(bytes, from + done, piece);
        done +=
            (int)
                check(
                    Libc.call(
                        scratch,
                        Syscall.PWRITE64,
                        fd.number(),
                        scratch.buffer(),
                        piece,
                        offset + done,
                        0),
                    Syscall.PWRITE64,
                    new byte[0]);
      }
    }
  }

  static void truncate(Fd fd, long size) throws SystemCallFailed {
    simple(Syscall.FTRUNCATE, fd, size);
  }

  static void sync(Fd fd) throws SystemCallFailed {
    simple(Syscall.FSYNC, fd, 0);
  }

  /// Makes everything of the file system that this file lies on durable.
  static void syncAll(Fd fd) throws SystemCallFailed {
    simple(Syscall.SYNCFS, fd, 0);
  }

  /// The type of the file system as its magic number.
  static long fileSystem(Fd fd) throws SystemCallFailed {
    try (Scratch scratch = Scratch.take()) {
      long done = Libc.call(scratch, Syscall.FSTATFS, fd.number(), scratch.struct(), 0, 0, 0);
      check(done, Syscall.FSTATFS, new byte[0]);
      return scratch.getLong(0) & 0xffffffffL;
    }
  }

  private static void simple(Syscall call, Fd fd, long argument) throws SystemCallFailed {
    try (Scratch scratch = Scratch.take()) {
      check(Libc.call(scratch, call, fd.number(), argument, 0, 0, 0), call, new byte[0]);
    }
  }

  /// The way to what a descriptor stands for, through `/proc`.
  static byte[] through(Fd fd) {
    return ("/proc/self/fd/" + fd.number()).getBytes(StandardCharsets.US_ASCII);
  }

  static long check(long result, Syscall call, byte[] what) throws SystemCallFailed {
    if (result < 0) {
      throw new SystemCallFailed(call.call(), (int) -result, RawPath.print(what));
    }
    return result;
  }
}
