package com.plexichat.backup.agent.content;

import com.google.protobuf.CodedOutputStream;
import com.plexichat.backup.proto.ChunkRef;
import com.plexichat.backup.proto.DirectoryNode;
import com.plexichat.backup.proto.Entry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// Writes a backup's directories as nodes, which are chunks like those of files.
///
/// The same entries give the same bytes, so that an unchanged directory costs nothing. A directory
/// of more than 10,000 entries or 1 MiB is split; where, follows from the names alone, so that a
/// new entry changes the part it is in and no other.
public final class ManifestWriter {
  static final int ENTRIES_MAX = 10_000;
  static final int BYTES_MAX = 1 << 20;
  static final int FORMAT = 1;

  /// Most bytes that a node adds to an entry of less than 2 MiB.
  private static final int ENTRY_FRAME = 4;

  private static final int ENTRIES_MIN = 2_000;
  private static final int SPLIT_MASK = 0xfff;

  /// Where nodes go: named as chunks of the vault and, if new, stored.
  @FunctionalInterface
  public interface NodeSink {
    ChunkRef put(byte[] node);
  }

  private static final byte[] FORMAT_FIELD =
      DirectoryNode.newBuilder().setFormat(FORMAT).build().toByteArray();

  private final NodeSink sink;

  public ManifestWriter(NodeSink sink) {
    this.sink = sink;
  }

  /// A directory whose entries are to come.
  public Folder folder() {
    return new Folder();
  }

  /// One directory that is written while its entries come, in ascending order of their names'
  /// bytes. What waits to be written is never much more than 1 MiB, however many entries come.
  public final class Folder {
    private final NodeRules.Order order = new NodeRules.Order();
    private final DirectoryNode.Builder whole = DirectoryNode.newBuilder().setFormat(FORMAT);

    /// Parts that are complete and not written, because the directory may still fit into one node.
    private final List<ByteArrayOutputStream> complete = new ArrayList<>();

    private ByteArrayOutputStream part = new ByteArrayOutputStream(0);
    private int partEntries;
    private int partBytes;
    private long entries;
    private long bytes;
    private boolean split;

    private Folder() {}

    /// Adds an entry. Names that no directory can have, twice the same or out of order are refused.
    public void add(Entry entry) {
      order.next(entry);
      int more = entry.getSerializedSize() + ENTRY_FRAME;
      if (partEntries > 0 && partBytes + more > BYTES_MAX) {
        endPart();
      }
      append(entry);
      partEntries++;
      partBytes += more;
      entries++;
      bytes += more;
      if (endsPart(partEntries, entry)) {
        endPart();
      }
      if (!split && (entries > ENTRIES_MAX || bytes > BYTES_MAX)) {
        split = true;
        complete.forEach(one -> whole.addParts(put(one)));
        complete.clear();
      }
    }

    /// Writes the rest and returns what the directory's own entry refers to.
    public ChunkRef finish() {
      if (split) {
        if (partEntries > 0) {
          endPart();
        }
        return sink.put(whole.build().toByteArray());
      }
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      complete.forEach(one -> all.writeBytes(one.toByteArray()));
      all.writeBytes(part.toByteArray());
      return put(all);
    }

    private void endPart() {
      if (split) {
        whole.addParts(put(part));
      } else {
        complete.add(part);
      }
      part = new ByteArrayOutputStream();
      partEntries = 0;
      partBytes = 0;
    }

    /// A node's bytes are those of its entries one after the other, then its format.
    private void append(Entry entry) {
      try {
        CodedOutputStream out = CodedOutputStream.newInstance(part);
        out.writeMessage(DirectoryNode.ENTRIES_FIELD_NUMBER, entry);
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private ChunkRef put(ByteArrayOutputStream entries) {
    entries.writeBytes(FORMAT_FIELD);
    return sink.put(entries.toByteArray());
  }

  private static boolean endsPart(int count, Entry entry) {
    if (count == ENTRIES_MAX) {
      return true;
    }
    CRC32C crc = new CRC32C();
    crc.update(entry.getName().asReadOnlyByteBuffer());
    return count >= ENTRIES_MIN && (crc.getValue() & SPLIT_MASK) == 0;
  }
}
