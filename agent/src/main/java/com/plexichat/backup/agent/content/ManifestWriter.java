package com.plexichat.backup.agent.content;

import com.google.protobuf.ByteString;
import com.plexichat.backup.proto.ChunkRef;
import com.plexichat.backup.proto.DirectoryNode;
import com.plexichat.backup.proto.Entry;
import java.util.ArrayList;
import java.util.Comparator;
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

  private final NodeSink sink;

  public ManifestWriter(NodeSink sink) {
    this.sink = sink;
  }

  /// Writes a directory and returns what its own entry refers to. The order of the entries does not
  /// matter; names that no directory can have, or twice the same, are refused.
  public ChunkRef directory(List<Entry> entries) {
    List<Entry> sorted = new ArrayList<>(entries);
    sorted.sort(
        Comparator.comparing(Entry::getName, ByteString.unsignedLexicographicalComparator()));
    long bytes = 0;
    NodeRules.Order order = new NodeRules.Order();
    for (Entry entry : sorted) {
      order.next(entry);
      bytes += entry.getSerializedSize() + ENTRY_FRAME;
    }
    if (sorted.size() <= ENTRIES_MAX && bytes <= BYTES_MAX) {
      return put(DirectoryNode.newBuilder().addAllEntries(sorted));
    }
    DirectoryNode.Builder whole = DirectoryNode.newBuilder();
    DirectoryNode.Builder part = DirectoryNode.newBuilder();
    int size = 0;
    for (Entry entry : sorted) {
      int more = entry.getSerializedSize() + ENTRY_FRAME;
      if (part.getEntriesCount() > 0 && size + more > BYTES_MAX) {
        whole.addParts(put(part));
        part.clear();
        size = 0;
      }
      part.addEntries(entry);
      size += more;
      if (endsPart(part.getEntriesCount(), entry)) {
        whole.addParts(put(part));
        part.clear();
        size = 0;
      }
    }
    if (part.getEntriesCount() > 0) {
      whole.addParts(put(part));
    }
    return put(whole);
  }

  private ChunkRef put(DirectoryNode.Builder node) {
    return sink.put(node.setFormat(FORMAT).build().toByteArray());
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
