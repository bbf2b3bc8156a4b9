package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.proto.ChunkRef;

/// Counts what is wanted and looks at every chunk of it; writes nothing.
abstract class ReadingStep implements RestoreStep {
  private final BackupContents contents;
  private final RestoreTally tally;

  ReadingStep(BackupContents contents, RestoreTally tally) {
    this.contents = contents;
    this.tally = tally;
  }

  /// Fails when the chunk is not well.
  abstract void check(ChunkRef chunk);

  BackupContents contents() {
    return contents;
  }

  @Override
  public final boolean folder(BackupTree.Node node, RawPath target) {
    if (node.isBackedUp()) {
      tally.directory();
    }
    return true;
  }

  @Override
  public final void sealed(BackupTree.Node node, RawPath target) {}

  @Override
  public final void entry(BackupTree.Node node, RawPath target) {
    FileLayout.read(
        contents.manifest(),
        node.entry(),
        (chunk, pieces) -> {
          check(chunk);
          tally.written(chunk.getLength());
        });
    tally.file(node.entry().getSize());
  }
}
