package com.plexichat.backup.shared.model;

import java.util.List;

/// One stripe: its shards with their copies, and what became of them.
///
/// @param shards in order of index; empty: there is no such stripe
/// @param history the newest events, newest first
/// @param earlier entries of the log that changed the stripe before those
public record StripeDetail(List<Shard> shards, List<StripeEvent> history, long earlier) {
  /// Before anything was heard.
  public static final StripeDetail UNHEARD = new StripeDetail(List.of(), List.of(), 0);

  public StripeDetail {
    shards = List.copyOf(shards);
    history = List.copyOf(history);
  }
}
