package com.plexichat.backup.agent.io;

import java.util.List;
import java.util.Objects;

/// A regular file being written under a temporary name. [#commit] puts it in its place; closed
/// before that, it is gone.
///
/// Writes name their offset, so that several threads may write one file; what is never written is a
/// hole.
public final class NewFile implements AutoCloseable {
  private final SafeFolder folder;
  private final byte[] temporary;
  private final byte[] name;
  private final Fd fd;
  private boolean done;

  NewFile(SafeFolder folder, byte[] temporary, byte[] name, Fd fd) {
    this.folder = folder;
    this.temporary = temporary;
    this.name = name;
    this.fd = fd;
  }

  public void write(long offset, byte[] bytes, int from, int length) throws SystemCallFailed {
    Objects.checkFromIndexSize(from, length, bytes.length);
    Native.write(fd, offset, bytes, from, length);
  }

  /// Gives the file its length; what lies behind the last byte written becomes a hole.
  public void setSize(long size) throws SystemCallFailed {
    Native.truncate(fd, size);
  }

  /// Sets the metadata, the times last, and renames the file into its place. `replace`: whether it
  /// may take a place that is taken; if not, the failure says `isExisting`.
  public List<MetadataFailure> commit(Metadata metadata, boolean replace) throws SystemCallFailed {
    List<MetadataFailure> failures = MetadataWriter.apply(fd, false, metadata);
    folder.place(temporary, name, replace);
    done = true;
    return failures;
  }

  /// Makes the contents durable.
  public void sync() throws SystemCallFailed {
    Native.sync(fd);
  }

  @Override
  public void close() {
    fd.close();
    if (!done) {
      done = true;
      try {
        folder.remove(temporary);
      } catch (SystemCallFailed _) {
        // A later run takes it away: the name follows from the final one.
        return;
      }
    }
  }
}
