package com.plexichat.backup.agent.storage;

import com.plexichat.backup.shared.model.ShardId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Since when shards have lain in the trash, by the time that this agent served, and how long they
/// must.
///
/// A lock is a number of days that this takes at least. It only grows, and nobody takes it back.
final class Resting {
  private final TrashRule rule;
  private final Map<ShardId, Long> since = new ConcurrentHashMap<>();
  private final Map<ShardId, Long> locks = new ConcurrentHashMap<>();

  Resting(TrashRule rule) {
    this.rule = rule;
  }

  /// Takes over what the log says. Where the served time was lost it begins anew.
  void known(HoldingsLog.Known logged) {
    long now = rule.servedMs().getAsLong();
    logged.resting().forEach((shard, from) -> since.put(shard, Math.min(from, now)));
    locks.putAll(logged.locks());
  }

  /// Whether a lock of so many days is more than what is known.
  boolean isLonger(ShardId shard, long days) {
    return days > locks.getOrDefault(shard, 0L);
  }

  /// A shard is locked: what the log has to remember.
  HoldingsLog.Entry lock(StoredShard shard, long days) {
    locks.merge(shard.shard(), days, Math::max);
    return new HoldingsLog.Entry(HoldingsLog.Event.LOCKED, shard.with(shard.state(), days));
  }

  boolean isLocked(ShardId shard) {
    return locks.containsKey(shard);
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

  /// A shard left the trash, and came back.
  void end(ShardId shard) {
    since.remove(shard);
  }

  /// A shard is nowhere any more.
  void forget(ShardId shard) {
    since.remove(shard);
    locks.remove(shard);
  }

  /// Whether it has lain there for as long as the rule and its lock ask.
  boolean isOver(ShardId shard) {
    Long from = since.get(shard);
    long least =
        Math.max(rule.least().toMillis(), TimeUnit.DAYS.toMillis(locks.getOrDefault(shard, 0L)));
    return from != null && rule.servedMs().getAsLong() - from >= least;
  }
}
