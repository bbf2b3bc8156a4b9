package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import java.util.Optional;

/// Which shards a list shows.
///
/// @param backup only those that this backup needs
/// @param state only those with a copy in this state (on `peer`, when that is given)
/// @param peer only those with a copy there
/// @param tier only those whose target comes from the tier of this name
public record ShardFilter(
    Optional<String> backup,
    Optional<CopyState> state,
    Optional<PeerId> peer,
    Optional<String> tier) {
  public static final ShardFilter ALL =
      new ShardFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
