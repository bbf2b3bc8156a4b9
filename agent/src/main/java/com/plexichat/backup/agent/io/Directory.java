package com.plexichat.backup.agent.io;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An open directory that is read: its names are raw bytes and looked up relative to it, whatever
/// happens to the path by which it was reached.
///
/// Nothing here follows a symbolic link but [#open] in the path it is given.
public final class Directory implements AutoCloseable {
  private static final int READ =
      Native.O_RDONLY | Native.O_DIRECTORY | Native.O_NOFOLLOW | Native.O_NONBLOCK;
  private static final byte[] PARENT = {'.', '.'};

  private static final Map<Long, String> PSEUDO =
      Map.ofEntries(
          Map.entry(0x9fa0L, "proc"),
          Map.entry(0x62656572L, "sysfs"),
          Map.entry(0x1cd1L, "devpts"),
          Map.entry(0x27e0ebL, "cgroup"),
          Map.entry(0x63677270L, "cgroup2"),
          Map.entry(0x64626720L, "debugfs"),
          Map.entry(0x74726163L, "tracefs"),
          Map.entry(0x73636673L, "securityfs"),
          Map.entry(0xcafe4a11L, "bpf"),
          Map.entry(0x6165676cL, "pstore"),
          Map.entry(0xde5e81e4L, "efivarfs"),
          Map.entry(0x19800202L, "mqueue"),
          Map.entry(0x958458f6L, "hugetlbfs"),
          Map.entry(0x65735543L, "fusectl"),
          Map.entry(0x62656570L, "configfs"),
          Map.entry(0x42494e4dL, "binfmt_misc"),
          Map.entry(0xf97cff8cL, "selinuxfs"),
          Map.entry(0x67596969L, "rpc_pipefs"),
          Map.entry(0x6e736673L, "nsfs"));

  private final Fd fd;

  private Directory(Fd fd) {
    this.fd = fd;
  }

