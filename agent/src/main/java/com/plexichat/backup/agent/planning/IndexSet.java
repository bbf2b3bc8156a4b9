package com.plexichat.backup.agent.planning;

import java.util.ArrayList;
import java.util.List;

/// A set of shard indexes of one stripe (0 to 255): an immutable value of four words.
///
/// A view holds one for every owner of every stripe, so it is small, and equal sets are equal
/// values.
public record IndexSet(long w0, long w1, long w2, long w3) {
  public static final IndexSet EMPTY = new IndexSet(0, 0, 0, 0);
  private static final int LIMIT = 256;

  public static IndexSet of(int... indexes) {
    IndexSet set = EMPTY;
    for (int index : indexes) {
      set = set.with(index);
    }
    return set;
  }

  public static IndexSet of(Iterable<Integer> indexes) {
    IndexSet set = EMPTY;
    for (int index : indexes) {
      set = set.with(index);
    }
    return set;
  }

  /// All indexes below `limit`.
  public static IndexSet below(int limit) {
    IndexSet set = EMPTY;
    for (int index = 0; index < limit; index++) {
      set = set.with(index);
    }
    return set;
  }

  public boolean contains(int index) {
    return (word(index) >>> (index & 63) & 1) != 0;
  }

  public IndexSet with(int index) {
    return union(single(index));
  }

  public IndexSet without(int index) {
    return minus(single(index));
  }

  public IndexSet union(IndexSet other) {
    return new IndexSet(w0 | other.w0, w1 | other.w1, w2 | other.w2, w3 | other.w3);
  }

  public IndexSet minus(IndexSet other) {
    return new IndexSet(w0 & ~other.w0, w1 & ~other.w1, w2 & ~other.w2, w3 & ~other.w3);
  }

  public boolean containsAll(IndexSet other) {
    return other.minus(this).isEmpty();
  }

  public int size() {
    return Long.bitCount(w0) + Long.bitCount(w1) + Long.bitCount(w2) + Long.bitCount(w3);
  }

  public boolean isEmpty() {
    return (w0 | w1 | w2 | w3) == 0;
  }

  /// The indexes, ascending.
  public List<Integer> indexes() {
    List<Integer> all = new ArrayList<>(size());
    for (int word = 0; word < 4; word++) {
      for (long rest = word(word << 6); rest != 0; rest &= rest - 1) {
        all.add((word << 6) + Long.numberOfTrailingZeros(rest));
      }
    }
    return all;
  }

  @Override
  public String toString() {
    return indexes().toString();
  }

  private long word(int index) {
    if (index < 0 || index >= LIMIT) {
      throw new IllegalArgumentException("not a shard index: " + index);
    }
    return switch (index >>> 6) {
      case 0 -> w0;
      case 1 -> w1;
      case 2 -> w2;
      default -> w3;
    };
  }

  private static IndexSet single(int index) {
    if (index < 0 || index >= LIMIT) {
      throw new IllegalArgumentException("not a shard index: " + index);
    }
    long bit = 1L << (index & 63);
    return switch (index >>> 6) {
      case 0 -> new IndexSet(bit, 0, 0, 0);
      case 1 -> new IndexSet(0, bit, 0, 0);
      case 2 -> new IndexSet(0, 0, bit, 0);
      default -> new IndexSet(0, 0, 0, bit);
    };
  }
}
