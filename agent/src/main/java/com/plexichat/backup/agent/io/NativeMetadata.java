package com.plexichat.backup.agent.io;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// System calls for owner, mode, times and extended attributes.
///
/// A descriptor opened with O_PATH takes part in few of them, so they go the way through `/proc`,
/// which leads to the very inode that is open, a symbolic link included.
final class NativeMetadata {
  private static final int UNCHANGED = -1;

  private NativeMetadata() {}

  static void owner(Fd fd, int uid, int gid) throws SystemCallFailed {
    try (Scratch scratch = Scratch.take()) {
      long empty = scratch.path(new byte[0]);
      int flags = Native.AT_EMPTY_PATH | Native.AT_SYMLINK_NOFOLLOW;
      Native.check(
          Libc.call(scratch, Syscall.FCHOWNAT, fd.number(), empty, uid, gid, flags),
          Syscall.FCHOWNAT,
          new byte[0]);
    }
  }

  static void group(Fd fd, int gid) throws SystemCallFailed {
    owner(fd, UNCHANGED, gid);
  }

  static void mode(Fd fd, boolean pathOnly, int mode) throws SystemCallFailed {
    try (Scratch scratch = Scratch.take()) {
      long done =
          pathOnly
              ? Libc.call(
                  scratch,
                  Syscall.FCHMODAT,
                  Native.AT_FDCWD,
                  scratch.path(Native.through(fd)),
                  mode,
                  0,
                  0)
              : Libc.call(scratch, Syscall.FCHMOD, fd.number(), mode, 0, 0, 0);
      Native.check(done, Syscall.FCHMOD, new byte[0]);
    }
  }

  static void times(Fd fd, boolean pathOnly, Attributes attributes) throws SystemCallFailed {
    try (Scratch scratch = Scratch.take()) {
      scratch.setLong(0, attributes.accessed().seconds());
      scratch.setLong(8, attributes.accessed().nanos());
      scratch.setLong(16, attributes.modified().seconds());
      scratch.setLong(24, attributes.modified().nanos());
      long path = pathOnly ? scratch.path(Native.through(fd)) : 0;
      int folder = pathOnly ? Native.AT_FDCWD : fd.number();
      Native.check(
          Libc.call(scratch, Syscall.UTIMENSAT, folder, path, scratch.struct(), 0, 0),
          Syscall.UTIMENSAT,
          new byte[0]);
    }
  }

  /// All attributes of an open file, sorted by name.
  static List<Xattr> xattrs(Fd fd, boolean pathOnly) throws SystemCallFailed {
    return pathOnly
        ? xattrs(Syscall.LISTXATTR, Syscall.GETXATTR, 0, Native.through(fd))
        : xattrs(Syscall.FLISTXATTR, Syscall.FGETXATTR, fd.number(), new byte[0]);
  }

  /// All attributes of a name in a folder, sorted by name; a link is itself, nothing is opened.
  static List<Xattr> xattrs(Fd folder, byte[] name) throws SystemCallFailed {
    byte[] through = Native.through(folder);
    byte[] path = Arrays.copyOf(through, through.length + 1 + name.length);
    path[through.length] = '/';
    System.arraycopy(name, 0, path, through.length + 1, name.length);
    return xattrs(Syscall.LLISTXATTR, Syscall.LGETXATTR, 0, path);
  }

  private static List<Xattr> xattrs(Syscall list, Syscall get, int fd, byte[] path)
      throws SystemCallFailed {
    try (Scratch scratch = Scratch.take()) {
      long of = path.length == 0 ? fd : scratch.path(path);
      long length = Libc.call(scratch, list, of, scratch.buffer(), Scratch.BUFFER, 0, 0);
      if (length == 0 || length == -Errno.EOPNOTSUPP) {
        return List.of();
      }
      byte[] names = scratch.copy(0, (int) Native.check(length, list, path));
      List<Xattr> found = new ArrayList<>();
      int from = 0;
      for (int i = 0; i < names.length; i++) {
        if (names[i] != 0) {
          continue;
        }
        byte[] name = Arrays.copyOfRange(names, from, i);
        from = i + 1;
        long size =
            Libc.call(
                scratch, get, of, scratch.secondPath(name), scratch.buffer(), Scratch.BUFFER, 0);
        if (size != -Errno.ENODATA) {
          found.add(new Xattr(name, scratch.copy(0, (int) Native.check(size, get, name))));
        }
      }
      found.sort((a, b) -> Arrays.compareUnsigned(a.name(), b.name()));
      return List.copyOf(found);
    }
  }

  static void setXattr(Fd fd, boolean pathOnly, Xattr xattr) throws SystemCallFailed {
    Syscall call = pathOnly ? Syscall.SETXATTR : Syscall.FSETXATTR;
    if (xattr.value().length > Scratch.BUFFER) {
      throw new SystemCallFailed(call.call(), Errno.ENOSPC, RawPath.print(xattr.name()));
    }
    try (Scratch scratch = Scratch.take()) {
      long of = pathOnly ? scratch.path(Native.through(fd)) : fd.number();
      long name = scratch.secondPath(xattr.name());
      scratch.copyFrom(xattr.value(), 0, xattr.value().length);
      Native.check(
          Libc.call(scratch, call, of, name, scratch.buffer(), xattr.value().length, 0),
          call,
          xattr.name());
    }
  }

  static void removeXattr(Fd fd, boolean pathOnly, byte[] name) throws SystemCallFailed {
    Syscall call = pathOnly ? Syscall.REMOVEXATTR : Syscall.FREMOVEXATTR;
    try (Scratch scratch = Scratch.take()) {
      long of = pathOnly ? scratch.path(Native.through(fd)) : fd.number();
      long done = Libc.call(scratch, call, of, scratch.secondPath(name), 0, 0, 0);
      if (done != -Errno.ENODATA) {
        Native.check(done, call, name);
      }
    }
  }

  /// Whether a restore may take away an attribute that the original did not have: what users set
  /// and what a folder's default ACL left, never what the system labels files with.
  static boolean isRemovable(Xattr xattr) {
    String name = new String(xattr.name(), StandardCharsets.ISO_8859_1);
    return name.startsWith("user.") || name.startsWith("system.posix_acl_");
  }
}
