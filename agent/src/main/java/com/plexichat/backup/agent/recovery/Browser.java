package com.plexichat.backup.agent.recovery;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.proto.BrowseEntry;
import com.plexichat.backup.proto.Entry;
import com.plexichat.backup.proto.Kind;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// Shows what is in a backup, entry by entry, holding little of it at a time.
public final class Browser {
  private final BackupContents contents;
  private final BackupTree tree;

  public Browser(BackupContents contents) {
    this.contents = contents;
    this.tree = contents.tree();
  }

  /// What is in a folder, with everything below it when `recursive`; of anything else, itself. An
  /// empty path is `/`. PATH_NOT_IN_BACKUP when there is nothing.
  public void list(RawPath path, boolean recursive, Consumer<BrowseEntry> consumer) {
    BackupTree.Node node =
        tree.find(path)
            .orElseThrow(() ->
                new OperationFailed(
                    FailureCode.PATH_NOT_IN_BACKUP, path.toString(), contents.backupId()));
    if (node.isFolder()) {
      below(node, recursive, consumer);
    } else {
      consumer.accept(entry(node));
    }
  }

  /// Everything whose path a pattern matches: `*.odt` by name, `/etc/ssh` by path, `a/**/b`.
  public void find(String glob, Consumer<BrowseEntry> consumer) {
    search(tree.top(), new PathGlobs(List.of(glob)).top(), consumer);
  }

  private void below(BackupTree.Node folder, boolean recursive, Consumer<BrowseEntry> consumer) {
    tree.children(
        folder,
        child -> {
          consumer.accept(entry(child));
          if (recursive && child.isFolder()) {
            below(child, true, consumer);
          }
        });
  }

  private void search(
      BackupTree.Node folder, PathGlobs.Place place, Consumer<BrowseEntry> consumer) {
    tree.children(
        folder,
        child -> {
          PathGlobs.Place inside = place.enter(child.path().name());
          if (inside.isWanted(child.isFolder())) {
            consumer.accept(entry(child));
          }
          if (child.isFolder() && inside.isPromising()) {
            search(child, inside, consumer);
          }
        });
  }

  private BrowseEntry entry(BackupTree.Node node) {
    Entry entry = node.entry();
    return BrowseEntry.newBuilder()
        .setBackupId(contents.backupId())
        .setPath(ByteString.copyFrom(node.path().bytes()))
        .setKind(kind(entry.getKind()))
        .setSize(entry.getSize())
        .setMtimeMs(mtimeMs(entry))
        .setMode(entry.getMode())
        .setUid(entry.getUid())
        .setGid(entry.getGid())
        .setTarget(entry.getTarget())
        .build();
  }

  static long mtimeMs(Entry entry) {
    return entry.getMtimeS() * 1000 + entry.getMtimeNs() / 1_000_000;
  }

  private static String kind(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
