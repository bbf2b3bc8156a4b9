package com.plexichat.backup.agent.recovery;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.content.ManifestReader;
import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.proto.Entry;
import com.plexichat.backup.proto.Kind;
import com.plexichat.backup.proto.Record;
import com.plexichat.backup.proto.Root;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// All paths of a backup as one tree that begins at `/`.
///
/// Folders above the set's paths are in it with the metadata that they had, and with nothing in
/// them but the way down. A path of the set that lies inside another one is there once; where it
/// leads through a symbolic link of the other one, a folder stands there and not the link.
public final class BackupTree {
  private static final RawPath TOP = RawPath.of("/");

  private final ManifestReader manifest;
  private final Map<RawPath, Root> roots = new HashMap<>();
  private final Set<RawPath> above = new HashSet<>();

  /// Something in the tree: its absolute path on the machine that was backed up, and its entry. A
  /// folder above the set's paths has an entry without a node.
  ///
  /// @param hides whether it stands where something else was backed up, a symbolic link that a path
  ///   of the set leads through: a name cannot be both
  public record Node(RawPath path, Entry entry, boolean hides) {
    Node(RawPath path, Entry entry) {
      this(path, entry, false);
    }

    public boolean isFolder() {
      return entry.getKind() == Kind.DIRECTORY;
    }

    /// Whether the backup holds it, not only the way down to something.
    public boolean isBackedUp() {
      return !isFolder() || entry.hasDirectory();
    }
  }

  BackupTree(Record record, ManifestReader manifest) {
    this.manifest = manifest;
    for (Root root : record.getRootsList()) {
      RawPath path = RawPath.of(root.getPath().toByteArray());
      roots.put(path, root);
      for (RawPath at = path; !at.isRoot(); ) {
        at = at.parent();
        above.add(at);
      }
    }
  }

  public Node top() {
    return graft(TOP).orElseGet(() -> new Node(TOP, folderAbove(TOP)));
  }

  /// What is at an absolute path; a large folder on the way costs a few nodes, not all.
  public Optional<Node> find(RawPath path) {
    Node at = top();
    for (byte[] name : path.components()) {
      Optional<Node> next = child(at, name);
      if (next.isEmpty()) {
        return next;
      }
      at = next.get();
    }
    return Optional.of(at);
  }

  /// Hands over what is in a folder, in the order of the names' bytes, holding one part of it at a
  /// time.
  public void children(Node folder, Consumer<Node> consumer) {
    iterator(folder).forEachRemaining(consumer);
  }

  /// As [#children(Node, Consumer)], but an entry that no honest backup holds is told and left out,
  /// and those beside it are handed over.
  void children(Node folder, Consumer<Node> consumer, Consumer<OperationFailed> refused) {
    iterator(folder, refused).forEachRemaining(consumer);
  }

  /// What is in a folder, in the order of the names' bytes; its next part is read when its first
  /// entry is asked for.
  Iterator<Node> iterator(Node folder) {
    return iterator(
        folder,
        refused -> {
          throw refused;
        });
  }

  private Iterator<Node> iterator(Node folder, Consumer<OperationFailed> refused) {
    NavigableMap<RawPath, Node> grafts = grafts(folder.path());
    Iterator<Entry> entries =
        folder.entry().hasDirectory()
            ? manifest.iterator(folder.entry().getDirectory(), refused)
            : Collections.emptyIterator();
    return new Iterator<>() {
      private @Nullable Node walked = advance();

      private @Nullable Node advance() {
        if (!entries.hasNext()) {
          return null;
        }
        Entry entry = entries.next();
        return new Node(folder.path().resolve(entry.getName().toByteArray()), entry);
      }

      @Override
      public boolean hasNext() {
        return walked != null || !grafts.isEmpty();
      }

      @Override
      public Node next() {
        Node node = walked;
        if (node == null || (!grafts.isEmpty() && grafts.firstKey().compareTo(node.path()) < 0)) {
          return grafted();
        }
        walked = advance();
        Node graft = grafts.remove(node.path());
        if (graft == null || (!graft.isBackedUp() && node.isFolder())) {
          return node;
        }
        return graft.isBackedUp() ? graft : new Node(graft.path(), graft.entry(), true);
      }

      private Node grafted() {
        Map.Entry<RawPath, Node> first = grafts.pollFirstEntry();
        if (first == null) {
          throw new NoSuchElementException();
        }
        return first.getValue();
      }
    };
  }

  /// Whether the record names paths below a folder, which may stand in it instead of what was
  /// walked there.
  boolean hasPathsBelow(RawPath folder) {
    return above.contains(folder);
  }

  private Optional<Node> child(Node folder, byte[] name) {
    RawPath path = folder.path().resolve(name);
    Optional<Node> graft = graft(path);
    if (graft.isPresent() || !folder.isFolder()) {
      return graft;
    }
    if (folder.entry().hasDirectory()) {
      Optional<Entry> entry =
          manifest.find(folder.entry().getDirectory(), ByteString.copyFrom(name));
      if (entry.isPresent()) {
        Node walked = new Node(path, entry.get());
        boolean hides = above.contains(path) && !walked.isFolder();
        return Optional.of(hides ? new Node(path, folderAbove(path), true) : walked);
      }
    }
    return above.contains(path) ? Optional.of(new Node(path, folderAbove(path))) : Optional.empty();
  }

  private Optional<Node> graft(RawPath path) {
    return Optional.ofNullable(roots.get(path)).map(root -> new Node(path, root.getEntry()));
  }

  /// What the record's own paths put into a folder.
  private NavigableMap<RawPath, Node> grafts(RawPath folder) {
    NavigableMap<RawPath, Node> grafts = new TreeMap<>();
    if (above.contains(folder)) {
      for (RawPath root : roots.keySet()) {
        below(folder, root)
            .ifPresent(path ->
                grafts.computeIfAbsent(
                    path, one -> graft(one).orElseGet(() -> new Node(one, folderAbove(one)))));
      }
    }
    return grafts;
  }

  /// The step from a folder towards a path below it.
  private static Optional<RawPath> below(RawPath folder, RawPath path) {
    RawPath at = path;
    while (!at.isRoot()) {
      RawPath parent = at.parent();
      if (parent.equals(folder)) {
        return Optional.of(at);
      }
      at = parent;
    }
    return Optional.empty();
  }

  /// A folder that was not walked, with the metadata that a record noted for it.
  private Entry folderAbove(RawPath path) {
    int depth = path.components().size();
    for (Root root : roots.values()) {
      RawPath at = RawPath.of(root.getPath().toByteArray());
      List<Entry> parents = root.getParentsList();
      if (isAbove(path, at) && depth < parents.size()) {
        return parents.get(depth).toBuilder()
            .setName(ByteString.copyFrom(path.name()))
            .setKind(Kind.DIRECTORY)
            .clearDirectory()
            .build();
      }
    }
    return Entry.newBuilder().setKind(Kind.DIRECTORY).build();
  }

  private static boolean isAbove(RawPath folder, RawPath path) {
    return below(folder, path).isPresent();
  }

  Collection<RawPath> roots() {
    return roots.keySet();
  }
}
