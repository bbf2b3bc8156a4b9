package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.shared.model.ShardId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/// Finds the stripe and index of a shard from its hash.
///
/// An index over random hashes would rewrite a page for almost every shard. Instead, whenever 8,192
/// stripes are full, their hashes are sorted once into 256 values by first byte; younger stripes
/// are read through. Stored form of a value: per shard u64 first eight bytes of the hash, u16
/// stripe within the run, u8 index, sorted.
final class ShardRuns {
  /// Stripes of one run.
  static final int STRIPES = 8192;

  private static final int PARTS = 256;
  private static final int WIDTH = Long.BYTES + Short.BYTES + Byte.BYTES;

  private ShardRuns() {}

  /// Where a shard belongs.
  record Place(long stripe, int index) {}

  /// Makes the runs that have become full since `before` stripes.
  static void complete(Handle handle, long before, long now) {
    for (long run = before / STRIPES; run < now / STRIPES; run++) {
      build(handle, run);
    }
  }

  private static void build(Handle handle, long run) {
    long first = run * STRIPES + 1;
    Map<Integer, Part> parts = new TreeMap<>();
    handle
        .select(
            "SELECT stripe, names FROM shard WHERE stripe BETWEEN ? AND ? ORDER BY stripe",
            first,
            first + STRIPES - 1)
        .map((row, _) -> {
          byte[] names = row.getBytes(2);
          for (int at = 0; at < names.length; at += Demand.HASH_BYTES) {
            parts
                .computeIfAbsent(names[at] & 0xff, _ -> new Part())
                .add(
                    ByteBuffer.wrap(names).getLong(at),
                    (int) (row.getLong(1) - first),
                    at / Demand.HASH_BYTES);
          }
          return names.length;
        })
        .forEach(_ -> {});
    parts.forEach((part, keys) ->
        handle.execute("INSERT INTO shard_run VALUES (?, ?)", run * PARTS + part, keys.sorted()));
  }

  /// Finds shards; those that are unknown are not in the result.
  static Map<ShardId, Place> find(Handle handle, Collection<ShardId> shards) {
    Map<ShardId, Place> found = new HashMap<>();
    long stripes = handle.select("SELECT COALESCE(MAX(no), 0) FROM stripe").mapTo(Long.class).one();
    long runs = stripes / STRIPES;
    for (ShardId shard : shards) {
      for (long run = runs - 1; run >= 0 && !found.containsKey(shard); run--) {
        inRun(handle, run, shard, found);
      }
    }
    if (found.size() < shards.size()) {
      inTail(handle, runs * STRIPES, shards, found);
    }
    return found;
  }

  private static void inRun(Handle handle, long run, ShardId shard, Map<ShardId, Place> found) {
    int part = (int) (shard.a() >>> 56);
    handle
        .select("SELECT keys FROM shard_run WHERE id = ?", run * PARTS + part)
        .mapTo(byte[].class)
        .findOne()
        .ifPresent(keys -> {
          ByteBuffer in = ByteBuffer.wrap(keys);
          int at = lowest(in, shard.a());
          for (; at < keys.length / WIDTH && in.getLong(at * WIDTH) == shard.a(); at++) {
            long stripe =
                run * STRIPES + 1 + Short.toUnsignedInt(in.getShort(at * WIDTH + Long.BYTES));
            int index = Byte.toUnsignedInt(in.get(at * WIDTH + Long.BYTES + Short.BYTES));
            confirm(handle, shard, new Place(stripe, index), found);
          }
        });
  }

  /// The first key that is not below another, unsigned.
  private static int lowest(ByteBuffer keys, long key) {
    int low = 0;
    int high = keys.limit() / WIDTH;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(keys.getLong(middle * WIDTH), key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static void confirm(
      Handle handle, ShardId shard, Place place, Map<ShardId, Place> found) {
    byte[] names =
        handle
            .select("SELECT names FROM shard WHERE stripe = ?", place.stripe())
            .mapTo(byte[].class)
            .one();
    if (shard.equals(ShardId.of(StripeStore.name(names, place.index())))) {
      found.put(shard, place);
    }
  }

  private static void inTail(
      Handle handle, long after, Collection<ShardId> shards, Map<ShardId, Place> found) {
    Map<Long, ShardId> wanted = new HashMap<>();
    for (ShardId shard : shards) {
      if (!found.containsKey(shard)) {
        wanted.put(shard.a(), shard);
      }
    }
    handle
        .select("SELECT stripe, names FROM shard WHERE stripe > ? ORDER BY stripe", after)
        .map((row, _) -> {
          byte[] names = row.getBytes(2);
          ByteBuffer in = ByteBuffer.wrap(names);
          for (int index = 0; index < names.length / Demand.HASH_BYTES; index++) {
            ShardId shard = wanted.get(in.getLong(index * Demand.HASH_BYTES));
            if (shard != null && shard.equals(ShardId.of(StripeStore.name(names, index)))) {
              found.put(shard, new Place(row.getLong(1), index));
            }
          }
          return names.length;
        })
        .forEach(_ -> {});
  }

  /// Keys of one part while a run is built.
  private static final class Part {
    private long[][] keys = new long[64][];
    private int size;

    void add(long hash, int stripe, int index) {
      if (size == keys.length) {
        keys = Arrays.copyOf(keys, size * 2);
      }
      keys[size++] = new long[] {hash, ((long) stripe << 8) | index};
    }

    byte[] sorted() {
      Arrays.sort(
          keys,
          0,
          size,
          (one, other) -> {
            int order = Long.compareUnsigned(one[0], other[0]);
            return order != 0 ? order : Long.compare(one[1], other[1]);
          });
      ByteBuffer out = ByteBuffer.allocate(size * WIDTH);
      for (int at = 0; at < size; at++) {
        out.putLong(keys[at][0]).putShort((short) (keys[at][1] >>> 8)).put((byte) keys[at][1]);
      }
      return out.array();
    }
  }
}
