package com.plexichat.backup.agent.storage;

import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;

/// A shard that arrived whole: the name that its bytes must have, its place, the number of the
/// order that allows it, and the bytes, which nobody changes from here on.
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record Incoming(
    ShardId shard, StripeId stripe, int index, long sequence, Arrival arrival, byte[] file) {}
