package com.plexichat.backup.agent.protocol;

import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What only the sources know: which chunks are sealed in which shards.
///
/// A shard's bytes are one number below a prime, its name holds them as a hash would. The k + m
/// shards are values of one polynomial, so that any k give the others, as with Reed–Solomon; and
/// chunks come out of all k data shards or not at all.
final class SimVault {
  private static final long PRIME = (1L << 31) - 1;

  private final SplittableRandom random;
  private final SortedMap<StripeId, List<Long>> chunks = new TreeMap<>();
  private final SortedMap<StripeId, List<Long>> data = new TreeMap<>();

  SimVault(SplittableRandom random) {
    this.random = random;
  }

  /// Seals chunks into k + m shards.
  List<ShardSpec> seal(StripeId stripe, List<Long> held, int k, int m, int length) {
    List<Long> values = new ArrayList<>();
    for (int index = 0; index < k; index++) {
      values.add(random.nextLong(PRIME));
    }
    if (chunks.put(stripe, List.copyOf(held)) != null) {
      throw new Violation(Invariant.I15_ONE_SEAL, stripe + " is sealed twice");
    }
    data.put(stripe, List.copyOf(values));
    List<Integer> known = range(k);
    List<ShardSpec> shards = new ArrayList<>();
    for (int index = 0; index < k + m; index++) {
      long bytes = index < k ? values.get(index) : decode(known, values, index);
      ShardId name = new ShardId(stripe.low(), index, 0, bytes);
      shards.add(new ShardSpec(name, index, k, m, length));
    }
    return shards;
  }

  /// The chunks of a stripe; null unless every data shard is right.
  @Nullable List<Long> open(StripeId stripe, List<Long> values) {
    return values.equals(data.get(stripe)) ? chunks.get(stripe) : null;
  }

  static List<Integer> range(int k) {
    List<Integer> range = new ArrayList<>();
    for (int index = 0; index < k; index++) {
      range.add(index);
    }
    return range;
  }

  /// Whether the name is that of these bytes.
  static boolean isNamed(ShardSpec shard, long bytes) {
    return shard.shard().d() == bytes;
  }

  /// Before every name of the stripe.
  static ShardId first(StripeId stripe) {
    return new ShardId(stripe.low(), 0, 0, 0);
  }

  static StripeId next(StripeId stripe) {
    return new StripeId(stripe.high(), stripe.low() + 1);
  }

  /// Shard `wanted` from k others.
  static long decode(List<Integer> have, List<Long> values, int wanted) {
    long sum = 0;
    for (int at = 0; at < have.size(); at++) {
      sum = plus(sum, times(coefficient(have, have.get(at), wanted), values.get(at)));
    }
    return sum;
  }

  /// What shard `of` is multiplied with in the sum that gives shard `wanted`.
  static long coefficient(List<Integer> have, int of, int wanted) {
    long above = 1;
    long below = 1;
    for (int other : have) {
      if (other != of) {
        above = times(above, Math.floorMod((long) wanted - other, PRIME));
        below = times(below, Math.floorMod((long) of - other, PRIME));
      }
    }
    return times(above, inverse(below));
  }

  static long plus(long a, long b) {
    return (a + b) % PRIME;
  }

  static long minus(long a, long b) {
    return Math.floorMod(a - b, PRIME);
  }

  static long times(long a, long b) {
    return a * b % PRIME;
  }

  private static long inverse(long of) {
    long result = 1;
    long power = of;
    for (long rest = PRIME - 2; rest > 0; rest >>= 1) {
      result = (rest & 1) == 1 ? times(result, power) : result;
      power = times(power, power);
    }
    return result;
  }
}
