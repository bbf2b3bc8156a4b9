package com.plexichat.backup.agent.recovery;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.proto.Difference;
import com.plexichat.backup.proto.Entry;
import com.plexichat.backup.proto.Kind;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tells what differs between two backups of one vault.
///
/// Both trees are walked at once. A folder whose node is the same chunk in both holds the same
/// entries down to the last one, so it is not opened. Differences come in the order of their paths'
/// bytes: what is in a folder comes behind those beside it whose names go on with a byte that is
/// less than a slash, and until then waits; such names begin with each other, so there are never
/// more of them than a name has bytes. Memory holds the nodes on the way down.
public final class BackupComparison {
  private final Side from;
  private final Side to;
  private final Consumer<Difference> consumer;
  private final Deque<Level> way = new ArrayDeque<>();

  /// One comparison. ACT_REFUSED for backups of two vaults, whose chunks have nothing in common.
  public BackupComparison(BackupContents from, BackupContents to, Consumer<Difference> consumer) {
    if (!from.record().getVault().equals(to.record().getVault())) {
      throw otherVault(from.backupId(), to.backupId());
    }
    this(new Side(from.backupId(), from.tree()), new Side(to.backupId(), to.tree()), consumer);
  }

  BackupComparison(Side from, Side to, Consumer<Difference> consumer) {
    this.from = from;
    this.to = to;
    this.consumer = consumer;
  }

  /// One of the two.
  record Side(String backupId, BackupTree tree) {}

  /// Why two backups are not compared.
  public static OperationFailed otherVault(String from, String to) {
    return new OperationFailed(
        FailureCode.ACT_REFUSED,
        "Comparing backup " + from + " with " + to,
        "they are of different vaults, and only backups of one vault can be compared");
  }

  /// What is at a path in either backup; at least one of them has something there.
  private record Pair(BackupTree.@Nullable Node old, BackupTree.@Nullable Node now) {
    RawPath path() {
      if (now != null) {
        return now.path();
      }
      if (old != null) {
        return old.path();
      }
      throw new IllegalStateException("nothing on either side");
    }

    boolean hasFolder() {
      return isFolder(old) || isFolder(now);
    }

    boolean hasTwoFolders() {
      return isFolder(old) && isFolder(now);
    }

    private static boolean isFolder(BackupTree.@Nullable Node node) {
      return node != null && node.isFolder();
    }
  }

  /// Tells all differences below a path, and of anything but a folder its own. PATH_NOT_IN_BACKUP
  /// when neither has it.
  public void below(RawPath path) {
    Pair top = new Pair(from.tree().find(path).orElse(null), to.tree().find(path).orElse(null));
    if (top.old() == null && top.now() == null) {
      throw new OperationFailed(FailureCode.PATH_NOT_IN_BACKUP, path.toString(), to.backupId());
    }
    if (!top.hasTwoFolders()) {
      compare(top);
    }
    if (top.hasFolder()) {
      enter(top);
    }
    while (!way.isEmpty()) {
      step(way.getLast());
    }
  }

  private void step(Level level) {
    Optional<Pair> folder = level.due();
    if (folder.isPresent()) {
      enter(folder.get());
      return;
    }
    Optional<Pair> next = level.next();
    if (next.isEmpty()) {
      way.removeLast();
      return;
    }
    compare(next.get());
    if (next.get().hasFolder()) {
      level.waiting.push(next.get());
    }
  }

  private void enter(Pair folder) {
    if (!isSame(folder)) {
      way.addLast(new Level(inside(from, folder.old()), inside(to, folder.now())));
    }
  }

  private static Iterator<BackupTree.Node> inside(Side side, BackupTree.@Nullable Node folder) {
    return folder != null && folder.isFolder()
        ? side.tree().iterator(folder)
        : Collections.emptyIterator();
  }

  /// Whether both folders hold the same, without a look into them.
  private boolean isSame(Pair folder) {
    BackupTree.Node old = folder.old();
    BackupTree.Node now = folder.now();
    return old != null
        && now != null
        && old.entry().hasDirectory()
        && old.entry().getDirectory().equals(now.entry().getDirectory())
        && !from.tree().hasPathsBelow(old.path())
        && !to.tree().hasPathsBelow(now.path());
  }

