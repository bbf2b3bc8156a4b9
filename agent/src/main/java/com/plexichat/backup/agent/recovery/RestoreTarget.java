package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.agent.io.Attributes;
import com.plexichat.backup.agent.io.FileKind;
import com.plexichat.backup.agent.io.FileStat;
import com.plexichat.backup.agent.io.Metadata;
import com.plexichat.backup.agent.io.MetadataFailure;
import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.agent.io.SafeFolder;
import com.plexichat.backup.agent.io.SafeTree;
import com.plexichat.backup.agent.io.SystemCallFailed;
import com.plexichat.backup.agent.recovery.RestoreProblem.Code;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The folder that a restore writes into. Paths are relative to it; no link leads out of it.
///
/// Order: a folder before what is in it ([#directory]), a file before its further names
/// ([#hardLink]), and each folder's metadata when everything in it is done, deepest first
/// ([#seal]). What one path refuses is reported and does not stop the others; only a full disk
/// does. All calls may come from several threads.
public final class RestoreTarget implements AutoCloseable {
  private final RawPath root;
  private final SafeTree tree;
  private final Overwrite overwrite;
  private final Consumer<RestoreProblem> problems;
  private final Set<RawPath> keptFolders = ConcurrentHashMap.newKeySet();

  private RestoreTarget(
      RawPath root, SafeTree tree, Overwrite overwrite, Consumer<RestoreProblem> problems) {
    this.root = root;
    this.tree = tree;
    this.overwrite = overwrite;
    this.problems = problems;
  }

  /// Opens the folder, making it where it is missing. [FailureCode#TARGET_NOT_EMPTY] under
  /// [Overwrite#REFUSE], [FailureCode#TARGET_UNUSABLE] when it cannot be made or opened or its path
  /// has a symbolic link. `problems` may be called by several threads at once.
  public static RestoreTarget open(
      RawPath root, Overwrite overwrite, Consumer<RestoreProblem> problems) {
    if (!root.isAbsolute()) {
      throw new OperationFailed(FailureCode.PATH_NOT_ABSOLUTE, root.toString());
    }
    SafeTree tree = null;
    try {
      tree = SafeTree.create(root);
      boolean empty;
      try (SafeFolder folder = tree.folder(RawPath.EMPTY)) {
        empty = folder.isEmpty();
      }
      if (overwrite == Overwrite.REFUSE && !empty) {
        throw new OperationFailed(FailureCode.TARGET_NOT_EMPTY, root.toString());
      }
      SafeTree opened = tree;
      tree = null;
      RestoreTarget target = new RestoreTarget(root, opened, overwrite, problems);
      if (overwrite == Overwrite.NEVER && !empty) {
        target.keptFolders.add(RawPath.EMPTY);
      }
      return target;
    } catch (SystemCallFailed e) {
      throw new OperationFailed(e, FailureCode.TARGET_UNUSABLE, root.toString(), e.reason());
    } finally {
      if (tree != null) {
        tree.close();
      }
    }
  }

  /// The path of an entry that a manifest names. Empty, with a report, for a name that could lead
  /// elsewhere.
  public Optional<RawPath> child(RawPath parent, byte[] name) {
    if (RawPath.isName(name) && !SafeFolder.isTemporaryName(name)) {
      return Optional.of(parent.resolve(name));
    }
    problems.accept(new RestoreProblem(parent, Code.NAME_REFUSED, RawPath.print(name)));
    return Optional.empty();
  }

  /// Makes a folder, or finds it there, open to its owner alone until [#seal]. False, with a
  /// report, when it cannot be had: then leave out what is in it.
  public boolean directory(RawPath path) {
    return attempt(path, (folder, name) -> makeDirectory(path, folder, name), false);
  }

  private boolean makeDirectory(RawPath path, SafeFolder folder, byte[] name)
      throws SystemCallFailed {
    Optional<FileStat> there = folder.stat(name);
    if (there.isPresent() && there.get().kind() != FileKind.DIRECTORY) {
      if (!replaces()) {
        problems.accept(new RestoreProblem(path, Code.KEPT_EXISTING, describe(there.get().kind())));
        return false;
      }
      folder.remove(name);
      there = Optional.empty();
    }
    if (there.isEmpty()) {
      folder.makeFolder(name);
      return true;
    }
    if (overwrite == Overwrite.NEVER) {
      keptFolders.add(path);
    } else {
      try (SafeFolder existing = folder.enter(name)) {
        existing.unlock();
      }
    }
    return true;
  }

