package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import java.util.Optional;

/// Which shards a list shows.
///
/// @param backup only those that this backup needs
/// @param state only those with a copy in this state (on `peer`, when that is given)
/// @param peer only those with a copy there
/// @param tier only those whose target comes from the tier of this name
/// @param stripe only those of this stripe, which is looked up and not searched for
public record ShardFilter(
    Optional<String> backup,
    Optional<CopyState> state,
    Optional<PeerId> peer,
    Optional<String> tier,
    Optional<StripeId> stripe) {
  public static final ShardFilter ALL =
      new ShardFilter(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /// All shards of one stripe.
  public static ShardFilter of(StripeId stripe) {
    return new ShardFilter(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(stripe));
  }
}
