package com.plexichat.backup.agent.content;

import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.proto.StripeIndex;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.VaultId;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/// The chunk index's file: "PXINDEX1", the vault's 16 bytes, then records of length u32, CRC-32C
/// u32 and a StripeIndex without shard names. What follows the first record that is torn or damaged
/// is cut off when the file is opened.
final class IndexJournal implements AutoCloseable {
  private static final byte[] MAGIC = "PXINDEX1".getBytes(StandardCharsets.US_ASCII);
  private static final int START = MAGIC.length + 16;
  private static final int RECORD_HEADER = 8;

  private final FileChannel channel;

  private IndexJournal(FileChannel channel) {
    this.channel = channel;
  }

  static IndexJournal open(Path file, VaultId vault, Consumer<StripeIndex> records)
      throws IOException {
    FileChannel channel = privateFile(file);
    try {
      byte[] start = start(vault);
      ByteBuffer found = ByteBuffer.allocate(START);
      channel.read(found, 0);
      if (!Arrays.equals(start, found.array())) {
        channel.truncate(0);
        write(channel, ByteBuffer.wrap(start));
      }
      channel.truncate(load(channel, records));
      channel.position(channel.size());
      return new IndexJournal(channel);
    } catch (IOException | RuntimeException failed) {
      channel.close();
      throw failed;
    }
  }

  /// Leaves in the file only what is said of these stripes, and each of them once.
  static void rewrite(Path file, VaultId vault, Set<StripeId> live) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Set<StripeId> seen = new HashSet<>();
    try (IndexJournal written = open(fresh, vault, record -> {})) {
      Consumer<StripeIndex> copy =
          record -> {
            StripeId id = StripeId.of(record.getStripe().toByteArray());
            if (live.contains(id) && seen.add(id)) {
              written.appendUnchecked(record);
            }
          };
      open(file, vault, copy).close();
      written.sync();
    } catch (UncheckedIOException failed) {
      throw failed.getCause();
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  void append(StripeIndex stripe) throws IOException {
    byte[] payload = stripe.toBuilder().clearShards().build().toByteArray();
    ByteBuffer record = ByteBuffer.allocate(RECORD_HEADER + payload.length);
    record.putInt(payload.length).putInt(checksum(payload)).put(payload).flip();
    long end = channel.position();
    try {
      write(channel, record);
    } catch (IOException failed) {
      // Half a record would hide every later one.
      channel.truncate(end);
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
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /// Reads all whole records and returns where they end.
  private static long load(FileChannel channel, Consumer<StripeIndex> records) throws IOException {
    long at = START;
    InputStream in =
        new BufferedInputStream(Channels.newInputStream(channel.position(START)), 1 << 18);
    while (true) {
      byte[] header = in.readNBytes(RECORD_HEADER);
      if (header.length < RECORD_HEADER) {
        return at;
      }
      ByteBuffer fields = ByteBuffer.wrap(header);
      int length = fields.getInt();
      int checksum = fields.getInt();
      if (length < 0 || length > channel.size() - at - RECORD_HEADER) {
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

  private static FileChannel privateFile(Path file) throws IOException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return FileChannel.open(file, options);
    }
    return FileChannel.open(
        file,
        options,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  private static byte[] start(VaultId vault) {
    return ByteBuffer.allocate(START).put(MAGIC).put(vault.bytes()).array();
  }

  private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length);
    return (int) crc.getValue();
  }
}
