package com.plexichat.backup.agent.backup;

import com.plexichat.backup.agent.backup.WalkWarning.Code;
import com.plexichat.backup.agent.io.FileKind;
import com.plexichat.backup.agent.io.FileStat;
import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.agent.io.SourceFile;
import com.plexichat.backup.agent.io.SystemCallFailed;
import com.plexichat.backup.agent.io.Xattr;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One file, folder or other thing that a walk met. What cannot be read of it is told to the
/// visitor as a warning.
///
/// Nothing is opened or read before it is asked for: an unchanged file costs one look.
public final class SourceEntry {
  private final SourceLevel parent;
  private final byte[] name;
  private final FileStat stat;
  private final long linkGroup;
  private @Nullable List<Xattr> xattrs;

  SourceEntry(SourceLevel parent, byte[] name, FileStat stat, long linkGroup) {
    this.parent = parent;
    this.name = name;
    this.stat = stat;
    this.linkGroup = linkGroup;
  }

  /// The absolute path; put together when asked for, since trees may be thousands deep.
  public RawPath path() {
    return name.length == 0 ? parent.path() : parent.path().resolve(name);
  }

  /// The raw name; empty for `/`.
  public byte[] name() {
    return name;
  }

  /// What it was when the walk met it.
  public FileStat stat() {
    return stat;
  }

  /// A number that all names of one inode share, whichever is met first, as long as inode numbers
  /// stay; 0 for what has one name.
  public long linkGroup() {
    return linkGroup;
  }

  /// The owner's name, empty when there is none.
  public String user() {
    return parent.walk().names().user(stat.attributes().uid());
  }

  /// The group's name, empty when there is none.
  public String group() {
    return parent.walk().names().group(stat.attributes().gid());
  }

  /// Opens a regular file. Empty, with a warning, when it cannot be read or is none any more.
  public Optional<SourceFile> open() {
    if (stat.kind() != FileKind.FILE) {
      throw new IllegalStateException("not a file: " + path());
    }
    try {
      Optional<SourceFile> file = parent.directory().openFile(name);
      if (file.isEmpty()) {
        warn(Code.TYPE_CHANGED, "no regular file any more");
      }
      return file;
    } catch (SystemCallFailed e) {
      warn(e);
      return Optional.empty();
    }
  }

  /// Opens and reads a regular file on this thread. Empty, with a warning, when it cannot be read
  /// to its end; a file that changed under every attempt comes with a warning.
  public Optional<FileContents> read(FileSink sink) {
    Optional<SourceFile> opened = open();
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    try (SourceFile file = opened.get()) {
      FileContents contents = FileReading.read(file, sink, parent.walk().buffer());
      if (contents.inconsistent()) {
        warn(Code.INCONSISTENT, "changed while it was read");
      }
      return Optional.of(contents);
    } catch (SystemCallFailed e) {
      warn(Code.UNREADABLE, e.reason());
      return Optional.empty();
    }
  }

  /// The raw target of a symbolic link. Empty, with a warning, when it is none any more.
  public Optional<byte[]> linkTarget() {
    try {
      return Optional.of(parent.directory().readLink(name));
    } catch (SystemCallFailed e) {
      if (e.isUnsupported()) {
        warn(Code.TYPE_CHANGED, "no symbolic link any more");
      } else {
        warn(e);
      }
      return Optional.empty();
    }
  }

  /// The extended attributes, ACLs and capabilities included, sorted by name. Of files that are
  /// read take those of [FileContents], which cost less. Empty, with a warning, when they cannot be
  /// read.
  public List<Xattr> xattrs() {
    List<Xattr> known = xattrs;
    if (known == null) {
      known = readXattrs();
      xattrs = known;
    }
    return known;
  }

  private List<Xattr> readXattrs() {
    try {
      return name.length == 0 ? parent.directory().xattrs() : parent.directory().xattrs(name);
    } catch (SystemCallFailed e) {
      warn(Code.XATTRS_UNREADABLE, e.reason());
      return List.of();
    }
  }

  private void warn(SystemCallFailed e) {
    warn(SourceWalk.code(e), e.reason());
  }

  private void warn(Code code, String detail) {
    parent.walk().visitor().warning(new WalkWarning(path(), code, detail));
  }
}
