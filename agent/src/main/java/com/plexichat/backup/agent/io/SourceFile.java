package com.plexichat.backup.agent.io;

import java.util.List;
import java.util.Objects;

/// A regular file open for reading. It stays the same file whatever happens to its name.
///
/// Reads name their offset, so that several threads may read one file.
public final class SourceFile implements AutoCloseable {
  private final Fd fd;
  private final FileStat opened;

  SourceFile(Fd fd, FileStat opened) {
    this.fd = fd;
    this.opened = opened;
  }

  /// What the file was when it was opened.
  public FileStat opened() {
    return opened;
  }

  /// What the file is now.
  public FileStat stat() throws SystemCallFailed {
    return Native.stat(fd);
  }

  /// Reads until `length` bytes are there or the file ends; the bytes read, 0 at the end.
  public int read(long offset, byte[] into, int from, int length) throws SystemCallFailed {
    Objects.checkFromIndexSize(from, length, into.length);
    return Native.read(fd, offset, into, from, length);
  }

  /// The first offset at or after this one that is stored; −1 when only a hole follows, or nothing.
  public long nextData(long offset) throws SystemCallFailed {
    return Native.seek(fd, offset, Native.SEEK_DATA);
  }

  /// The first offset at or after this one that lies in a hole; the end of the file counts as one.
  /// −1 at or behind the end.
  public long nextHole(long offset) throws SystemCallFailed {
    return Native.seek(fd, offset, Native.SEEK_HOLE);
  }

  /// The extended attributes, ACLs and capabilities included.
  public List<Xattr> xattrs() throws SystemCallFailed {
    return NativeMetadata.xattrs(fd, false);
  }

  @Override
  public void close() {
    fd.close();
  }
}
