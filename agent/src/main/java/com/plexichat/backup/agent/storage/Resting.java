package com.plexichat.backup.agent.storage;

import com.plexichat.backup.shared.model.ShardId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Since when shards have lain in the trash, by the time that this agent served.
final class Resting {
  private final TrashRule rule;
  private final Map<ShardId, Long> since = new ConcurrentHashMap<>();

  Resting(TrashRule rule) {
    this.rule = rule;
  }

  /// Takes over what the log says. Where the served time was lost it begins anew.
  void known(Map<ShardId, Long> logged) {
    long now = rule.servedMs().getAsLong();
    logged.forEach((shard, from) -> since.put(shard, Math.min(from, now)));
  }

  boolean isKnown(ShardId shard) {
    return since.containsKey(shard);
  }

  /// A shard comes into the trash: what the log has to remember.
  HoldingsLog.Entry begin(StoredShard shard) {
    long from = since.computeIfAbsent(shard.shard(), _ -> rule.servedMs().getAsLong());
    return new HoldingsLog.Entry(HoldingsLog.Event.RESTING, shard.with(shard.state(), from));
  }

  /// A shard came into the trash, or from there: what the log has to remember.
  List<HoldingsLog.Entry> moved(StoredShard shard) {
    HoldingsLog.Entry entry = new HoldingsLog.Entry(HoldingsLog.Event.of(shard.state()), shard);
    if (shard.state() == ShardState.TRASHED) {
      return List.of(entry, begin(shard));
    }
    end(shard.shard());
    return List.of(entry);
  }

  /// A shard left the trash.
  void end(ShardId shard) {
    since.remove(shard);
  }

  /// Whether it has lain there for as long as the rule asks.
  boolean isOver(ShardId shard) {
    Long from = since.get(shard);
    return from != null && rule.servedMs().getAsLong() - from >= rule.least().toMillis();
  }
}
