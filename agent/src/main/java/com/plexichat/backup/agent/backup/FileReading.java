package com.plexichat.backup.agent.backup;

import com.plexichat.backup.agent.io.FileStat;
import com.plexichat.backup.agent.io.Hole;
import com.plexichat.backup.agent.io.SourceFile;
import com.plexichat.backup.agent.io.SystemCallFailed;
import java.util.ArrayList;
import java.util.List;

/// Reads a file so that what was read is one state of it: size, time of change of contents and of
/// the inode are compared before and after, and a file that changed is read again.
///
/// Works on any thread; the open file stays the same one when another is renamed over it.
public final class FileReading {
  private static final int ATTEMPTS = 3;

  private final SourceFile file;
  private final FileSink sink;
  private final byte[] buffer;
  private final List<Hole> holes = new ArrayList<>();

  private FileReading(SourceFile file, FileSink sink, byte[] buffer) {
    this.file = file;
    this.sink = sink;
    this.buffer = buffer;
  }

  /// Reads an open file through a buffer (1 MiB serves well) and leaves it open. Of a file that
  /// changes under every attempt, the last one counts, and `stat` has the length that was read.
  public static FileContents read(SourceFile file, FileSink sink, byte[] buffer)
      throws SystemCallFailed {
    return new FileReading(file, sink, buffer).read();
  }

  private FileContents read() throws SystemCallFailed {
    FileStat before = file.opened();
    for (int attempt = 1; ; attempt++) {
      sink.begin();
      holes.clear();
      long length = before.mayHaveHoles() ? stretches(before) : stretch(0, before.size());
      var xattrs = file.xattrs();
      FileStat after = file.stat();
      if (length == before.size() && after.isUnchangedSince(before)) {
        return new FileContents(after, holes, xattrs, false);
      }
      if (attempt == ATTEMPTS) {
        FileStat read =
            new FileStat(after.kind(), length, after.attributes(), after.inode(), after.changed());
        return new FileContents(read, holes, xattrs, true);
      }
      before = after;
    }
  }

  /// Reads the stored stretches and notes the holes; the length of the file as it was read.
  private long stretches(FileStat before) throws SystemCallFailed {
    long at = 0;
    while (at < before.size()) {
      long data = file.nextData(at);
      long end = data < 0 || data > before.size() ? before.size() : data;
      if (end > at) {
        holes.add(new Hole(at, end - at));
      }
      if (end == before.size()) {
        return end;
      }
      long hole = file.nextHole(data);
      long stop = hole < 0 ? before.size() : Math.min(hole, before.size());
      at = stretch(data, stop);
      if (at < stop) {
        return at;
      }
    }
    return at;
  }

  /// Reads from one offset to another, or to where the file ends now; that place.
  private long stretch(long from, long to) throws SystemCallFailed {
    long at = from;
    while (at < to) {
      int length = file.read(at, buffer, 0, (int) Math.min(buffer.length, to - at));
      if (length == 0) {
        break;
      }
      sink.data(at, buffer, length);
      at += length;
    }
    return at;
  }
}
