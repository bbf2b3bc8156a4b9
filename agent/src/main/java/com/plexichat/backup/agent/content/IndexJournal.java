package com.plexichat.backup.agent.content;

import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.proto.StripeIndex;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.VaultId;
import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/// The chunk index's file: "PXINDEX1", the vault's 16 bytes, then records of length u32, CRC-32C
/// u32 and a StripeIndex without shard names. What follows the first record that is torn or damaged
/// is cut off when the file is opened.
///
/// It outlives the jobs that write to it, so it is no channel: an interrupt closes a channel for
/// everybody.
final class IndexJournal implements AutoCloseable {
  private static final byte[] MAGIC = "PXINDEX1".getBytes(StandardCharsets.US_ASCII);
  private static final int START = MAGIC.length + 16;
  private static final int RECORD_HEADER = 8;

  private final RandomAccessFile out;

  private IndexJournal(RandomAccessFile out) {
    this.out = out;
  }

  static IndexJournal open(Path file, VaultId vault, Consumer<StripeIndex> records)
      throws IOException {
    RandomAccessFile opened = privateFile(file);
    try {
      byte[] start = start(vault);
      if (!isBegunWith(opened, start)) {
        opened.setLength(0);
        opened.seek(0);
        opened.write(start);
      }
      opened.setLength(load(opened, records));
      opened.seek(opened.length());
      return new IndexJournal(opened);
    } catch (IOException | RuntimeException failed) {
      opened.close();
      throw failed;
    }
  }

  /// Puts a file in its place that has only what is said of these stripes, and each of them once;
  /// answers it open. When that fails the old one stands.
  static IndexJournal rewrite(
      Path file, VaultId vault, Set<StripeId> live, Consumer<StripeIndex> records)
      throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Set<StripeId> seen = new HashSet<>();
    IndexJournal written = open(fresh, vault, record -> {});
    try {
      Consumer<StripeIndex> copy =
          record -> {
            StripeId id = StripeId.of(record.getStripe().toByteArray());
            if (live.contains(id) && seen.add(id)) {
              written.appendUnchecked(record);
              records.accept(record);
            }
          };
      open(file, vault, copy).close();
      written.sync();
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return written;
    } catch (UncheckedIOException failed) {
      written.close();
      throw failed.getCause();
    } catch (IOException | RuntimeException failed) {
      written.close();
      throw failed;
    }
  }

  void append(StripeIndex stripe) throws IOException {
    byte[] payload = stripe.toBuilder().clearShards().build().toByteArray();
    ByteBuffer record = ByteBuffer.allocate(RECORD_HEADER + payload.length);
    record.putInt(payload.length).putInt(checksum(payload)).put(payload);
    long end = out.getFilePointer();
    try {
      out.write(record.array());
    } catch (IOException failed) {
      // Half a record would hide every later one.
      out.setLength(end);
      throw failed;
    }
  }

  private void appendUnchecked(StripeIndex stripe) {
    try {
      append(stripe);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  void sync() throws IOException {
    out.getFD().sync();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  private static boolean isBegunWith(RandomAccessFile file, byte[] start) throws IOException {
    byte[] found = new byte[START];
    if (file.length() < START) {
      return false;
    }
    file.seek(0);
    file.readFully(found);
    return Arrays.equals(start, found);
  }

  /// Reads all whole records and returns where they end.
  private static long load(RandomAccessFile file, Consumer<StripeIndex> records)
      throws IOException {
    long at = START;
    long size = file.length();
    file.seek(START);
    // Not closed: the file stays open behind it.
    InputStream in = new BufferedInputStream(new FileInputStream(file.getFD()), 1 << 18);
    while (true) {
      byte[] header = in.readNBytes(RECORD_HEADER);
      if (header.length < RECORD_HEADER) {
        return at;
      }
      ByteBuffer fields = ByteBuffer.wrap(header);
      int length = fields.getInt();
      int checksum = fields.getInt();
      if (length < 0 || length > size - at - RECORD_HEADER) {
        return at;
      }
      byte[] payload = in.readNBytes(length);
      if (payload.length < length || checksum(payload) != checksum) {
        return at;
      }
      try {
        StripeIndex record = StripeIndex.parseFrom(payload);
        IndexSegments.check(record);
        records.accept(record);
      } catch (InvalidProtocolBufferException | IllegalArgumentException damaged) {
        return at;
      }
      at += RECORD_HEADER + length;
    }
  }

  private static RandomAccessFile privateFile(Path file) throws IOException {
    try {
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
    } catch (FileAlreadyExistsException there) {
      // What it holds is read.
    }
    return new RandomAccessFile(file.toFile(), "rw");
  }

  private static byte[] start(VaultId vault) {
    return ByteBuffer.allocate(START).put(MAGIC).put(vault.bytes()).array();
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length);
    return (int) crc.getValue();
  }
}
