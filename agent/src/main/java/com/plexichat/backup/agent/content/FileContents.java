package com.plexichat.backup.agent.content;

import com.plexichat.backup.proto.ChunkRef;
import com.plexichat.backup.proto.Entry;
import com.plexichat.backup.proto.FilePart;
import com.plexichat.backup.proto.Hole;
import java.util.ArrayList;
import java.util.List;

/// Collects a file's chunks and holes while it is read. Of a large file's list only the newest
/// piece is kept: pieces of 8,192 chunks or holes become chunks themselves, so that a file of any
/// size takes bounded memory and its entry stays small.
public final class FileContents {
  static final int PIECE = 8_192;

  private final ManifestWriter.NodeSink sink;
  private final List<ChunkRef> parts = new ArrayList<>();
  private FilePart.Builder piece = FilePart.newBuilder();

  public FileContents(ManifestWriter.NodeSink sink) {
    this.sink = sink;
  }

  /// The file's next chunk.
  public void add(ChunkRef chunk) {
    piece.addChunks(chunk);
    spill();
  }

  /// A hole, in ascending order.
  public void hole(long offset, long length) {
    piece.addHoles(Hole.newBuilder().setOffset(offset).setLength(length));
    spill();
  }

  /// Writes what was collected into the file's entry.
  public void finish(Entry.Builder entry) {
    entry
        .addAllFileParts(parts)
        .addAllChunks(piece.getChunksList())
        .addAllHoles(piece.getHolesList());
  }

  private void spill() {
    if (piece.getChunksCount() == PIECE || piece.getHolesCount() == PIECE) {
      parts.add(sink.put(piece.build().toByteArray()));
      piece = FilePart.newBuilder();
    }
  }
}
