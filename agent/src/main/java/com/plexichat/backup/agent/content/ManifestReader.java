package com.plexichat.backup.agent.content;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.proto.ChunkRef;
import com.plexichat.backup.proto.DirectoryNode;
import com.plexichat.backup.proto.Entry;
import com.plexichat.backup.proto.FilePart;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads directories and the lists of large files' contents, one node at a time. Whatever a node
/// may not say is MANIFEST_INVALID: names with a slash or a zero byte, "", "." and "..", names
/// twice or out of order, impossible numbers.
public final class ManifestReader {
  /// Gives the plaintext of a chunk.
  @FunctionalInterface
  public interface NodeSource {
    byte[] get(ChunkRef chunk);
  }

  private final NodeSource source;

  public ManifestReader(NodeSource source) {
    this.source = source;
  }

  /// Hands over a directory's entries in the order of their names' bytes, holding one part at a
  /// time.
  public void entries(ChunkRef directory, Consumer<Entry> consumer) {
    iterator(directory).forEachRemaining(consumer);
  }

  /// The entries of a directory in the order of their names' bytes; the next part is read when its
  /// first entry is asked for.
  public Iterator<Entry> iterator(ChunkRef directory) {
    return iterator(
        directory,
        refused -> {
          throw refused;
        });
  }

  /// As [#iterator(ChunkRef)], but an entry that breaks a rule is told and left out, and the others
  /// are had all the same.
  public Iterator<Entry> iterator(ChunkRef directory, Consumer<OperationFailed> refused) {
    return new Listing(node(directory), refused);
  }

  private final class Listing implements Iterator<Entry> {
    private final DirectoryNode node;
    private final Consumer<OperationFailed> refused;
    private final NodeRules.Order order = new NodeRules.Order();
    private Iterator<Entry> entries;
    private int nextPart;
    private @Nullable Entry ready;

    Listing(DirectoryNode node, Consumer<OperationFailed> refused) {
      this.node = node;
      this.refused = refused;
      this.entries = node.getEntriesList().iterator();
    }

    @Override
    public boolean hasNext() {
      while (ready == null && hasMore()) {
        Entry entry = entries.next();
        try {
          order.next(entry);
          ready = entry;
        } catch (OperationFailed broken) {
          refused.accept(broken);
        }
      }
      return ready != null;
    }

    private boolean hasMore() {
      while (!entries.hasNext() && nextPart < node.getPartsCount()) {
        entries = part(node.getParts(nextPart++)).getEntriesList().iterator();
      }
      return entries.hasNext();
    }

    @Override
    public Entry next() {
      Entry entry = hasNext() ? ready : null;
      if (entry == null) {
        throw new NoSuchElementException();
      }
      ready = null;
      return entry;
    }
  }

  /// One entry of a directory. Of a large directory about log₂ of its parts are read.
  public Optional<Entry> find(ChunkRef directory, ByteString name) {
    DirectoryNode node = node(directory);
    int low = 0;
    int high = node.getPartsCount() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      DirectoryNode part = part(node.getParts(middle));
      Comparator<ByteString> byBytes = ByteString.unsignedLexicographicalComparator();
      if (byBytes.compare(name, part.getEntries(0).getName()) < 0) {
        high = middle - 1;
      } else if (byBytes.compare(name, part.getEntriesList().getLast().getName()) > 0) {
        low = middle + 1;
      } else {
        return findIn(part, name);
      }
    }
    return findIn(node, name);
  }

  /// Hands over a file's chunks and holes in order, piece by piece.
  public void contents(Entry file, Consumer<FilePart> consumer) {
    NodeRules.check(file);
    for (ChunkRef ref : file.getFilePartsList()) {
      FilePart part;
      try {
        part = FilePart.parseFrom(source.get(ref));
      } catch (InvalidProtocolBufferException invalid) {
        throw NodeRules.invalid("a list of contents is no list", invalid);
      }
      NodeRules.check(part, file);
      consumer.accept(part);
    }
    consumer.accept(
        FilePart.newBuilder()
            .addAllChunks(file.getChunksList())
            .addAllHoles(file.getHolesList())
            .build());
  }

  private static Optional<Entry> findIn(DirectoryNode node, ByteString name) {
    return node.getEntriesList().stream()
        .filter(entry -> entry.getName().equals(name))
        .peek(NodeRules::check)
        .findFirst();
  }

  private DirectoryNode part(ChunkRef ref) {
    DirectoryNode part = node(ref);
    if (part.getPartsCount() > 0 || part.getEntriesCount() == 0) {
      throw NodeRules.invalid("a part of a directory is empty or split again", null);
    }
    return part;
  }

  private DirectoryNode node(ChunkRef ref) {
    try {
      DirectoryNode node = DirectoryNode.parseFrom(source.get(ref));
      if (node.getFormat() != ManifestWriter.FORMAT) {
        throw NodeRules.invalid("a node has the unknown format " + node.getFormat(), null);
      }
      if (node.getPartsCount() > 0 && node.getEntriesCount() > 0) {
        throw NodeRules.invalid("a directory has both entries and parts", null);
      }
      NodeRules.checkRefs(node.getPartsList(), "part of a directory");
      return node;
    } catch (InvalidProtocolBufferException invalid) {
      throw NodeRules.invalid("a node is no node", invalid);
    }
  }
}
