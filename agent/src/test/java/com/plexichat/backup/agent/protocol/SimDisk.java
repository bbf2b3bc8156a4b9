package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A disk that keeps what was synced, and at a crash keeps, loses or tears what was not.
///
/// Tombstones and the epoch are durable by themselves, before what depends on them: that is what
/// the machine asks of its driver.
final class SimDisk implements Shelf {
  /// How long what is removed stays in the trash.
  static final long REST = 50;

  /// One shard file under its final name.
  static final class File {
    final StripeId stripe;
    final ShardSpec shard;
    long bytes;
    long putAt;
    boolean trashed;

    /// When it came into the trash, by the time that its holder served.
    long trashedAt;

    /// The disk said that it is durable, and it is not.
    boolean isLie;

    /// It was bad and was written again under the same order: what was said of it before may come
    /// yet, and be believed.
    boolean isDoubtful;

    File(StripeId stripe, ShardSpec shard, long bytes, long putAt) {
      this.stripe = stripe;
      this.shard = shard;
      this.bytes = bytes;
      this.putAt = putAt;
    }

    boolean isWhole() {
      return isRight() && !trashed;
    }

    /// Whether its bytes are the shard's, wherever it lies.
    boolean isRight() {
      return SimVault.isNamed(shard, bytes);
    }
  }

  /// A change that is not durable yet.
  ///
  /// @param tear what a crash may leave of it
  record Unsynced(Runnable keep, Runnable tear) {}

  /// Whose disk it is, written on it.
  final PeerId identity;

  final NavigableMap<ShardId, File> files = new TreeMap<>();
  final SortedMap<ShardId, Long> tombstones = new TreeMap<>();
  final List<Unsynced> unsynced = new ArrayList<>();
  long epoch;
  private final LongSupplier served;
  private final boolean rests;

  /// @param served the time that its holder has run
  /// @param rests whether what is removed rests in the trash
  SimDisk(PeerId identity, LongSupplier served, boolean rests) {
    this.identity = identity;
    this.served = served;
    this.rests = rests;
  }

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
    return of(stripe).size();
  }

  /// The shards of a stripe that are here.
  Collection<File> of(StripeId stripe) {
    return files
        .subMap(SimVault.first(stripe), true, SimVault.first(SimVault.next(stripe)), false)
        .values();
  }

  boolean isWhole(ShardId shard) {
    File file = files.get(shard);
    return file != null && file.isWhole();
  }

  File store(StripeId stripe, ShardSpec shard, long bytes, long sequence) {
    File file = new File(stripe, shard, bytes, sequence);
    File before = files.put(shard.shard(), file);
    file.isDoubtful = before != null && before.putAt == sequence;
    return file;
  }

  void trash(ShardId shard, boolean trashed) {
    File file = files.get(shard);
    if (file != null) {
      file.trashedAt = trashed && !file.trashed ? served.getAsLong() : file.trashedAt;
      file.trashed = trashed;
    }
  }

  /// Out of the trash, by an order that what was ordered before does not follow.
  void bringBack(ShardId shard, long sequence) {
    trash(shard, false);
    File file = files.get(shard);
    if (file != null) {
      file.putAt = Math.max(file.putAt, sequence);
    }
  }

  @Override
  public boolean mayDelete(ShardId shard) {
    return hasRested(shard) || (!rests && files.containsKey(shard));
  }

  boolean hasRested(ShardId shard) {
    File file = files.get(shard);
    return file != null && file.trashed && served.getAsLong() - file.trashedAt >= REST;
  }

  @Nullable File file(ShardId shard) {
    return files.get(shard);
  }
}
