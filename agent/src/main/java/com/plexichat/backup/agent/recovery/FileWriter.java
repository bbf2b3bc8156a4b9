package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.agent.io.Metadata;
import com.plexichat.backup.agent.io.NewFile;
import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.agent.io.SafeFolder;
import com.plexichat.backup.agent.io.SystemCallFailed;
import com.plexichat.backup.shared.failure.FailureCode;

/// One file of a restore being written. Closed before [#commit] it leaves nothing.
///
/// Several threads may write; offsets that are never written become holes.
public final class FileWriter implements AutoCloseable {
  private final RestoreTarget target;
  private final RawPath path;
  private final SafeFolder folder;
  private final NewFile file;

  FileWriter(RestoreTarget target, RawPath path, SafeFolder folder, NewFile file) {
    this.target = target;
    this.path = path;
    this.folder = folder;
    this.file = file;
  }

  /// Writes bytes at an offset of the file. False, with a report, when the system refuses; then
  /// close without a commit. A full disk is [FailureCode#NO_SPACE].
  public boolean write(long offset, byte[] bytes, int from, int length) {
    try {
      file.write(offset, bytes, from, length);
      return true;
    } catch (SystemCallFailed e) {
      target.report(path, e);
      return false;
    }
  }

  /// Sets length and metadata and puts the file in its place. False, with a report, when that
  /// failed or something else stands there by now.
  public boolean commit(long size, Metadata metadata) {
    try {
      file.setSize(size);
      target.report(path, file.commit(metadata, target.replaces()));
      return true;
    } catch (SystemCallFailed e) {
      target.report(path, e);
      return false;
    }
  }

  @Override
  public void close() {
    file.close();
    folder.close();
  }
}
