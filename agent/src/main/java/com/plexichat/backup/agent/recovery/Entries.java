package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.agent.io.Attributes;
import com.plexichat.backup.agent.io.FileKind;
import com.plexichat.backup.agent.io.Metadata;
import com.plexichat.backup.agent.io.Timestamp;
import com.plexichat.backup.agent.io.Xattr;
import com.plexichat.backup.proto.Entry;
import java.util.List;

/// Manifest entries as the file system wants them.
final class Entries {
  private static final int MODE_MASK = 07777;
  private static final int NANOS_MAX = 999_999_999;

  private Entries() {}

  /// Everything beside the contents. What a hostile record could overdo is cut to what exists.
  static Metadata metadata(Entry entry) {
    Timestamp modified =
        new Timestamp(entry.getMtimeS(), Math.clamp(entry.getMtimeNs(), 0, NANOS_MAX));
    List<Xattr> xattrs =
        entry.getXattrsList().stream()
            .map(one -> new Xattr(one.getName().toByteArray(), one.getValue().toByteArray()))
            .toList();
    return new Metadata(
        new Attributes(
            entry.getMode() & MODE_MASK, entry.getUid(), entry.getGid(), modified, modified),
        xattrs);
  }

  static FileKind kind(Entry entry) {
    return switch (entry.getKind()) {
      case FILE -> FileKind.FILE;
      case DIRECTORY -> FileKind.DIRECTORY;
      case SYMLINK -> FileKind.SYMLINK;
      case FIFO -> FileKind.FIFO;
      case SOCKET -> FileKind.SOCKET;
      case CHARACTER_DEVICE -> FileKind.CHARACTER_DEVICE;
      case BLOCK_DEVICE -> FileKind.BLOCK_DEVICE;
      case KIND_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("no kind: " + entry.getKind());
    };
  }
}
