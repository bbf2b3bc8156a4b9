package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.proto.Entry;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Writes one file's contents to a stream in order, reading a few chunks ahead. Holes become zeros.
final class FileStream {
  private static final int AHEAD = 4;
  private static final byte[] ZEROS = new byte[64 * 1024];

  private final OutputStream out;
  private final long size;
  private final Deque<Ahead> ahead = new ArrayDeque<>();
  private long position;

  private record Ahead(List<FileLayout.Piece> pieces, FutureTask<byte[]> chunk, Thread thread) {}

  private FileStream(OutputStream out, long size) {
    this.out = out;
    this.size = size;
  }

  /// Exactly the entry's size in bytes. Fails with OperationFailed when a chunk cannot be had.
  static void write(BackupContents contents, Entry file, OutputStream out) throws IOException {
    FileStream stream = new FileStream(out, file.getSize());
    try {
      FileLayout.read(
          contents.manifest(),
          file,
          (chunk, pieces) -> {
            FutureTask<byte[]> task = new FutureTask<>(() -> contents.chunk(chunk));
            stream.ahead.add(new Ahead(pieces, task, Thread.ofVirtual().start(task)));
            stream.drain(AHEAD);
          });
      stream.drain(0);
      stream.zerosTo(file.getSize());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      stream.ahead.forEach(one -> one.thread().interrupt());
    }
  }

  private void drain(int leave) {
    try {
      while (ahead.size() > leave) {
        Ahead next = ahead.remove();
        byte[] chunk = next.chunk().get();
        for (FileLayout.Piece piece : next.pieces()) {
          zerosTo(Math.min(piece.offset(), size));
          int length = (int) Math.min(piece.length(), size - position);
          out.write(chunk, piece.from(), length);
          position += length;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationFailed(e, FailureCode.CANCELLED, "The download");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof OperationFailed failed) {
        throw failed;
      }
      throw new OperationFailed(e, FailureCode.INTERNAL, String.valueOf(e.getCause()));
    }
  }

  private void zerosTo(long offset) throws IOException {
    while (position < offset) {
      int length = (int) Math.min(ZEROS.length, offset - position);
      out.write(ZEROS, 0, length);
      position += length;
    }
  }
}