  private void compare(Pair pair) {
    BackupTree.Node old = pair.old();
    BackupTree.Node now = pair.now();
    if (old != null && now != null && old.entry().getKind() == now.entry().getKind()) {
      if (isContentsChanged(old.entry(), now.entry())) {
        tell("changed", pair.path(), old.entry(), now.entry());
      } else if (old.isBackedUp()
          && now.isBackedUp()
          && isMetadataChanged(old.entry(), now.entry())) {
        tell("metadata", pair.path(), old.entry(), now.entry());
      }
      return;
    }
    if (old != null && old.isBackedUp()) {
      tell("removed", pair.path(), old.entry(), null);
    }
    if (now != null && now.isBackedUp()) {
      tell("added", pair.path(), null, now.entry());
    }
  }

  private static boolean isContentsChanged(Entry old, Entry now) {
    return switch (now.getKind()) {
      case FILE ->
          old.getSize() != now.getSize()
              || !old.getFilePartsList().equals(now.getFilePartsList())
              || !old.getChunksList().equals(now.getChunksList())
              || !old.getHolesList().equals(now.getHolesList());
      case CHARACTER_DEVICE, BLOCK_DEVICE -> old.getDevice() != now.getDevice();
      default -> false;
    };
  }

  private static boolean isMetadataChanged(Entry old, Entry now) {
    return old.getMode() != now.getMode()
        || old.getUid() != now.getUid()
        || old.getGid() != now.getGid()
        || old.getMtimeS() != now.getMtimeS()
        || old.getMtimeNs() != now.getMtimeNs()
        || !old.getTarget().equals(now.getTarget())
        || !old.getXattrsList().equals(now.getXattrsList());
  }

  private void tell(String change, RawPath path, @Nullable Entry old, @Nullable Entry now) {
    Difference.Builder difference =
        Difference.newBuilder().setPath(ByteString.copyFrom(path.bytes())).setChange(change);
    if (old != null) {
      difference
          .setKind(kind(old.getKind()))
          .setFromSize(old.getSize())
          .setFromMtimeMs(Browser.mtimeMs(old));
    }
    if (now != null) {
      difference
          .setKind(kind(now.getKind()))
          .setToSize(now.getSize())
          .setToMtimeMs(Browser.mtimeMs(now));
    }
    consumer.accept(difference.build());
  }

  private static String kind(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /// The entries of one folder in both backups, side by side.
  private static final class Level {
    private final Iterator<BackupTree.Node> olds;
    private final Iterator<BackupTree.Node> nows;
    private final Deque<Pair> waiting = new ArrayDeque<>();
    private BackupTree.@Nullable Node old;
    private BackupTree.@Nullable Node now;

    Level(Iterator<BackupTree.Node> olds, Iterator<BackupTree.Node> nows) {
      this.olds = olds;
      this.nows = nows;
      old = advance(olds);
      now = advance(nows);
    }

    private static BackupTree.@Nullable Node advance(Iterator<BackupTree.Node> nodes) {
      return nodes.hasNext() ? nodes.next() : null;
    }

    /// The next folder to go into, before anything else beside it is compared.
    Optional<Pair> due() {
      Pair last = waiting.peek();
      if (last == null || comesBefore(last.path())) {
        return Optional.empty();
      }
      return Optional.of(waiting.pop());
    }

    /// Whether what is next beside a folder comes before what is in it.
    private boolean comesBefore(RawPath folder) {
      byte[] inside = Arrays.copyOf(folder.bytes(), folder.bytes().length + 1);
      inside[inside.length - 1] = '/';
      return (old != null && Arrays.compareUnsigned(old.path().bytes(), inside) < 0)
          || (now != null && Arrays.compareUnsigned(now.path().bytes(), inside) < 0);
    }

    Optional<Pair> next() {
      BackupTree.Node left = old;
      BackupTree.Node right = now;
      if (left == null && right == null) {
        return Optional.empty();
      }
      int order = left == null ? 1 : right == null ? -1 : left.path().compareTo(right.path());
      if (order <= 0) {
        old = advance(olds);
      }
      if (order >= 0) {
        now = advance(nows);
      }
      return Optional.of(new Pair(order <= 0 ? left : null, order >= 0 ? right : null));
    }
  }
}
