package com.plexichat.backup.agent.storage;

import com.plexichat.backup.shared.model.ShardId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// What one order over many shards has done so far, and what must still become durable.
final class Moves {
  private final List<ShardId> done = new ArrayList<>();
  private final List<ShardId> unknown = new ArrayList<>();
  private final List<ShardId> stale = new ArrayList<>();
  private final List<CompletableFuture<@Nullable Void>> waiting = new ArrayList<>();

  void waitFor(ShardId shard, CompletableFuture<@Nullable Void> durable) {
    done.add(shard);
    waiting.add(durable);
  }

  void did(ShardId shard) {
    done.add(shard);
  }

  void unknown(ShardId shard) {
    unknown.add(shard);
  }

  void unknownAfter(ShardId shard, CompletableFuture<@Nullable Void> durable) {
    unknown.add(shard);
    waiting.add(durable);
  }

  void stale(ShardId shard) {
    stale.add(shard);
  }

  Moved await() {
    waiting.forEach(GroupCommit::await);
    return new Moved(List.copyOf(done), List.copyOf(unknown), List.copyOf(stale));
  }
}
