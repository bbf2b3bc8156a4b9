package com.plexichat.backup.agent.io;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// An open folder of a [SafeTree]. Names are single components; none of its calls follows a link.
///
/// New things are made under a temporary name of their own and take their place by a rename when
/// they are whole: what has a name is whole. The temporary name follows from the final one, so that
/// a run after a crash takes away what the crash left.
public final class SafeFolder implements AutoCloseable {
  private static final String TEMPORARY_PREFIX = ".plexichat-";
  private static final String TEMPORARY_SUFFIX = ".part";
  private static final int TEMPORARY_BYTES = 16;
  private static final int TEMPORARY_LENGTH =
      TEMPORARY_PREFIX.length() + 2 * TEMPORARY_BYTES + TEMPORARY_SUFFIX.length();
  private static final int FOLDER = Native.O_RDONLY | Native.O_DIRECTORY | Native.O_NOFOLLOW;
  private static final int CREATE =
      Native.O_WRONLY | Native.O_CREAT | Native.O_EXCL | Native.O_NOFOLLOW | Native.O_NOCTTY;
  private static final int PRIVATE_FILE = 0600;
  private static final int PRIVATE_FOLDER = 0700;
  private static final int TRIES = 16;

  private final Fd fd;

  SafeFolder(Fd fd) {
    this.fd = fd;
  }

  /// Whether a name is one of our temporary names. They are never backed up and never restored.
  public static boolean isTemporaryName(byte[] name) {
    if (name.length != TEMPORARY_LENGTH || name[0] != '.') {
      return false;
    }
    String text = new String(name, StandardCharsets.ISO_8859_1);
    return text.startsWith(TEMPORARY_PREFIX)
        && text.endsWith(TEMPORARY_SUFFIX)
        && text.substring(TEMPORARY_PREFIX.length(), TEMPORARY_LENGTH - TEMPORARY_SUFFIX.length())
            .chars()
            .allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }

  static byte[] temporaryName(byte[] name) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(name);
      String hex = HexFormat.of().formatHex(hash, 0, TEMPORARY_BYTES);
      return (TEMPORARY_PREFIX + hex + TEMPORARY_SUFFIX).getBytes(StandardCharsets.US_ASCII);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  public FileStat stat() throws SystemCallFailed {
    return Native.stat(fd);
  }

