package com.plexichat.backup.agent.backup;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.content.ManifestReader;
import com.plexichat.backup.proto.ChunkRef;
import com.plexichat.backup.proto.Entry;
import com.plexichat.backup.proto.Kind;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tree of the set's previous backup, read beside the walk: it tells which files need not be
/// read again.
///
/// Only a saving: a node that cannot be had makes the walk read what is below it.
final class PreviousTree {
  private static final Logger LOG = LoggerFactory.getLogger(PreviousTree.class);

  private final ManifestReader reader;

  PreviousTree(ManifestReader reader) {
    this.reader = reader;
  }

  /// The folder that this entry names, or nothing where there was none.
  Folder folder(@Nullable Entry before) {
    if (before == null || before.getKind() != Kind.DIRECTORY || !before.hasDirectory()) {
      return Folder.NONE;
    }
    return folder(before.getDirectory());
  }

  private Folder folder(ChunkRef node) {
    try {
      return new Folder(reader.iterator(node));
    } catch (OperationFailed e) {
      LOG.info("a folder of the previous backup cannot be read: {}", e.sentence());
      return Folder.NONE;
    }
  }

  /// One folder's entries, asked for in the order of their names.
  static final class Folder {
    static final Folder NONE = new Folder(Collections.emptyIterator());

    private Iterator<Entry> entries;
    private @Nullable Entry next;

    Folder(Iterator<Entry> entries) {
      this.entries = entries;
      advance();
    }

    /// The entry of this name; names must come in ascending order of their bytes.
    Optional<Entry> find(ByteString name) {
      while (next != null) {
        int order = ByteString.unsignedLexicographicalComparator().compare(next.getName(), name);
        if (order > 0) {
          return Optional.empty();
        }
        Entry candidate = next;
        advance();
        if (order == 0) {
          return Optional.of(candidate);
        }
      }
      return Optional.empty();
    }

    private void advance() {
      try {
        next = entries.hasNext() ? entries.next() : null;
      } catch (OperationFailed e) {
        LOG.info("a part of a folder of the previous backup cannot be read: {}", e.sentence());
        entries = Collections.emptyIterator();
        next = null;
      }
    }
  }
}
