package com.plexichat.backup.agent.backup;

import com.plexichat.backup.agent.coding.Chunker;
import com.plexichat.backup.proto.ChunkRef;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.ArrayList;
import java.util.List;

/// Cuts what is read of one file into chunks and hands them to the pipeline. Used for one file after another.
final class FileChunks implements FileSink {
  private final ChunkPipeline pipeline;
  private final Chunker chunker;
  private final byte[] buffer;
  private int from;
  private int to;
  private List<ChunkRef> chunks = new ArrayList<>();
  private long bytes;

  /// @param largest most bytes of a chunk
  FileChunks(ChunkPipeline pipeline, Chunker chunker, int largest) {
    this.pipeline = pipeline;
    this.chunker = chunker;
    this.buffer = new byte[2 * largest];
  }

  @Override
  public void begin() {
    from = 0;
    to = 0;
    chunks = new ArrayList<>();
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

  /// The file's chunks in order; its end is cut now.
  List<ChunkRef> finish() {
    cut(true);
    return chunks;
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
        chunks.add(pipeline.data(buffer, from, length));
        from += length;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationFailed(e, FailureCode.CANCELLED, "The backup");
    }
  }
}
