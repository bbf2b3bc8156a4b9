package com.plexichat.backup.shared.model;

import java.util.Optional;

/// Which shards a list shows; empty fields ask nothing.
public record ShardAsk(
    String backupId,
    Optional<CopyState> state,
    Optional<PeerId> peer,
    String tier,
    Optional<StripeId> stripe) {
  public static final ShardAsk ALL =
      new ShardAsk("", Optional.empty(), Optional.empty(), "", Optional.empty());

  public static ShardAsk ofStripe(StripeId stripe) {
    return new ShardAsk("", Optional.empty(), Optional.empty(), "", Optional.of(stripe));
  }
}
