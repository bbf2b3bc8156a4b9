package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.proto.ChunkRef;
import com.plexichat.backup.proto.Entry;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/// Reads files' contents, a few chunks of one file at the same time, so that several holders send.
/// All readers of one restore share a bound on what is in memory.
final class FileContentReader {
  private static final int CHUNKS_AT_ONCE = 8;
  private static final int CHUNKS_OF_A_FILE = 4;

  private final BackupContents contents;
  private final Semaphore room = new Semaphore(CHUNKS_AT_ONCE);

  FileContentReader(BackupContents contents) {
    this.contents = contents;
  }

  /// Takes one piece of a file; the array is shared. False: the rest is not wanted.
  interface Sink {
    boolean write(long offset, byte[] bytes, int from, int length);
  }

  /// Hands over all pieces in any order, from several threads. False when the sink did not want
  /// them all; OperationFailed when a chunk cannot be had.
  boolean read(Entry file, Sink sink) throws InterruptedException {
    AtomicBoolean wanted = new AtomicBoolean(true);
    if (file.getChunksCount() <= 1 && file.getFilePartsCount() == 0) {
      FileLayout.read(
          contents.manifest(), file, (chunk, pieces) -> write(chunk, pieces, sink, wanted));
      return wanted.get();
    }
    try (Workers workers = new Workers(CHUNKS_OF_A_FILE)) {
      FileLayout.read(
          contents.manifest(),
          file,
          (chunk, pieces) -> {
            try {
              workers.submit(() -> write(chunk, pieces, sink, wanted));
            } catch (InterruptedException e) {
              throw interrupted(e);
            }
          });
      workers.await();
    }
    return wanted.get();
  }

  private void write(
      ChunkRef chunk, List<FileLayout.Piece> pieces, Sink sink, AtomicBoolean wanted) {
    if (!wanted.get()) {
      return;
    }
    try {
      room.acquire();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    try {
      byte[] bytes = contents.chunk(chunk);
      for (FileLayout.Piece piece : pieces) {
        if (!sink.write(piece.offset(), bytes, piece.from(), piece.length())) {
          wanted.set(false);
          return;
        }
      }
    } finally {
      room.release();
    }
  }

  private static OperationFailed interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new OperationFailed(e, FailureCode.CANCELLED, "Reading a file");
  }
}
