package com.plexichat.backup.agent.planning;

import com.plexichat.backup.shared.model.StripeId;

/// A shard that no copy is left of, in a stripe with too few other shards to rebuild it.
///
/// @param available distinct shards of the stripe that can be read now
/// @param needed k
public record LostShard(StripeId stripe, int index, int available, int needed) {}
