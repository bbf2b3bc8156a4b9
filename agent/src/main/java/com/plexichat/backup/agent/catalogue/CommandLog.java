package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.agent.catalogue.LogDisk.LogFile;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The append-only log of commands: the state of record and the audit chain.
///
/// Files of at most 64 MiB, each named by the index of its first entry; frames as in [Frames]. An
/// append is durable when it returns, and has not happened when it throws: the files are cut back
/// to the last good length. After a failed write or sync the open file is given up; the next append
/// opens it anew and reads it again before it trusts it (a failed fsync leaves pages of which
/// nobody knows whether they are on the disk). One thread appends; any thread reads.
public final class CommandLog implements AutoCloseable {
  static final long SEGMENT_MAX = 64L << 20;

  private static final String SUFFIX = ".log";

  private final Place place;
  private final LogDisk disk;
  private final long tornBytes;
  private volatile State state;
  private @Nullable LogFile current;

  private CommandLog(Place place, LogDisk disk, LogOpening.Found found) {
    this.place = place;
    this.disk = disk;
    this.tornBytes = found.tornBytes();
    this.state = new State(found.segments(), found.head());
  }

  /// Where the log lies.
  ///
  /// @param segmentMax the most bytes of a file, but for one that holds a single larger group
  record Place(Path folder, long segmentMax) {
    Path file(long first) {
      return folder.resolve("%016d".formatted(first) + SUFFIX);
    }
  }

  /// What is durable.
  record State(List<Segment> segments, LogHead head) {
    State {
      segments = List.copyOf(segments);
    }

    Segment last() {
      return segments.getLast();
    }
  }

  /// Opens the log, and makes an empty one where none is.
  ///
  /// @param known an entry that the log must hold, with its hash: reading starts at its file;
  ///   [LogHead#NONE]: everything is read
  static CommandLog open(Path folder, LogDisk disk, LogHead known) {
    return open(new Place(folder, SEGMENT_MAX), disk, known);
  }

  static CommandLog open(Place place, LogDisk disk, LogHead known) {
    try {
      LogDisk.makeFolder(place.folder());
      return new CommandLog(place, disk, new LogOpening(place, disk).read(known));
    } catch (IOException failed) {
      throw refused(failed);
    }
  }

  /// The last durable entry.
  public LogHead head() {
    return state.head();
  }

  /// Bytes of an unfinished write that opening cut off.
  long tornBytes() {
    return tornBytes;
  }

  /// Hash of one entry; empty bytes when there is none of that index.
  public Bytes hashOf(long index) {
    if (index == 0) {
      return LogHead.NONE.hash();
    }
    if (index < 0 || index > head().index()) {
      return Bytes.EMPTY;
    }
    try (LogCursor cursor = from(index)) {
      return cursor.next() ? cursor.hash() : Bytes.EMPTY;
    }
  }

  /// Walks the entries from an index on.
  public LogCursor from(long index) {
    State now = state;
    return new LogCursor(place, now.segments(), Math.max(1, index), now.head().index());
  }

  /// A page of entries as people read them.
  ///
  /// @param after index of the entry before the first wanted
  public List<EntryRow> rows(long after, int most) {
    List<EntryRow> rows = new ArrayList<>();
    try (LogCursor cursor = from(after + 1)) {
      while (rows.size() < most && cursor.next()) {
        rows.add(cursor.row());
      }
    }
    return rows;
  }

  /// Writes the frames of all entries from an index on, as they lie in the files, each checked; for
  /// capsules.
  ///
  /// @return the last entry written; the one before `index` when there was none
  public LogHead copyTo(long index, OutputStream out) throws IOException {
    LogHead head = new LogHead(index - 1, hashOf(index - 1));
    try (LogCursor cursor = from(index)) {
      while (cursor.next()) {
        ByteBuffer frame = Frames.encode(List.of(cursor.bytes()));
        out.write(frame.array(), frame.arrayOffset(), frame.limit());
        head = new LogHead(cursor.index(), cursor.hash());
      }
    }
    return head;
  }

  /// Appends entries that the caller has numbered and chained, all or none.
  ///
  /// @param head the last of them
  void append(List<byte[]> entries, LogHead head) {
    ByteBuffer frames = Frames.encode(entries);
    State before = state;
    try {
      LogFile file = fileFor(before, frames.remaining());
      Segment target = state.last();
      file.write(frames, target.length());
      file.force();
      List<Segment> segments = new ArrayList<>(state.segments());
      segments.set(segments.size() - 1, target.with(entries));
      state = new State(segments, head);
    } catch (IOException failed) {
      state = before;
      giveUp();
      try {
        fileFor(before, 0);
      } catch (IOException | OperationFailed again) {
        // The next append tries again; opening the log anew would find a torn end and cut it.
        failed.addSuppressed(again);
      }
      throw refused(failed);
    }
  }

  /// What rolling back returns to.
  State mark() {
    return state;
  }

  /// Takes back what was appended since a mark and was told to nobody.
  void rollBack(State mark) {
    state = mark;
    giveUp();
    try {
      fileFor(mark, 0);
    } catch (IOException failed) {
      throw refused(failed);
    }
  }

  /// The open file of the last segment; a new segment when `more` bytes do not fit any more.
  private LogFile fileFor(State wanted, int more) throws IOException {
    LogFile file = current;
    if (file == null) {
      file = reopen(wanted);
    }
    Segment last = wanted.last();
    if (last.length() == 0 || last.length() + more <= place.segmentMax()) {
      return file;
    }
    long first = wanted.head().index() + 1;
    LogFile fresh = disk.open(place.file(first));
    try {
      fresh.truncate(0);
      disk.syncFolder(place.folder());
    } catch (IOException failed) {
      fresh.close();
      throw failed;
    }
    giveUp();
    current = fresh;
    List<Segment> segments = new ArrayList<>(wanted.segments());
    segments.add(new Segment(place.file(first), first, 0, 0, List.of()));
    state = new State(segments, wanted.head());
    return fresh;
  }

  /// Opens the last segment anew, cuts what is behind its good length, and reads it again.
  private LogFile reopen(State wanted) throws IOException {
    Segment last = wanted.last();
    Path leftover = place.file(wanted.head().index() + 1);
    if (!leftover.equals(last.file()) && Files.deleteIfExists(leftover)) {
      disk.syncFolder(place.folder());
    }
    LogFile file = disk.open(last.file());
    try {
      if (file.length() != last.length()) {
        file.truncate(last.length());
        file.force();
      }
      LogHead found = new LogOpening(place, disk).reread(wanted);
      if (!found.equals(wanted.head())) {
        throw new OperationFailed(
            FailureCode.CATALOGUE_DAMAGED,
            place.folder().toString(),
            "after a failed write it ends with entry %d, not %d"
                .formatted(found.index(), wanted.head().index()));
      }
    } catch (IOException | RuntimeException failed) {
      file.close();
      throw failed;
    }
    current = file;
    return file;
  }

  private void giveUp() {
    LogFile file = current;
    current = null;
    if (file != null) {
      try {
        file.close();
      } catch (IOException ignored) {
        // Its last sync was answered or has failed already; closing adds nothing.
      }
    }
  }

  private static OperationFailed refused(IOException failed) {
    return new OperationFailed(failed, FailureCode.CATALOGUE_REFUSED, String.valueOf(failed));
  }

  @Override
  public void close() {
    giveUp();
  }
}
