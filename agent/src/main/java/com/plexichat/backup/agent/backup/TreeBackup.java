package com.plexichat.backup.agent.backup;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import com.plexichat.backup.agent.coding.Chunker;
import com.plexichat.backup.agent.content.ManifestWriter;
import com.plexichat.backup.agent.io.FileKind;
import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.proto.ChunkRef;
import com.plexichat.backup.proto.Entry;
import com.plexichat.backup.proto.Root;
import com.plexichat.backup.proto.Warning;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Backs up what a walk meets: contents become chunks, folders become nodes, paths of the set
/// become roots.
///
/// A file that the previous backup read, and that has not changed since, is not opened: its chunks
/// are taken over when the vault still has every one of them.
final class TreeBackup implements SourceVisitor {
  private static final int WARNINGS_KEPT = 10_000;

  private final ChunkPipeline pipeline;
  private final FileChunks contents;
  private final ManifestWriter manifest;
  private final PreviousTree previous;
  private final Map<ByteString, Entry> previousRoots;
  private final Tally tally = new Tally();
  private final Deque<Level> levels = new ArrayDeque<>();
  private final List<Root> roots = new ArrayList<>();
  private final List<Warning> warnings = new ArrayList<>();
  private Runnable step = () -> {};
  private Root.@Nullable Builder root;

  /// What was met so far.
  static final class Tally {
    long files;
    long directories;
    long sourceBytes;
    long readFiles;
    int warnings;
  }

  private record Level(
      Entry.Builder entry, PreviousTree.Folder before, ManifestWriter.Folder entries) {}

  TreeBackup(
      ChunkPipeline pipeline,
      Chunker chunker,
      PreviousTree previous,
      Map<ByteString, Entry> previousRoots) {
    this.pipeline = pipeline;
    this.contents = new FileChunks(pipeline, chunker, this::put);
    this.manifest = new ManifestWriter(this::put);
    this.previous = previous;
    this.previousRoots = previousRoots;
  }

  /// Called after every entry, on the walk's thread.
  void onStep(Runnable listener) {
    step = listener;
  }

  Tally tally() {
    return tally;
  }

  List<Root> roots() {
    return roots;
  }

  /// The first ten thousand; the tally counts all.
  List<Warning> warnings() {
    return warnings;
  }

  @Override
  public void beginRoot(RawPath path, List<Parent> parents) {
    Root.Builder begun = Root.newBuilder().setPath(ByteString.copyFrom(path.bytes()));
    for (Parent parent : parents) {
      begun.addParents(
          Entries.of(parent.path().name(), parent.stat(), parent.user(), parent.group()));
    }
    root = begun;
  }

  @Override
  public boolean enterDirectory(SourceEntry directory) {
    Entry.Builder entry = Entries.of(directory);
    Entries.addXattrs(entry, directory.xattrs());
    Entry before = before(directory);
    levels.push(new Level(entry, previous.folder(before), manifest.folder()));
    tally.directories++;
    step.run();
    return true;
  }

  @Override
  public void leaveDirectory(SourceEntry directory) {
    Level level = levels.pop();
    add(level.entry().setDirectory(level.entries().finish()).build());
  }

  @Override
  public void file(SourceEntry file) {
    Entry before = before(file);
    Entry same = before != null && Entries.isUnchanged(before, file.stat()) ? before : null;
    if (same != null && reuse(same, false)) {
      takeOver(file, same);
      return;
    }
    Optional<FileContents> read = file.read(contents);
    if (read.isEmpty()) {
      if (same != null && reuse(same, true)) {
        takeOver(file, same);
      }
      return;
    }
    FileContents found = read.get();
    tally.readFiles++;
    Entry.Builder entry =
        Entries.of(file.name(), found.stat(), file.user(), file.group())
            .setLinkGroup(file.linkGroup())
            .setSize(found.stat().size())
            .setInconsistent(found.inconsistent());
    contents.finish(entry, found.holes());
    Entries.addXattrs(entry, found.xattrs());
    count(add(entry.build()));
  }

  private void takeOver(SourceEntry file, Entry before) {
    Entry.Builder entry = Entries.of(file).setSize(before.getSize());
    entry
        .addAllChunks(before.getChunksList())
        .addAllHoles(before.getHolesList())
        .addAllXattrs(before.getXattrsList());
    count(add(entry.build()));
  }

  @Override
  public void other(SourceEntry other) {
    Entry.Builder entry = Entries.of(other);
    FileKind kind = other.stat().kind();
    if (kind == FileKind.SYMLINK) {
      Optional<byte[]> target = other.linkTarget();
      if (target.isEmpty()) {
        return;
      }
      entry.setTarget(UnsafeByteOperations.unsafeWrap(target.get()));
    }
    if (kind == FileKind.CHARACTER_DEVICE || kind == FileKind.BLOCK_DEVICE) {
      entry.setDevice(other.stat().inode().node());
    }
    Entries.addXattrs(entry, other.xattrs());
    add(entry.build());
    tally.files++;
    step.run();
  }

  @Override
  public void endRoot(RawPath path) {
    root = null;
  }

  @Override
  public void warning(WalkWarning warning) {
    addWarning(
        Warning.newBuilder()
            .setPath(ByteString.copyFrom(warning.path().bytes()))
            .setCode(warning.code().name())
            .setMessage(warning.detail())
            .build());
  }

  void addWarning(Warning warning) {
    tally.warnings++;
    if (warnings.size() < WARNINGS_KEPT) {
      warnings.add(warning);
    }
  }

  private void count(Entry file) {
    tally.files++;
    tally.sourceBytes += file.getSize();
    step.run();
  }

  private @Nullable Entry before(SourceEntry entry) {
    Level level = levels.peek();
    if (level != null) {
      return level.before().find(UnsafeByteOperations.unsafeWrap(entry.name())).orElse(null);
    }
    return previousRoots.get(ByteString.copyFrom(entry.path().bytes()));
  }

  /// Whether every chunk of the earlier entry can be had again. Files whose list of contents was
  /// split are read anew.
  private boolean reuse(Entry before, boolean evenVacated) {
    if (before.getFilePartsCount() > 0) {
      return false;
    }
    for (ChunkRef chunk : before.getChunksList()) {
      if (!pipeline.reuse(chunk, evenVacated)) {
        return false;
      }
    }
    return true;
  }

  private Entry add(Entry entry) {
    Level level = levels.peek();
    if (level != null) {
      level.entries().add(entry);
    } else if (root != null) {
      roots.add(root.setEntry(entry).build());
    }
    return entry;
  }

  private ChunkRef put(byte[] node) {
    try {
      return pipeline.node(node);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationFailed(e, FailureCode.CANCELLED, "The backup");
    }
  }
}