  /// Sets the metadata of a folder, the target itself with [RawPath#EMPTY]. Folders that were kept
  /// under [Overwrite#NEVER] stay as they are.
  public void seal(RawPath path, Metadata metadata) {
    if (keptFolders.contains(path)) {
      return;
    }
    try (SafeFolder folder = tree.folder(path)) {
      report(path, folder.apply(metadata));
    } catch (SystemCallFailed e) {
      report(path, e);
    }
  }

  /// Begins a regular file. `size` and metadata decide whether what stands there is whole already.
  public FileStart file(RawPath path, long size, Metadata metadata) {
    return attempt(
        path,
        (folder, name) -> beginFile(path, folder, name, size, metadata),
        new FileStart.Refused());
  }

  private FileStart beginFile(
      RawPath path, SafeFolder folder, byte[] name, long size, Metadata metadata)
      throws SystemCallFailed {
    Optional<FileStat> there = folder.stat(name);
    if (there.isPresent()) {
      boolean whole = isWhole(there.get(), size, metadata.attributes());
      if (whole && overwrite == Overwrite.CHANGED && keep(path, folder, there.get(), metadata)) {
        return new FileStart.Whole();
      }
      if (whole && overwrite == Overwrite.NEVER) {
        return new FileStart.Whole();
      }
      if (!makeWay(path, folder, name, there.get())) {
        return new FileStart.Kept();
      }
    }
    // The writer keeps the folder open, longer than this call.
    SafeFolder own = tree.folder(path.parent());
    try {
      return new FileStart.Write(new FileWriter(this, path, own, own.newFile(name)));
    } catch (SystemCallFailed e) {
      own.close();
      throw e;
    }
  }

  private static boolean isWhole(FileStat there, long size, Attributes wanted) {
    return there.kind() == FileKind.FILE
        && there.size() == size
        && there.attributes().modified().equals(wanted.modified());
  }

  /// Keeps what stands there, with this metadata. False for what has further names and other
  /// metadata: those names may lie outside the target, so that it has to be made anew.
  private boolean keep(RawPath path, SafeFolder folder, FileStat there, Metadata metadata)
      throws SystemCallFailed {
    if (there.inode().links() == 1) {
      report(path, folder.apply(path.name(), there, metadata));
      return true;
    }
    Attributes has = there.attributes();
    Attributes wanted = metadata.attributes();
    return has.mode() == wanted.mode()
        && has.uid() == wanted.uid()
        && has.gid() == wanted.gid()
        && has.modified().equals(wanted.modified());
  }

  /// Whether what stands there may be replaced by something that is no folder; an empty folder is
  /// taken away for it.
  private boolean makeWay(RawPath path, SafeFolder folder, byte[] name, FileStat there)
      throws SystemCallFailed {
    if (!replaces()) {
      problems.accept(new RestoreProblem(path, Code.KEPT_EXISTING, describe(there.kind())));
      return false;
    }
    if (there.kind() != FileKind.DIRECTORY) {
      return true;
    }
    try {
      folder.removeFolder(name);
      return true;
    } catch (SystemCallFailed e) {
      if (!e.isExisting()) {
        throw e;
      }
      problems.accept(new RestoreProblem(path, Code.FOLDER_IN_THE_WAY, e.reason()));
      return false;
    }
  }

  private static String describe(FileKind kind) {
    return switch (kind) {
      case FILE -> "a file";
      case DIRECTORY -> "a folder";
      case SYMLINK -> "a symbolic link";
      case FIFO -> "a fifo";
      case SOCKET -> "a socket";
      case CHARACTER_DEVICE, BLOCK_DEVICE -> "a device";
    };
  }

