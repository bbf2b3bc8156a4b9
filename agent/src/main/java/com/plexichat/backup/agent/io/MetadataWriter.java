package com.plexichat.backup.agent.io;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Sets metadata on an open file in the only order that works: the owner first, because a new owner
/// costs setuid bits and capabilities, then attributes and ACLs, then the mode, then the times.
///
/// What fails is returned and does not keep the rest from being set. Setuid and setgid bits are
/// left out when the owner could not be set: they would lend the rights of whoever restores.
final class MetadataWriter {
  private static final int SET_ID_BITS = 06000;

  private final Fd fd;
  private final boolean pathOnly;
  private final List<MetadataFailure> failures = new ArrayList<>();

  private MetadataWriter(Fd fd, boolean pathOnly) {
    this.fd = fd;
    this.pathOnly = pathOnly;
  }

  static List<MetadataFailure> apply(Fd fd, boolean pathOnly, Metadata metadata)
      throws SystemCallFailed {
    return new MetadataWriter(fd, pathOnly).apply(metadata);
  }

  private List<MetadataFailure> apply(Metadata metadata) throws SystemCallFailed {
    FileStat now = Native.stat(fd);
    Attributes wanted = metadata.attributes();
    boolean owned = setOwner(now.attributes(), wanted);
    setXattrs(metadata.xattrs(), now.kind());
    if (now.kind() != FileKind.SYMLINK) {
      int mode = owned ? wanted.mode() : wanted.mode() & ~SET_ID_BITS;
      attempt(MetadataFailure.Part.MODE, () -> NativeMetadata.mode(fd, pathOnly, mode));
    }
    attempt(MetadataFailure.Part.TIMES, () -> NativeMetadata.times(fd, pathOnly, wanted));
    return List.copyOf(failures);
  }

  private boolean setOwner(Attributes now, Attributes wanted) {
    if (now.uid() == wanted.uid() && now.gid() == wanted.gid()) {
      return true;
    }
    boolean both =
        attempt(
            MetadataFailure.Part.OWNER, () -> NativeMetadata.owner(fd, wanted.uid(), wanted.gid()));
    if (!both && now.gid() != wanted.gid()) {
      try {
        NativeMetadata.group(fd, wanted.gid());
      } catch (SystemCallFailed _) {
        // The failure of both together is reported already.
        return false;
      }
    }
    return both;
  }

  private void setXattrs(List<Xattr> wanted, FileKind kind) {
    List<Xattr> present;
    try {
      present = NativeMetadata.xattrs(fd, pathOnly);
    } catch (SystemCallFailed e) {
      if (!wanted.isEmpty()) {
        failures.add(new MetadataFailure(MetadataFailure.Part.XATTR, e.reason()));
      }
      return;
    }
    Set<String> names = new HashSet<>();
    for (Xattr xattr : wanted) {
      names.add(RawPath.print(xattr.name()));
      if (!present.contains(xattr) || kind == FileKind.FILE) {
        attempt(MetadataFailure.Part.XATTR, () -> NativeMetadata.setXattr(fd, pathOnly, xattr));
      }
    }
    for (Xattr xattr : present) {
      if (NativeMetadata.isRemovable(xattr) && !names.contains(RawPath.print(xattr.name()))) {
        attempt(
            MetadataFailure.Part.XATTR,
            () -> NativeMetadata.removeXattr(fd, pathOnly, xattr.name()));
      }
    }
  }

  private interface Step {
    void run() throws SystemCallFailed;
  }

  private boolean attempt(MetadataFailure.Part part, Step step) {
    try {
      step.run();
      return true;
    } catch (SystemCallFailed e) {
      failures.add(new MetadataFailure(part, String.valueOf(e.getMessage())));
      return false;
    }
  }
}