  /// What a name is, a link being itself; empty when there is nothing.
  public Optional<FileStat> stat(byte[] name) throws SystemCallFailed {
    try {
      return Optional.of(Native.stat(fd.number(), checked(name)));
    } catch (SystemCallFailed e) {
      if (e.isMissing()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  public boolean isEmpty() throws SystemCallFailed {
    try (Scratch scratch = Scratch.take()) {
      Native.seek(fd, 0, 0);
      final int moreThanDots = 3;
      long got =
          Libc.call(
              scratch, Syscall.GETDENTS64, fd.number(), scratch.buffer(), Scratch.BUFFER, 0, 0);
      int length = (int) Native.check(got, Syscall.GETDENTS64, new byte[0]);
      int entries = 0;
      for (int at = 0; at < length; at += scratch.bufferShort(at + 16)) {
        entries++;
      }
      return entries < moreThanDots;
    }
  }

  public byte[] readLink(byte[] name) throws SystemCallFailed {
    return Native.readLink(fd.number(), checked(name));
  }

  /// Makes a folder that only its owner may enter, and fails when anything has that name.
  public void makeFolder(byte[] name) throws SystemCallFailed {
    Native.makeFolder(fd.number(), checked(name), PRIVATE_FOLDER);
  }

  /// Opens a folder in this one; a link in its place is refused.
  public SafeFolder enter(byte[] name) throws SystemCallFailed {
    return new SafeFolder(Native.openNoLinks(fd.number(), checked(name), FOLDER, 0));
  }

  /// Begins a file under a temporary name (0600).
  public NewFile newFile(byte[] name) throws SystemCallFailed {
    byte[] temporary = temporaryName(checked(name));
    for (int i = 0; ; i++) {
      try {
        Fd file = Native.openNoLinks(fd.number(), temporary, CREATE, PRIVATE_FILE);
        return new NewFile(this, temporary, name, file);
      } catch (SystemCallFailed e) {
        if (!e.isExisting() || i == TRIES) {
          throw e;
        }
        removeIfPresent(temporary);
      }
    }
  }

  /// Makes a symbolic link with its metadata. `replace`: whether it may take a place that is taken.
  public List<MetadataFailure> symlink(
      byte[] name, byte[] target, Metadata metadata, boolean replace) throws SystemCallFailed {
    for (byte b : target) {
      if (b == 0) {
        throw new SystemCallFailed("symlinkat", Errno.EINVAL, RawPath.print(name));
      }
    }
    return make(
        name, FileKind.SYMLINK, metadata, replace, at -> Native.symlink(target, fd.number(), at));
  }

  /// Makes a fifo, socket or device. `device`: `st_rdev`, 0 for fifo and socket.
  public List<MetadataFailure> node(
      byte[] name, FileKind kind, long device, Metadata metadata, boolean replace)
      throws SystemCallFailed {
    if (kind == FileKind.FILE || kind == FileKind.DIRECTORY || kind == FileKind.SYMLINK) {
      throw new IllegalArgumentException("not a node: " + kind);
    }
    int mode = kind.bits() | PRIVATE_FILE;
    return make(
        name, kind, metadata, replace, at -> Native.makeNode(fd.number(), at, mode, device));
  }

  /// Gives an existing file of the tree one more name.
  public void link(SafeFolder from, byte[] existing, byte[] name, boolean replace)
      throws SystemCallFailed {
    checked(existing);
    byte[] temporary = temporaryName(checked(name));
    fresh(temporary, at -> Native.link(from.fd.number(), existing, fd.number(), at));
    place(temporary, name, replace);
  }

  private interface Maker {
    void make(byte[] name) throws SystemCallFailed;
  }

  private List<MetadataFailure> make(
      byte[] name, FileKind kind, Metadata metadata, boolean replace, Maker maker)
      throws SystemCallFailed {
    byte[] temporary = temporaryName(checked(name));
    fresh(temporary, maker);
    List<MetadataFailure> failures = apply(temporary, kind, metadata);
    place(temporary, name, replace);
    return failures;
  }

  private void fresh(byte[] temporary, Maker maker) throws SystemCallFailed {
    for (int i = 0; ; i++) {
      try {
        maker.make(temporary);
        return;
      } catch (SystemCallFailed e) {
        if (!e.isExisting() || i == TRIES) {
          throw e;
        }
        removeIfPresent(temporary);
      }
    }
  }

  /// Renames what is whole into its place; what cannot take it is removed.
  void place(byte[] temporary, byte[] name, boolean replace) throws SystemCallFailed {
    try {
      if (replace) {
        Native.rename(fd.number(), temporary, name, 0);
      } else {
        placeIfFree(temporary, name);
      }
    } catch (SystemCallFailed e) {
      removeIfPresent(temporary);
      throw e;
    }
  }

  private void placeIfFree(byte[] temporary, byte[] name) throws SystemCallFailed {
    try {
      Native.rename(fd.number(), temporary, name, Native.RENAME_NOREPLACE);
    } catch (SystemCallFailed e) {
      if (e.errno() != Errno.EINVAL) {
        throw e;
      }
      // A file system that cannot rename so: a hard link fails as well when the place is taken.
      Native.link(fd.number(), temporary, fd.number(), name);
      Native.remove(fd.number(), temporary, 0);
    }
  }

  /// Sets the metadata of what a name is now, the name being looked up once and never followed. A
  /// thing of another kind than expected was planted there and is left alone.
  public List<MetadataFailure> apply(byte[] name, FileKind expected, Metadata metadata)
      throws SystemCallFailed {
    int flags = Native.O_PATH | Native.O_NOFOLLOW;
    try (Fd node = Native.open(fd.number(), checked(name), flags, 0)) {
      if (Native.stat(node).kind() != expected) {
        throw new SystemCallFailed("openat", Errno.ELOOP, RawPath.print(name));
      }
      return MetadataWriter.apply(node, true, metadata);
    }
  }

  /// Sets the metadata of what was looked at, if the name is still the same inode and that has no
  /// other name: a further name may lie outside, put there by whoever wants it changed.
  public List<MetadataFailure> apply(byte[] name, FileStat known, Metadata metadata)
      throws SystemCallFailed {
    int flags = Native.O_PATH | Native.O_NOFOLLOW;
    try (Fd node = Native.open(fd.number(), checked(name), flags, 0)) {
      FileStat now = Native.stat(node);
      if (!now.inode().isSame(known.inode()) || now.inode().links() > 1) {
        throw new SystemCallFailed("openat", Errno.ELOOP, RawPath.print(name));
      }
      return MetadataWriter.apply(node, true, metadata);
    }
  }

  /// Sets the metadata of the folder itself.
  public List<MetadataFailure> apply(Metadata metadata) throws SystemCallFailed {
    return MetadataWriter.apply(fd, false, metadata);
  }

  /// Makes the folder writable to its owner, for the time in which things are put into it.
  public void unlock() throws SystemCallFailed {
    NativeMetadata.mode(fd, false, stat().attributes().mode() | PRIVATE_FOLDER);
  }

  /// Removes a name that is no folder.
  public void remove(byte[] name) throws SystemCallFailed {
    Native.remove(fd.number(), checked(name), 0);
  }

  /// Removes a folder that is empty.
  public void removeFolder(byte[] name) throws SystemCallFailed {
    Native.remove(fd.number(), checked(name), Native.AT_REMOVEDIR);
  }

  private void removeIfPresent(byte[] name) throws SystemCallFailed {
    try {
      Native.remove(fd.number(), name, 0);
    } catch (SystemCallFailed e) {
      if (e.errno() == Errno.EISDIR) {
        Native.remove(fd.number(), name, Native.AT_REMOVEDIR);
      } else if (!e.isMissing()) {
        throw e;
      }
    }
  }

  /// Makes the names in this folder durable.
  public void sync() throws SystemCallFailed {
    Native.sync(fd);
  }

  private static byte[] checked(byte[] name) throws SystemCallFailed {
    if (!RawPath.isName(name)) {
      throw new SystemCallFailed("name", Errno.EINVAL, RawPath.print(name));
    }
    return name;
  }

  @Override
  public void close() {
    fd.close();
  }
}
