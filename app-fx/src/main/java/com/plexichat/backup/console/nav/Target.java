package com.plexichat.backup.console.nav;

import com.plexichat.backup.shared.model.FilePath;
import com.plexichat.backup.shared.model.PeerId;
import java.util.Optional;

/// A place in the console: a screen, and what is selected there.
public sealed interface Target {
  /// No cluster is open.
  record Welcome() implements Target {}

  /// Connect by address and token.
  record Connect() implements Target {}

  /// Found a new cluster, guided.
  record Setup() implements Target {}

  record Dashboard() implements Target {}

  record ShardMap(ShardFocus focus) implements Target {}

  record Peers(Optional<PeerId> peer) implements Target {}

  record InvitePeer() implements Target {}

  /// Sets and their backups.
  ///
  /// @param set selected one; empty: none
  /// @param backup selected one; empty: none
  record Backups(String set, String backup) implements Target {}

  /// What is in a backup.
  record Contents(String backup, FilePath path) implements Target {}

  /// Search over all backups.
  record Find(String glob) implements Target {}

  record Compare(String from, String to) implements Target {}

  record NewSet() implements Target {}

  /// The restore wizard.
  ///
  /// @param path that is restored; NONE: all
  record Restore(String backup, FilePath path) implements Target {}

  record Tiers() implements Target {}

  /// One tier, to be changed.
  ///
  /// @param name empty: a new one
  record Tier(String name) implements Target {}

  /// What runs when, by itself.
  ///
  /// @param schedule selected one; empty: none
  record Schedule(String schedule) implements Target {}

  /// What is not needed any more leaves, and comes back.
  record Prune() implements Target {}

  /// What takes long.
  ///
  /// @param job selected one; empty: none
  record Jobs(String job) implements Target {}

  record RecoveryKit() implements Target {}

  record Audit() implements Target {}

  record SettingsPage() implements Target {}

  /// The page of help on a screen.
  record Help(String page) implements Target {}

  /// Which shards a map shows first.
  ///
  /// @param backup only those that it needs; empty: all
  /// @param peer whose lane is shown
  record ShardFocus(String backup, Optional<PeerId> peer, boolean unhealthy) {
    public static final ShardFocus ALL = new ShardFocus("", Optional.empty(), false);
  }
}
