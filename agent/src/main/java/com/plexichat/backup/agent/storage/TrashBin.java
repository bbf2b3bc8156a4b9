package com.plexichat.backup.agent.storage;

import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.ShardId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Moves shards between the store and its trash, and says how long they rest there.
final class TrashBin {
  private final Parts parts;
  private final Object moves;
  private final Function<IOException, OperationFailed> broken;

  /// What it shares with its store.
  record Parts(
      ShardIndex index, ShardFiles files, Disk disk, GroupCommit commits, Resting resting) {}

  /// @param moves held while a shard moves
  /// @param broken ends the store and words why
  TrashBin(Parts parts, Object moves, Function<IOException, OperationFailed> broken) {
    this.parts = parts;
    this.moves = moves;
    this.broken = broken;
  }

  Moved move(List<ShardId> shards, long sequence, ShardState from, ShardState to) {
    Moves done = new Moves();
    for (ShardId shard : shards) {
      synchronized (moves) {
        StoredShard before = parts.index().find(shard);
        if (before == null || parts.files().isLost(before)) {
          done.unknown(shard);
        } else if (sequence < before.sequence()) {
          done.stale(shard);
        } else if (before.state() == from) {
          done.waitFor(shard, rename(before, before.with(to, sequence)));
        } else {
          done.waitFor(shard, submit(HoldingsLog.Event.of(to), before.with(to, sequence)));
        }
      }
    }
    return done.await();
  }

  private CompletableFuture<@Nullable Void> rename(StoredShard before, StoredShard after) {
    Path from = parts.files().path(before);
    Path to = parts.files().path(after);
    try {
      parts.files().makeFolder(parts.disk(), to);
      parts.disk().move(from, to);
    } catch (IOException e) {
      throw broken.apply(e);
    }
    parts.index().put(after);
    return parts
        .commits()
        .submit(List.of(from.getParent(), to.getParent()), parts.resting().moved(after));
  }

  private CompletableFuture<@Nullable Void> submit(HoldingsLog.Event event, StoredShard shard) {
    return parts.commits().submit(List.of(), List.of(new HoldingsLog.Entry(event, shard)));
  }

  Moved lock(List<ShardId> shards, int days) {
    Moves done = new Moves();
    for (ShardId shard : shards) {
      synchronized (moves) {
        StoredShard stored = parts.index().find(shard);
        if (stored == null) {
          done.unknown(shard);
        } else if (parts.resting().isLonger(shard, days)) {
          done.waitFor(
              shard,
              parts.commits().submit(List.of(), List.of(parts.resting().lock(stored, days))));
        } else {
          done.did(shard);
        }
      }
    }
    return done.await();
  }
}
