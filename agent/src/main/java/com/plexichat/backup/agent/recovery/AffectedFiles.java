package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.proto.Entry;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Names the paths of backups that need certain stripes: what goes with them when they are lost.
///
/// Trees are read, files are not: a stripe opens with all its data shards or not at all, so a file
/// is not whole when one of its chunks lies in a lost stripe. A folder that two backups share is
/// walked once.
public final class AffectedFiles {
  private final ShardAccess access;
  private final Vaults vaults;
  private final Set<StripeId> stripes;
  private final Found found;
  private final Set<Seen> seen = new HashSet<>();

  /// What is found, as it is found.
  public interface Found {
    /// A path that needs a stripe; of a folder that cannot be read, everything below it.
    void path(StripeId stripe, RawPath path);

    /// A backup, or a part of it, whose files cannot be told.
    void unreadable(String backupId, OperationFailed why);
  }

  private record Seen(RawPath path, Object directory) {}

  /// One search.
  public AffectedFiles(
      ShardAccess access, Vaults vaults, Collection<StripeId> stripes, Found found) {
    this.access = access;
    this.vaults = vaults;
    this.stripes = Set.copyOf(stripes);
    this.found = found;
  }

  /// Walks one backup after the other; fails when its vault is not open here.
  public void search(Collection<String> backups) {
    for (String backup : backups) {
      try (BackupContents contents =
          BackupContents.open(backup, DeepVerify.PURPOSE, access, vaults)) {
        walk(contents);
      } catch (OperationFailed e) {
        if (stripe(e).isEmpty() && e.code() != FailureCode.RECORD_INVALID) {
          throw e;
        }
        found.unreadable(backup, e);
      }
    }
  }

  private void walk(BackupContents contents) {
    BackupTree tree = contents.tree();
    Deque<BackupTree.Node> folders = new ArrayDeque<>(List.of(tree.top()));
    while (!folders.isEmpty()) {
      BackupTree.Node folder = folders.removeLast();
      List<BackupTree.Node> below = new ArrayList<>();
      try {
        tree.children(
            folder,
            child -> {
              if (!child.isFolder()) {
                look(contents, child);
              } else if (!child.isBackedUp()
                  || seen.add(new Seen(child.path(), child.entry().getDirectory()))) {
                below.add(child);
              }
            });
      } catch (OperationFailed e) {
        affected(contents, folder.path(), e);
      }
      folders.addAll(below.reversed());
    }
  }

  private void look(BackupContents contents, BackupTree.Node file) {
    Set<StripeId> needed = new TreeSet<>();
    Entry entry = file.entry();
    try {
      FileLayout.read(contents.manifest(), entry, (chunk, _) -> needed.add(contents.stripe(chunk)));
    } catch (OperationFailed e) {
      affected(contents, file.path(), e);
    }
    needed.retainAll(stripes);
    needed.forEach(stripe -> found.path(stripe, file.path()));
  }

  /// What is said of a path cannot be read: it goes with the stripe that it stands in.
  private void affected(BackupContents contents, RawPath path, OperationFailed why) {
    Optional<StripeId> stripe = stripe(why);
    if (stripe.isPresent() && stripes.contains(stripe.get())) {
      found.path(stripe.get(), path);
    } else {
      found.unreadable(contents.backupId(), why);
    }
  }

  private static Optional<StripeId> stripe(OperationFailed failure) {
    int at =
        switch (failure.code()) {
          case NOT_RESTORABLE -> 2;
          case STRIPE_UNREADABLE -> 0;
          default -> -1;
        };
    return at < 0 ? Optional.empty() : Optional.of(StripeId.of(failure.args().get(at)));
  }
}