  /// Opens a directory by its absolute path as the system resolves it, symbolic links included,
  /// except that the last component must not be one. Paths longer than the system takes at once are
  /// gone through in pieces.
  public static Directory open(RawPath path) throws SystemCallFailed {
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException("not absolute: " + path);
    }
    Fd at = Native.open(Native.AT_FDCWD, new byte[] {'/'}, READ, 0);
    List<byte[]> pieces = PathPieces.of(path);
    for (int i = 0; i < pieces.size(); i++) {
      boolean last = i == pieces.size() - 1;
      // O_PATH needs no right to read what is only passed through.
      int flags = last ? READ : Native.O_PATH | Native.O_DIRECTORY;
      try (Fd passed = at) {
        at = Native.open(passed.number(), pieces.get(i), flags, 0);
      }
    }
    return new Directory(at);
  }

  /// What stands at an absolute path: links in the path are followed, the last component is not.
  public static FileStat stat(RawPath path) throws SystemCallFailed {
    if (path.isRoot()) {
      return Native.stat(Native.AT_FDCWD, new byte[] {'/'});
    }
    try (Directory parent = pass(path.parent())) {
      return parent.stat(path.name());
    }
  }

  /// Opens a directory, links in its path followed, only to look up names in it; it may be one that
  /// must not be listed.
  public static Directory pass(RawPath path) throws SystemCallFailed {
    int flags = Native.O_PATH | Native.O_DIRECTORY;
    Fd at = Native.open(Native.AT_FDCWD, new byte[] {'/'}, flags, 0);
    for (byte[] piece : PathPieces.of(path)) {
      try (Fd passed = at) {
        at = Native.open(passed.number(), piece, flags, 0);
      }
    }
    return new Directory(at);
  }

  public FileStat stat() throws SystemCallFailed {
    return Native.stat(fd);
  }

  /// What a name is; a symbolic link is itself.
  public FileStat stat(byte[] name) throws SystemCallFailed {
    return Native.stat(fd.number(), checked(name));
  }

  /// All names but `.` and `..`, sorted by their unsigned bytes.
  public List<byte[]> list() throws SystemCallFailed {
    List<byte[]> names = new ArrayList<>();
    Native.seek(fd, 0, 0);
    try (Scratch scratch = Scratch.take()) {
      while (true) {
        long got =
            Libc.call(
                scratch, Syscall.GETDENTS64, fd.number(), scratch.buffer(), Scratch.BUFFER, 0, 0);
        int length = (int) Native.check(got, Syscall.GETDENTS64, new byte[0]);
        if (length == 0) {
          break;
        }
        collect(scratch, length, names);
      }
    }
    names.sort(Arrays::compareUnsigned);
    return names;
  }

  private static void collect(Scratch scratch, int length, List<byte[]> names) {
    final int lengthAt = 16;
    final int nameAt = 19;
    for (int at = 0; at < length; at += scratch.bufferShort(at + lengthAt)) {
      int end = at + nameAt;
      while (scratch.bufferByte(end) != 0) {
        end++;
      }
      byte[] name = scratch.copy(at + nameAt, end - at - nameAt);
      // A name that is no name ("..", or a slash in it from a broken file system) leads astray.
      if (RawPath.isName(name)) {
        names.add(name);
      }
    }
  }

  /// Opens a directory in this one.
  public Directory openDirectory(byte[] name) throws SystemCallFailed {
    return new Directory(openNoAtime(checked(name), READ));
  }

  /// Opens the directory that this one now lies in.
  public Directory openParent() throws SystemCallFailed {
    return new Directory(Native.open(fd.number(), PARENT, READ, 0));
  }

  /// Opens a regular file for reading. What is no regular file by now is closed again without
  /// having been waited for, and empty is returned.
  public Optional<SourceFile> openFile(byte[] name) throws SystemCallFailed {
    int flags = Native.O_RDONLY | Native.O_NOFOLLOW | Native.O_NONBLOCK | Native.O_NOCTTY;
    Fd file;
    try {
      file = openNoAtime(checked(name), flags);
    } catch (SystemCallFailed e) {
      // What O_NOFOLLOW says of a link, and the system of a socket or a device without a driver.
      int errno = e.errno();
      if (errno == Errno.ELOOP || errno == Errno.ENXIO || errno == Errno.ENODEV) {
        return Optional.empty();
      }
      throw e;
    }
    try {
      FileStat stat = Native.stat(file);
      if (stat.kind() == FileKind.FILE) {
        return Optional.of(new SourceFile(file, stat));
      }
      file.close();
      return Optional.empty();
    } catch (SystemCallFailed e) {
      file.close();
      throw e;
    }
  }

  /// Reading leaves no trace where the system allows that: to the owner and to root.
  private Fd openNoAtime(byte[] name, int flags) throws SystemCallFailed {
    try {
      return Native.open(fd.number(), name, flags | Native.O_NOATIME, 0);
    } catch (SystemCallFailed e) {
      if (e.errno() != Errno.EPERM) {
        throw e;
      }
      return Native.open(fd.number(), name, flags, 0);
    }
  }

  /// The raw target of a symbolic link.
  public byte[] readLink(byte[] name) throws SystemCallFailed {
    return Native.readLink(fd.number(), checked(name));
  }

  /// The extended attributes of a name, ACLs and capabilities included, without opening it.
  public List<Xattr> xattrs(byte[] name) throws SystemCallFailed {
    return NativeMetadata.xattrs(fd, checked(name));
  }

  /// The extended attributes of the directory itself.
  public List<Xattr> xattrs() throws SystemCallFailed {
    return NativeMetadata.xattrs(fd, false);
  }

  /// The name of the pseudo file system (`proc`, `sysfs`, …) that this directory lies on; empty for
  /// one that keeps files.
  public Optional<String> pseudoFileSystem() throws SystemCallFailed {
    return Optional.ofNullable(PSEUDO.get(Native.fileSystem(fd)));
  }

  private static byte[] checked(byte[] name) {
    if (!RawPath.isName(name)) {
      throw new IllegalArgumentException("not a name: " + RawPath.print(name));
    }
    return name;
  }

  @Override
  public void close() {
    fd.close();
  }
}