  /// Makes a symbolic link with this raw target, which may lead anywhere and is never followed.
  public boolean symlink(RawPath path, byte[] target, Metadata metadata) {
    return attempt(
        path,
        (folder, name) -> {
          Optional<FileStat> there = folder.stat(name);
          if (overwrite == Overwrite.CHANGED
              && there.isPresent()
              && there.get().kind() == FileKind.SYMLINK
              && Arrays.equals(folder.readLink(name), target)
              && keep(path, folder, there.get(), metadata)) {
            return true;
          }
          if (there.isPresent() && !makeWay(path, folder, name, there.get())) {
            return false;
          }
          report(path, folder.symlink(name, target, metadata, replaces()));
          return true;
        },
        false);
  }

  /// Makes a fifo, socket or device (`device`: `st_rdev`).
  public boolean special(RawPath path, FileKind kind, long device, Metadata metadata) {
    return attempt(
        path,
        (folder, name) -> {
          Optional<FileStat> there = folder.stat(name);
          if (there.isPresent() && !makeWay(path, folder, name, there.get())) {
            return false;
          }
          try {
            report(path, folder.node(name, kind, device, metadata, replaces()));
            return true;
          } catch (SystemCallFailed e) {
            if (!e.isDenied()) {
              throw e;
            }
            problems.accept(new RestoreProblem(path, Code.DEVICE_NOT_MADE, e.reason()));
            return false;
          }
        },
        false);
  }

  /// Gives a thing that was restored, and is no folder, one more name.
  public boolean hardLink(RawPath path, RawPath existing) {
    if (!isBelow(existing)) {
      problems.accept(new RestoreProblem(path, Code.NAME_REFUSED, existing.toString()));
      return false;
    }
    return attempt(
        path,
        (folder, name) -> {
          try (SafeFolder from = tree.folder(existing.parent())) {
            Optional<FileStat> there = folder.stat(name);
            Optional<FileStat> first = from.stat(existing.name());
            if (there.isPresent()
                && first.isPresent()
                && there.get().inode().isSame(first.get().inode())) {
              return true;
            }
            if (there.isPresent() && !makeWay(path, folder, name, there.get())) {
              return false;
            }
            folder.link(from, existing.name(), name, replaces());
            return true;
          }
        },
        false);
  }

  /// Makes everything restored so far durable. What was reported whole before may be taken for
  /// whole after any crash.
  public void sync() {
    try {
      tree.sync();
    } catch (SystemCallFailed e) {
      throw new OperationFailed(e, FailureCode.TARGET_UNUSABLE, root.toString(), e.reason());
    }
  }

  private interface Act<T> {
    T in(SafeFolder folder, byte[] name) throws SystemCallFailed;
  }

  private <T> T attempt(RawPath path, Act<T> act, T refused) {
    if (!isBelow(path)) {
      problems.accept(new RestoreProblem(path, Code.NAME_REFUSED, path.toString()));
      return refused;
    }
    try (SafeFolder folder = tree.folder(path.parent())) {
      return act.in(folder, path.name());
    } catch (SystemCallFailed e) {
      report(path, e);
      return refused;
    }
  }

  private static boolean isBelow(RawPath path) {
    return !path.isRoot() && !path.isAbsolute() && !path.leadsUp();
  }

  boolean replaces() {
    return overwrite.replaces();
  }

  void report(RawPath path, SystemCallFailed e) {
    if (e.isFull()) {
      throw new OperationFailed(e, FailureCode.NO_SPACE, root.toString(), e.reason());
    }
    Code code =
        e.isLinkOrNoDirectory()
            ? Code.LINK_IN_PATH
            : e.isExisting() ? Code.KEPT_EXISTING : Code.NOT_WRITTEN;
    problems.accept(new RestoreProblem(path, code, e.reason()));
  }

  void report(RawPath path, List<MetadataFailure> failures) {
    for (MetadataFailure failure : failures) {
      Code code =
          switch (failure.part()) {
            case OWNER -> Code.OWNER_NOT_SET;
            case XATTR -> Code.XATTR_NOT_SET;
            case MODE -> Code.MODE_NOT_SET;
            case TIMES -> Code.TIMES_NOT_SET;
          };
      problems.accept(new RestoreProblem(path, code, failure.reason()));
    }
  }

  @Override
  public void close() {
    tree.close();
  }
}
