package com.plexichat.backup.agent.storage;

import com.plexichat.backup.shared.model.ShardId;
import java.util.List;

/// What an order to trash, to bring back or to delete did: done (or so before), unknown here, and
/// stale because a later order has already acted on the shard.
public record Moved(List<ShardId> done, List<ShardId> unknown, List<ShardId> stale) {}
