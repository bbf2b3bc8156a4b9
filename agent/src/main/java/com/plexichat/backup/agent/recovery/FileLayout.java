package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.agent.content.ManifestReader;
import com.plexichat.backup.proto.ChunkRef;
import com.plexichat.backup.proto.Entry;
import com.plexichat.backup.proto.Hole;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.ArrayList;
import java.util.List;

/// Where a file's chunks go: its contents in order, with the holes left out.
///
/// A list of contents names holes after chunks, so it is read twice; of a large one a piece at a
/// time is kept.
final class FileLayout {
  private final List<Hole> holes = new ArrayList<>();
  private int hole;
  private long position;

  private FileLayout() {}

  /// Takes a chunk and the pieces of the file that it fills.
  interface Sink {
    void chunk(ChunkRef chunk, List<Piece> pieces);
  }

  /// Bytes `from` … of a chunk at an offset of the file.
  record Piece(long offset, int from, int length) {}

  /// Hands over all chunks in order. MANIFEST_INVALID when they do not fill the file's size.
  static void read(ManifestReader manifest, Entry file, Sink sink) {
    FileLayout layout = new FileLayout();
    manifest.contents(file, part -> layout.holes.addAll(part.getHolesList()));
    manifest.contents(
        file,
        part -> {
          for (ChunkRef chunk : part.getChunksList()) {
            sink.chunk(chunk, layout.place(chunk.getLength()));
          }
        });
    layout.skipHoles();
    if (layout.position != file.getSize() && !file.getInconsistent()) {
      throw new OperationFailed(
          FailureCode.MANIFEST_INVALID,
          "a file of " + file.getSize() + " bytes has contents of " + layout.position);
    }
  }

  private List<Piece> place(int length) {
    List<Piece> pieces = new ArrayList<>(1);
    for (int done = 0; done < length; ) {
      skipHoles();
      long room = hole < holes.size() ? holes.get(hole).getOffset() - position : Long.MAX_VALUE;
      int piece = (int) Math.min(room, length - done);
      pieces.add(new Piece(position, done, piece));
      position += piece;
      done += piece;
    }
    return pieces;
  }

  private void skipHoles() {
    while (hole < holes.size() && holes.get(hole).getOffset() <= position) {
      position = Math.max(position, holes.get(hole).getOffset() + holes.get(hole).getLength());
      hole++;
    }
  }
}
