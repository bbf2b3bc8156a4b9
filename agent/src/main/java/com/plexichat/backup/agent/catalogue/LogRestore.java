package com.plexichat.backup.agent.catalogue;

import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.catalogue.FrameReader.BadFrame;
import com.plexichat.backup.proto.LogEntry;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Bytes;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Makes a log of the frames that another one copied out.
///
/// A capsule is one growing file, so its end may be torn; the entries before that are taken. An
/// entry that is whole and does not follow from the one before is damage.
final class LogRestore {
  private static final int BATCH_BYTES = 8 << 20;

  private LogRestore() {}

  static LogHead restore(Path folder, LogDisk disk, InputStream frames) throws IOException {
    try (CommandLog log = CommandLog.open(folder, disk, LogHead.NONE)) {
      if (log.head().index() != 0) {
        throw new OperationFailed(FailureCode.ALREADY_INITIALISED, folder.toString());
      }
      List<byte[]> batch = new ArrayList<>();
      long[] bytes = new long[1];
      LogHead last =
          walk(
              folder.toString(),
              frames,
              (entry, head) -> {
                batch.add(entry);
                bytes[0] += entry.length;
                if (bytes[0] >= BATCH_BYTES) {
                  log.append(batch, head);
                  batch.clear();
                  bytes[0] = 0;
                }
              });
      if (!batch.isEmpty()) {
        log.append(batch, last);
      }
      return log.head();
    }
  }

  /// How far the frames of a log go, without keeping them.
  static LogExtent scan(String what, InputStream frames) throws IOException {
    byte[][] last = new byte[1][];
    LogHead head = walk(what, frames, (entry, _) -> last[0] = entry);
    try {
      return new LogExtent(head, last[0] == null ? 0 : LogEntry.parseFrom(last[0]).getEpoch());
    } catch (InvalidProtocolBufferException invalid) {
      throw noEntry(what, head.index(), invalid);
    }
  }

  private interface Reader {
    void read(byte[] entry, LogHead head);
  }

  private static LogHead walk(String what, InputStream frames, Reader each) throws IOException {
    MessageDigest sha256 = Frames.sha256();
    FrameReader reader = FrameReader.of(frames);
    LogHead head = LogHead.NONE;
    for (byte[] entry = next(reader); entry.length > 0; entry = next(reader)) {
      Frames.Link link = link(what, entry, head.index() + 1);
      if (link.index() != head.index() + 1
          || !Arrays.equals(link.previous(), head.hash().toArray())) {
        throw new OperationFailed(
            FailureCode.CATALOGUE_DAMAGED,
            what,
            "the capsule's entry %d does not follow from the one before"
                .formatted(head.index() + 1));
      }
      head = new LogHead(link.index(), Bytes.of(sha256.digest(entry)));
      each.read(entry, head);
    }
    return head;
  }

  private static Frames.Link link(String what, byte[] entry, long index) throws IOException {
    try {
      return Frames.Link.of(entry);
    } catch (InvalidProtocolBufferException invalid) {
      throw noEntry(what, index, invalid);
    }
  }

  private static OperationFailed noEntry(String what, long index, Exception invalid) {
    return new OperationFailed(
        invalid,
        FailureCode.CATALOGUE_DAMAGED,
        what,
        "the capsule's entry %d is no entry".formatted(index));
  }

  /// The next entry; nothing at the end or where the capsule is torn.
  private static byte[] next(FrameReader reader) throws IOException {
    try {
      byte[] entry = reader.next();
      return entry == null ? new byte[0] : entry;
    } catch (BadFrame | EOFException torn) {
      return new byte[0];
    }
  }
}
