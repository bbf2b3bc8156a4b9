package com.plexichat.backup.agent.io;

import java.util.ArrayList;
import java.util.List;

/// A folder to write below of, from which no symbolic link leads out.
///
/// Every lookup goes through `openat2` with RESOLVE_BENEATH, RESOLVE_NO_SYMLINKS and
/// RESOLVE_NO_MAGICLINKS from the descriptor of the folder: checks of path text cannot hold against
/// someone who plants a link between the check and the use, the kernel can (openat2(2)).
public final class SafeTree implements AutoCloseable {
  private static final int FOLDER = Native.O_RDONLY | Native.O_DIRECTORY | Native.O_NOFOLLOW;
  private static final int NEW_FOLDER_MODE = 0700;

  private final Fd root;

  private SafeTree(Fd root) {
    this.root = root;
  }

  /// Opens an existing folder. No component of its path may be a symbolic link.
  public static SafeTree open(RawPath absolute) throws SystemCallFailed {
    return new SafeTree(fromRoot(absolute, false));
  }

  /// Opens a folder and makes it, and those above it, where they are missing (0700).
  public static SafeTree create(RawPath absolute) throws SystemCallFailed {
    return new SafeTree(fromRoot(absolute, true));
  }

  private static Fd fromRoot(RawPath absolute, boolean create) throws SystemCallFailed {
    if (!absolute.isAbsolute()) {
      throw new IllegalArgumentException("not absolute: " + absolute);
    }
    Fd at = Native.open(Native.AT_FDCWD, new byte[] {'/'}, Native.O_PATH, 0);
    List<byte[]> pieces = create ? absolute.components() : PathPieces.of(absolute);
    for (int i = 0; i < pieces.size(); i++) {
      int flags =
          i == pieces.size() - 1 ? FOLDER : Native.O_PATH | Native.O_DIRECTORY | Native.O_NOFOLLOW;
      try (Fd above = at) {
        at = step(above, pieces.get(i), flags, create);
      }
    }
    return at;
  }

  private static Fd step(Fd above, byte[] piece, int flags, boolean create)
      throws SystemCallFailed {
    try {
      return Native.openNoLinks(above.number(), piece, flags, 0);
    } catch (SystemCallFailed e) {
      if (!create || !e.isMissing()) {
        throw e;
      }
    }
    try {
      Native.makeFolder(above.number(), piece, NEW_FOLDER_MODE);
    } catch (SystemCallFailed e) {
      if (!e.isExisting()) {
        throw e;
      }
    }
    return Native.openNoLinks(above.number(), piece, flags, 0);
  }

  /// Opens a folder by its path from here, in as many pieces as its length takes.
  public SafeFolder folder(RawPath relative) throws SystemCallFailed {
    return new SafeFolder(reach(relative, FOLDER));
  }

  private Fd reach(RawPath relative, int flags) throws SystemCallFailed {
    if (relative.isAbsolute()) {
      throw new IllegalArgumentException("not relative: " + relative);
    }
    List<byte[]> pieces = new ArrayList<>(PathPieces.of(relative));
    if (pieces.isEmpty()) {
      pieces.add(new byte[] {'.'});
    }
    Fd at = Native.openNoLinks(root.number(), pieces.getFirst(), flags, 0);
    for (byte[] piece : pieces.subList(1, pieces.size())) {
      try (Fd above = at) {
        at = Native.openNoLinks(above.number(), piece, flags, 0);
      }
    }
    return at;
  }

  /// Makes everything written to this file system durable.
  public void sync() throws SystemCallFailed {
    Native.syncAll(root);
  }

  @Override
  public void close() {
    root.close();
  }
}
