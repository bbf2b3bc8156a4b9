package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A disk that keeps what was synced, and at a crash keeps, loses or tears what was not.
final class SimDisk implements Shelf {
  /// One shard file under its final name.
  static final class File {
    final StripeId stripe;
    final ShardSpec shard;
    long putAt;
    boolean whole = true;
    boolean trashed;

    File(StripeId stripe, ShardSpec shard, long putAt) {
      this.stripe = stripe;
      this.shard = shard;
      this.putAt = putAt;
    }
  }

  /// A change that is not durable yet.
  ///
  /// @param tear what a crash may leave of it
  record Unsynced(Runnable keep, Runnable tear) {}

  final SortedMap<ShardId, File> files = new TreeMap<>();
  final SortedMap<ShardId, Long> tombstones = new TreeMap<>();
  final List<Unsynced> unsynced = new ArrayList<>();
  long epoch;

  @Override
  public Place place(ShardId shard) {
    File file = files.get(shard);
    return file == null ? Place.NOWHERE : file.trashed ? Place.TRASH : Place.STORE;
  }

  @Override
  public long putAt(ShardId shard) {
    File file = files.get(shard);
    return file == null ? -1 : file.putAt;
  }

  @Override
  public long removedAt(ShardId shard) {
    return tombstones.getOrDefault(shard, -1L);
  }

  @Override
  public int distinct(StripeId stripe) {
    return (int) files.values().stream().filter(file -> file.stripe.equals(stripe)).count();
  }

  boolean isWhole(ShardId shard) {
    File file = files.get(shard);
    return file != null && file.whole && !file.trashed;
  }

  @Nullable File file(ShardId shard) {
    return files.get(shard);
  }

  void store(StripeId stripe, ShardSpec shard, long sequence, boolean whole) {
    File file = new File(stripe, shard, sequence);
    file.whole = whole;
    files.put(shard.shard(), file);
  }

  /// The machine stops: each unsynced change happened, did not, or happened in part.
  void crash(SplittableRandom random) {
    for (Unsynced change : unsynced) {
      switch (random.nextInt(3)) {
        case 0 -> change.keep.run();
        case 1 -> change.tear.run();
        default -> {}
      }
    }
    unsynced.clear();
  }
}
