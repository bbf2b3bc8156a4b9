package com.plexichat.backup.agent.backup;

import com.plexichat.backup.agent.coding.Chunker;
import com.plexichat.backup.agent.content.ManifestWriter.NodeSink;
import com.plexichat.backup.agent.io.Hole;
import com.plexichat.backup.proto.Entry;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.List;

/// Cuts what is read of one file into chunks and hands them to the pipeline. Used for one file
/// after another.
final class FileChunks implements FileSink {
  private final ChunkPipeline pipeline;
  private final Chunker chunker;
  private final byte[] buffer;
  private int from;
  private int to;
  private final NodeSink parts;
  private com.plexichat.backup.agent.content.FileContents listed;
  private long bytes;

  /// @param parts where pieces of a large file's list of chunks go
  FileChunks(ChunkPipeline pipeline, Chunker chunker, NodeSink parts) {
    this.pipeline = pipeline;
    this.chunker = chunker;
    this.parts = parts;
    this.buffer = new byte[2 * chunker.max()];
    this.listed = new com.plexichat.backup.agent.content.FileContents(parts);
  }

  @Override
  public void begin() {
    from = 0;
    to = 0;
    listed = new com.plexichat.backup.agent.content.FileContents(parts);
  }

  @Override
  public void data(long offset, byte[] read, int length) {
    int taken = 0;
    while (taken < length) {
      if (to == buffer.length) {
        System.arraycopy(buffer, from, buffer, 0, to - from);
        to -= from;
        from = 0;
      }
      int n = Math.min(length - taken, buffer.length - to);
      System.arraycopy(read, taken, buffer, to, n);
      to += n;
      taken += n;
      cut(false);
    }
    bytes += length;
  }

  /// Cuts the file's end, and writes its chunks and these holes into its entry.
  void finish(Entry.Builder entry, List<Hole> holes) {
    cut(true);
    holes.forEach(hole -> listed.hole(hole.offset(), hole.length()));
    listed.finish(entry);
  }

  /// Bytes read so far, of all files and attempts.
  long bytesRead() {
    return bytes;
  }

  private void cut(boolean last) {
    try {
      while (from < to) {
        int length = chunker.cut(buffer, from, to, last);
        if (length < 0) {
          return;
        }
        listed.add(pipeline.data(buffer, from, length));
        from += length;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationFailed(e, FailureCode.CANCELLED, "The backup");
    }
  }
}
