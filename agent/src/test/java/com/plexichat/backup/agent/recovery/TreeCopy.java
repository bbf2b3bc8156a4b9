package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.agent.backup.FileContents;
import com.plexichat.backup.agent.backup.FileSink;
import com.plexichat.backup.agent.backup.SourceEntry;
import com.plexichat.backup.agent.backup.SourceVisitor;
import com.plexichat.backup.agent.backup.WalkWarning;
import com.plexichat.backup.agent.io.FileKind;
import com.plexichat.backup.agent.io.Metadata;
import com.plexichat.backup.agent.io.RawPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The shortest way from a walk to a restore: what a backup and its restore do, without the backup.
final class TreeCopy implements SourceVisitor {
  final List<WalkWarning> warnings = new ArrayList<>();
  int written;
  int whole;
  private final RestoreTarget target;
  private final Map<Long, RawPath> firstNames = new HashMap<>();
  private RawPath at = RawPath.EMPTY;
  private int depth;

  TreeCopy(RestoreTarget target) {
    this.target = target;
  }

  @Override
  public void beginRoot(RawPath root, List<Parent> parents) {
    at = RawPath.EMPTY;
    depth = 0;
  }

  @Override
  public boolean enterDirectory(SourceEntry directory) {
    if (depth > 0) {
      RawPath path = target.child(at, directory.name()).orElseThrow();
      if (!target.directory(path)) {
        return false;
      }
      at = path;
    }
    depth++;
    return true;
  }

  @Override
  public void leaveDirectory(SourceEntry directory) {
    depth--;
    target.seal(at, metadata(directory));
    at = at.parent();
  }

  @Override
  public void file(SourceEntry file) {
    RawPath path = target.child(at, file.name()).orElseThrow();
    if (isLinked(file, path)) {
      return;
    }
    switch (target.file(path, file.stat().size(), metadata(file))) {
      case FileStart.Write(FileWriter writer) -> write(file, writer);
      case FileStart.Whole() -> whole++;
      case FileStart.Kept(), FileStart.Refused() -> {}
    }
  }

  private void write(SourceEntry file, FileWriter open) {
    try (FileWriter writer = open) {
      Optional<FileContents> contents =
          file.read(
              new FileSink() {
                @Override
                public void begin() {}

                @Override
                public void data(long offset, byte[] bytes, int length) {
                  writer.write(offset, bytes, 0, length);
                }
              });
      if (contents.isPresent()) {
        Metadata metadata =
            new Metadata(contents.get().stat().attributes(), contents.get().xattrs());
        writer.commit(contents.get().stat().size(), metadata);
        written++;
      }
    }
  }

  private boolean isLinked(SourceEntry entry, RawPath path) {
    if (entry.linkGroup() == 0) {
      return false;
    }
    @Nullable RawPath first = firstNames.putIfAbsent(entry.linkGroup(), path);
    return first != null && target.hardLink(path, first);
  }

  @Override
  public void other(SourceEntry other) {
    RawPath path = target.child(at, other.name()).orElseThrow();
    if (isLinked(other, path)) {
      return;
    }
    if (other.stat().kind() == FileKind.SYMLINK) {
      target.symlink(path, other.linkTarget().orElseThrow(), metadata(other));
    } else {
      target.special(path, other.stat().kind(), other.stat().inode().node(), metadata(other));
    }
  }

  private static Metadata metadata(SourceEntry entry) {
    return new Metadata(entry.stat().attributes(), entry.xattrs());
  }

  @Override
  public void endRoot(RawPath root) {}

  @Override
  public void warning(WalkWarning warning) {
    warnings.add(warning);
  }
}
