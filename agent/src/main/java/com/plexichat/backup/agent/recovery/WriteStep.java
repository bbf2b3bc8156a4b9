package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.proto.Entry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Writes what is wanted into the target.
final class WriteStep implements RestoreStep {
  private final RestoreTarget target;
  private final FileContentReader reader;
  private final RestoreTally tally;
  private final Map<Long, Links> groups = new ConcurrentHashMap<>();

  /// The names of one inode: the first that is restored is linked to by the others.
  private static final class Links {
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable RawPath first;
  }

  WriteStep(RestoreTarget target, FileContentReader reader, RestoreTally tally) {
    this.target = target;
    this.reader = reader;
    this.tally = tally;
  }

  @Override
  public boolean folder(BackupTree.Node node, RawPath path) {
    boolean made = path.isRoot() || target.directory(path);
    if (made && node.isBackedUp()) {
      tally.directory();
    }
    return made;
  }

  /// The target itself keeps what its owner gave it, unless the backup holds `/`.
  @Override
  public void sealed(BackupTree.Node node, RawPath path) {
    if (!path.isRoot() || node.isBackedUp()) {
      target.seal(path, Entries.metadata(node.entry()));
    }
  }

  @Override
  public void entry(BackupTree.Node node, RawPath path) throws InterruptedException {
    long group = node.entry().getLinkGroup();
    if (group == 0) {
      restore(node.entry(), path);
      return;
    }
    Links links = groups.computeIfAbsent(group, _ -> new Links());
    links.lock.lockInterruptibly();
    try {
      RawPath first = links.first;
      if (first == null) {
        if (restore(node.entry(), path)) {
          links.first = path;
        }
      } else if (target.hardLink(path, first)) {
        tally.file(node.entry().getSize());
      }
    } finally {
      links.lock.unlock();
    }
  }

  private boolean restore(Entry entry, RawPath path) throws InterruptedException {
    boolean done =
        switch (entry.getKind()) {
          case FILE -> file(entry, path);
          case SYMLINK ->
              target.symlink(path, entry.getTarget().toByteArray(), Entries.metadata(entry));
          default ->
              target.special(path, Entries.kind(entry), entry.getDevice(), Entries.metadata(entry));
        };
    if (done) {
      tally.file(entry.getSize());
    }
    return done;
  }

  private boolean file(Entry entry, RawPath path) throws InterruptedException {
    return switch (target.file(path, entry.getSize(), Entries.metadata(entry))) {
      case FileStart.Write(FileWriter writer) -> {
        try (writer) {
          yield write(entry, writer);
        }
      }
      case FileStart.Whole _ -> {
        tally.kept();
        tally.written(entry.getSize());
        yield true;
      }
      case FileStart.Kept _ -> false;
      case FileStart.Refused _ -> false;
    };
  }

  private boolean write(Entry entry, FileWriter writer) throws InterruptedException {
    return reader.read(
            entry,
            (offset, bytes, from, length) -> {
              boolean written = writer.write(offset, bytes, from, length);
              tally.written(length);
              return written;
            })
        && writer.commit(entry.getSize(), Entries.metadata(entry));
  }
}
