package com.plexichat.backup.agent.catalogue;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.zip.CRC32C;

/// The byte form of entries in a segment, version 1: u32 length, u32 CRC32C of the entry, entry
/// (LogEntry message); numbers are big-endian.
final class Frames {
  /// Bytes before each entry.
  static final int HEAD = 8;

  /// The longest entry. A longer length in a file is damage.
  static final int ENTRY_MAX = 32 << 20;

  private static final int INDEX_TAG = 0x08;
  private static final int PREVIOUS_TAG = 0x12;
  private static final int HASH_BYTES = 32;

  private Frames() {}

  /// What chains an entry to the one before it.
  @SuppressWarnings("ArrayRecordComponent") // stored form, never compared
  record Link(long index, byte[] previous) {
    /// Reads both from an entry's bytes without reading the rest of it. A field of another wire
    /// type is another field, as everywhere in protobuf; InvalidProtocolBufferException for what is
    /// no message.
    static Link of(byte[] entry) throws IOException {
      CodedInputStream in = CodedInputStream.newInstance(entry);
      long index = 0;
      byte[] previous = new byte[0];
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        switch (tag) {
          case INDEX_TAG -> index = in.readInt64();
          case PREVIOUS_TAG -> previous = in.readByteArray();
          default -> in.skipField(tag);
        }
      }
      return new Link(index, previous);
    }
  }

  static int crc(byte[] entry) {
    CRC32C crc = new CRC32C();
    crc.update(entry);
    return (int) crc.getValue();
  }

  /// Frames of entries, one after the other.
  static ByteBuffer encode(List<byte[]> entries) {
    int bytes = entries.stream().mapToInt(entry -> HEAD + entry.length).sum();
    ByteBuffer out = ByteBuffer.allocate(bytes);
    for (byte[] entry : entries) {
      out.putInt(entry.length).putInt(crc(entry)).put(entry);
    }
    return out.flip();
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// Whether a whole entry with an index above `index` stands anywhere behind `position`: then what
  /// is broken at `position` is not the end of the file, and cutting there would lose entries.
  static boolean anyBehind(Path file, long position, long index) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long remaining = channel.size() - position;
      if (remaining <= HEAD) {
        return false;
      }
      MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, position, remaining);
      for (int at = 1; at < remaining - HEAD; at++) {
        if (bytes.get(at + HEAD) == INDEX_TAG && isEntry(bytes, at, index)) {
          return true;
        }
      }
      return false;
    }
  }

  private static boolean isEntry(ByteBuffer bytes, int at, long index) {
    int length = bytes.getInt(at);
    if (length <= HASH_BYTES || length > bytes.limit() - at - HEAD) {
      return false;
    }
    int cursor = at + HEAD + 1;
    int end = at + HEAD + length;
    long found = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (cursor >= end) {
        return false;
      }
      byte next = bytes.get(cursor++);
      found |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        break;
      }
    }
    if (found <= index
        || cursor + 2 > end
        || bytes.get(cursor) != PREVIOUS_TAG
        || bytes.get(cursor + 1) != HASH_BYTES) {
      return false;
    }
    CRC32C crc = new CRC32C();
    crc.update(bytes.slice(at + HEAD, length));
    return (int) crc.getValue() == bytes.getInt(at + 4);
  }
}
