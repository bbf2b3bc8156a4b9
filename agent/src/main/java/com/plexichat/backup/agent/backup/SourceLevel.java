package com.plexichat.backup.agent.backup;

import com.plexichat.backup.agent.io.Directory;
import com.plexichat.backup.agent.io.FileStat;
import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.agent.io.SystemCallFailed;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One folder on the way from a path of the set to where the walk is.
///
/// Its descriptor may be closed while the walk is far below, so that depth costs no descriptors,
/// and is opened again on the way back only if it is the same folder.
final class SourceLevel implements AutoCloseable {
  private final SourceRun walk;
  private final @Nullable SourceLevel parent;
  private final RawPath top;
  private final byte[] name;
  private final FileStat stat;
  private @Nullable Directory directory;
  private List<byte[]> names = List.of();
  private int next;
  private boolean lost;

  /// The folder in which a path of the set lies.
  SourceLevel(SourceRun walk, RawPath top, Directory directory) throws SystemCallFailed {
    this.walk = walk;
    this.parent = null;
    this.top = top;
    this.name = new byte[0];
    this.directory = directory;
    this.stat = directory.stat();
  }

  /// A folder that the walk enters.
  SourceLevel(SourceLevel parent, byte[] name, Directory directory) throws SystemCallFailed {
    this.walk = parent.walk;
    this.parent = parent;
    this.top = parent.top;
    this.name = name;
    this.directory = directory;
    this.stat = directory.stat();
  }

  SourceRun walk() {
    return walk;
  }

  FileStat stat() {
    return stat;
  }

  /// The absolute path, put together in one go: trees may be thousands deep.
  RawPath path() {
    Deque<byte[]> names = new ArrayDeque<>();
    SourceLevel at = this;
    while (at.parent != null) {
      names.push(at.name);
      at = at.parent;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(at.top.bytes());
    for (byte[] part : names) {
      bytes.write('/');
      bytes.writeBytes(part);
    }
    return RawPath.of(bytes.toByteArray());
  }

  /// The open folder; a failure when it was moved away meanwhile.
  Directory directory() throws SystemCallFailed {
    if (lost) {
      throw SystemCallFailed.missing(path());
    }
    if (directory == null) {
      throw new IllegalStateException("an entry is used after its call: " + path());
    }
    return directory;
  }

  void list() throws SystemCallFailed {
    names = directory().list();
  }

  boolean hasNext() {
    return next < names.size();
  }

  byte[] next() {
    return names.get(next++);
  }

  /// The folder cannot be reached any more: what was not visited yet is left out.
  void giveUp() {
    names = List.of();
    next = 0;
    lost = true;
  }

  boolean isParked() {
    return directory == null;
  }

  /// Closes the descriptor for the time being.
  void park() {
    if (directory != null) {
      directory.close();
      directory = null;
    }
  }

  /// Takes a folder that was opened again if it is this one; false, and closed, if not.
  boolean unpark(Directory opened) throws SystemCallFailed {
    boolean same = false;
    try {
      same = opened.stat().inode().isSame(stat.inode());
    } finally {
      if (!same) {
        opened.close();
      }
    }
    if (same) {
      directory = opened;
    }
    return same;
  }

  @Override
  public void close() {
    park();
  }
}
