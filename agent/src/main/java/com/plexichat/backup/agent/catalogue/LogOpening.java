package com.plexichat.backup.agent.catalogue;

import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.catalogue.FrameReader.BadFrame;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Reads the files of a log at its opening and checks their chain.
///
/// Only what was never acknowledged may be cut: an entry that is not whole, at the very end of the
/// last file, behind everything that the database has applied (it applies only what was synced),
/// and with no whole entry behind it. Everything else is damage.
final class LogOpening {
  private final CommandLog.Place place;
  private final LogDisk disk;
  private final MessageDigest sha256 = Frames.sha256();

  LogOpening(CommandLog.Place place, LogDisk disk) {
    this.place = place;
    this.disk = disk;
  }

  /// What is in the files.
  record Found(List<Segment> segments, LogHead head, long tornBytes) {
    Found {
      segments = List.copyOf(segments);
    }
  }

  /// One file read: `end` is its last entry.
  private record Read(Segment segment, LogHead end, long tornBytes) {}

  Found read(LogHead known) throws IOException {
    List<Path> files = files();
    if (files.isEmpty()) {
      Path file = place.file(1);
      disk.open(file).close();
      disk.syncFolder(place.folder());
      return new Found(List.of(new Segment(file, 1, 0, 0, List.of())), LogHead.NONE, 0);
    }
    List<Segment> segments = new ArrayList<>();
    int start = startFor(files, known);
    for (Path skipped : files.subList(0, start)) {
      segments.add(new Segment(skipped, first(skipped), -1, Files.size(skipped), List.of()));
    }
    LogHead head =
        new LogHead(first(files.get(start)) - 1, start == 0 ? LogHead.NONE.hash() : Bytes.EMPTY);
    long torn = 0;
    for (int at = start; at < files.size(); at++) {
      Path file = files.get(at);
      if (first(file) != head.index() + 1) {
        throw damaged(file, 0, head.index() + 1, "the file that holds it is missing");
      }
      Read read = read(file, head, known, at == files.size() - 1);
      segments.add(read.segment());
      head = read.end();
      torn = read.tornBytes();
    }
    return new Found(segments, head, torn);
  }

  /// Reads the last file of a known state again; returns the last entry that is whole in it.
  LogHead reread(CommandLog.State wanted) throws IOException {
    Segment last = wanted.last();
    if (last.length() == 0) {
      return wanted.head();
    }
    LogHead before =
        new LogHead(last.first() - 1, last.first() == 1 ? LogHead.NONE.hash() : Bytes.EMPTY);
    return read(last.file(), before, LogHead.NONE, false).end();
  }

  private Read read(Path file, LogHead before, LogHead known, boolean last) throws IOException {
    long first = before.index() + 1;
    long size = Files.size(file);
    List<Segment.Mark> marks = new ArrayList<>();
    long index = before.index();
    byte[] hash = before.hash().toArray();
    try (FrameReader reader = FrameReader.of(file, 0, size)) {
      while (true) {
        long position = reader.position();
        byte[] entry;
        try {
          entry = reader.next();
        } catch (BadFrame bad) {
          if (!last || index < known.index() || Frames.anyBehind(file, bad.position(), index + 1)) {
            throw damaged(file, bad.position(), index + 1, bad.why());
          }
          cut(file, bad.position());
          return read(first, index, hash, new Cut(file, bad.position(), size), marks);
        }
        if (entry == null) {
          return read(first, index, hash, new Cut(file, size, size), marks);
        }
        checkLink(file, position, link(file, position, entry, index + 1), index, hash);
        hash = sha256.digest(entry);
        index++;
        if (index == known.index() && !known.hash().equals(Bytes.of(hash))) {
          throw new OtherHistory(index);
        }
        if ((index - first) % Segment.STRIDE == 0) {
          marks.add(new Segment.Mark(index, position));
        }
      }
    }
  }

  /// A file that was read to `length` of `size` bytes.
  private record Cut(Path file, long length, long size) {}

  private static Read read(long first, long index, byte[] hash, Cut cut, List<Segment.Mark> marks) {
    return new Read(
        new Segment(cut.file(), first, index - first + 1, cut.length(), marks),
        new LogHead(index, Bytes.of(hash)),
        cut.size() - cut.length());
  }

  private Frames.Link link(Path file, long position, byte[] entry, long index) throws IOException {
    try {
      return Frames.Link.of(entry);
    } catch (InvalidProtocolBufferException invalid) {
      throw damaged(file, position, index, "it is no entry");
    }
  }

  private void checkLink(Path file, long position, Frames.Link link, long index, byte[] hash) {
    if (link.index() != index + 1) {
      throw damaged(file, position, index + 1, "entry " + link.index() + " stands in its place");
    }
    if (hash.length > 0 && !Arrays.equals(hash, link.previous())) {
      throw damaged(file, position, index + 1, "it does not follow from the entry before it");
    }
  }

  private void cut(Path file, long length) throws IOException {
    try (LogDisk.LogFile open = disk.open(file)) {
      open.truncate(length);
      open.force();
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> list = Files.list(place.folder())) {
      return list.filter(file -> file.getFileName().toString().matches("\\d{16}\\.log"))
          .sorted()
          .toList();
    }
  }

  private int startFor(List<Path> files, LogHead known) {
    int start = 0;
    while (start + 1 < files.size() && first(files.get(start + 1)) <= known.index()) {
      start++;
    }
    return start;
  }

  private static long first(Path file) {
    return Long.parseLong(file.getFileName().toString().substring(0, 16));
  }

  private OperationFailed damaged(Path file, long position, long index, String why) {
    return new OperationFailed(
        FailureCode.CATALOGUE_DAMAGED,
        place.folder().toString(),
        "entry %d in %s at byte %d: %s".formatted(index, file.getFileName(), position, why));
  }

  /// The log holds another entry than the database has applied: the database is not of this log.
  static final class OtherHistory extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OtherHistory(long index) {
      super("entry " + index + " is another one than the database has applied");
    }
  }
}
