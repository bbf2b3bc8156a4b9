package com.plexichat.backup.agent.catalogue;

import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.catalogue.FrameReader.BadFrame;
import com.plexichat.backup.proto.LogEntry;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Bytes;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Walks entries of the log from one index to the end that the log had when the walk began.
///
/// Every entry's checksum, number and link to the one before are checked on the way; the first one
/// that is wrong ends the walk with CATALOGUE_DAMAGED. Memory: one entry.
public final class LogCursor implements AutoCloseable {
  private final CommandLog.Place place;
  private final List<Segment> segments;
  private final long last;
  private final MessageDigest sha256 = Frames.sha256();
  private int segment;
  private @Nullable FrameReader reader;
  private long index;
  private byte[] entry = new byte[0];
  private byte @Nullable [] hash;

  /// @param from index of the first entry to read
  LogCursor(CommandLog.Place place, List<Segment> segments, long from, long last) {
    this.place = place;
    this.segments = List.copyOf(segments);
    this.last = last;
    this.index = from - 1;
    int at = 0;
    while (at + 1 < segments.size() && segments.get(at + 1).first() <= from) {
      at++;
    }
    this.segment = at;
    if (from <= last) {
      open(from);
    }
  }

  private void open(long from) {
    Segment current = segments.get(segment);
    Segment.Mark mark = current.before(from);
    try {
      FrameReader opened = FrameReader.of(current.file(), mark.position(), current.length());
      reader = opened;
      for (long at = mark.index(); at < from; at++) {
        if (!opened.skip()) {
          throw damaged(current, opened.position(), at, "it is missing");
        }
      }
    } catch (BadFrame bad) {
      throw damaged(current, bad.position(), from, bad.why());
    } catch (EOFException | FileNotFoundException gone) {
      throw damaged(current, 0, from, "the file ends before it");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// Goes to the next entry; false behind the last.
  public boolean next() {
    if (index >= last || reader == null) {
      return false;
    }
    Segment current = segments.get(segment);
    try {
      byte[] bytes = reader.next();
      if (bytes == null) {
        reader.close();
        if (++segment >= segments.size() || segments.get(segment).first() != index + 1) {
          throw damaged(current, reader.position(), index + 1, "it is missing");
        }
        open(index + 1);
        return next();
      }
      check(current, bytes);
      return true;
    } catch (BadFrame bad) {
      throw damaged(current, bad.position(), index + 1, bad.why());
    } catch (EOFException gone) {
      throw damaged(current, 0, index + 1, "the file ends before it");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void check(Segment current, byte[] bytes) throws IOException {
    Frames.Link link = Frames.Link.of(bytes);
    if (link.index() != index + 1) {
      throw damaged(current, 0, index + 1, "entry " + link.index() + " stands in its place");
    }
    if (index == 0 || hash != null) {
      byte[] expected = hash == null ? new byte[Segment.HASH_BYTES] : hash;
      if (!Arrays.equals(link.previous(), expected)) {
        throw damaged(current, 0, index + 1, "it does not follow from the entry before it");
      }
    }
    entry = bytes;
    hash = sha256.digest(bytes);
    index = link.index();
  }

  private OperationFailed damaged(Segment current, long position, long at, String why) {
    return new OperationFailed(
        FailureCode.CATALOGUE_DAMAGED,
        place.folder().toString(),
        "entry %d in %s at byte %d: %s".formatted(at, current.file().getFileName(), position, why));
  }

  /// Index of the current entry.
  public long index() {
    return index;
  }

  /// Bytes of the current entry.
  int length() {
    return entry.length;
  }

  /// The current entry's bytes as they lie in the log.
  public byte[] bytes() {
    return entry.clone();
  }

  /// SHA-256 of the current entry's bytes.
  public Bytes hash() {
    if (hash == null) {
      throw new IllegalStateException("before the first entry");
    }
    return Bytes.of(hash);
  }

  /// The current entry.
  public LogEntry entry() {
    try {
      return LogEntry.parseFrom(entry);
    } catch (InvalidProtocolBufferException notOurs) {
      throw damaged(segments.get(segment), 0, index, "it cannot be read");
    }
  }

  /// The current entry as people read it.
  public EntryRow row() {
    return EntryText.row(entry(), hash());
  }

  @Override
  public void close() {
    try {
      if (reader != null) {
        reader.close();
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
