package com.plexichat.backup.agent.planning;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// What it takes to lose a stripe: sets of machines that, lost together, leave fewer than k shards.
///
/// A shard is lost with all its holders, a stripe with m + 1 of its shards. So every choice of m +
/// 1 shards gives a set, the union of their holders, and the stripe cannot be lost before some
/// whole set is. The sum of the chances of all sets is never less than the stripe's own (Boole):
/// where sets overlap it is too much, never too little. A set is known by its size alone.
///
/// @param sizes of all sets, and how many there are of each
/// @param sites of which one alone holds a whole set
/// @param has copies of the shard that lacks most
/// @param wanted by the tier of that shard
public record FatalSets(
    SortedMap<Size, Long> sizes, SortedSet<Integer> sites, int has, int wanted) {
  /// More choices than these are not looked at one by one.
  private static final long MOST_CHOICES = 5_000;

  /// Of how many sets nothing is known, but that there are no more of them than sets of that size.
  static final long ANY = Long.MAX_VALUE;

  /// Size of a set.
  ///
  /// @param machines that hold something of it now
  /// @param whole machines that would with every copy that its tier asks; at least `machines`
  public record Size(int machines, int whole) implements Comparable<Size> {
    @Override
    public int compareTo(Size other) {
      int first = Integer.compare(machines, other.machines);
      return first != 0 ? first : Integer.compare(whole, other.whole);
    }
  }

  /// Where a machine stands.
  public interface Sites {
    /// Number of the site of a machine; equal for those that one fire or theft takes together.
    int of(int machine);
  }

  public FatalSets {
    sizes = new TreeMap<>(sizes);
    sites = new TreeSet<>(sites);
  }

  /// Whether it is lost already.
  public boolean isLost() {
    return !sizes.isEmpty() && sizes.firstKey().machines() == 0;
  }

  /// Of a stripe of k + m shards.
  ///
  /// @param holders of each shard, by number; only those whose copies count
  public static FatalSets of(int k, int copies, List<int[]> holders, Sites where) {
    return new Walk(k, copies, holders).result(where);
  }

  /// One stripe being looked at.
  private static final class Walk {
    private final int k;
    private final int copies;
    private final List<int[]> holders;
    private final int lossy;
    private final TreeMap<Size, Long> sizes = new TreeMap<>();

    /// Sets by their machines, twice: of parity alone, and with a data shard.
    private final long[] counts = new long[2 * (Long.SIZE + 1)];

    Walk(int k, int copies, List<int[]> holders) {
      this.k = k;
      this.copies = copies;
      this.holders = holders;
      this.lossy = holders.size() - k + 1;
    }

    FatalSets result(Sites where) {
      List<Integer> machines = new ArrayList<>();
      long[] masks = new long[holders.size()];
      for (int index = 0; index < masks.length; index++) {
        for (int machine : holders.get(index)) {
          int bit = machines.indexOf(machine);
          if (bit < 0) {
            bit = machines.size();
            machines.add(machine);
          }
          masks[index] |= bit < Long.SIZE ? 1L << bit : 0;
        }
      }
      if (machines.size() > Long.SIZE || choices(holders.size(), lossy) > MOST_CHOICES) {
        bound();
      } else {
        choose(masks, 0, lossy, 0, 0);
        collect();
      }
      int lacking = lacking();
      return new FatalSets(sizes, sites(where), holders.get(lacking).length, wanted(lacking));
    }

    private int wanted(int index) {
      return index < k ? copies : 1;
    }

    private int missing(int index) {
      return wanted(index) - holders.get(index).length;
    }

    private int lacking() {
      int found = 0;
      for (int index = 1; index < holders.size(); index++) {
        int more = missing(index) - missing(found);
        found = more > 0 || (more == 0 && wanted(index) > wanted(found)) ? index : found;
      }
      return found;
    }

    private void choose(long[] masks, int first, int left, long union, int data) {
      if (left == 0) {
        counts[2 * Long.bitCount(union) + data]++;
        return;
      }
      for (int at = first; at + left <= masks.length; at++) {
        choose(masks, at + 1, left - 1, union | masks[at], at < k ? 1 : data);
      }
    }

    /// With every copy a set has at least as many machines as the largest target in it.
    private void collect() {
      for (int at = 0; at < counts.length; at++) {
        if (counts[at] > 0) {
          int machines = at / 2;
          int wanted = at % 2 == 0 ? 1 : copies;
          sizes.merge(new Size(machines, Math.max(machines, wanted)), counts[at], Long::sum);
        }
      }
    }

    /// Some shard of every choice has at least as many holders as the one at place m + 1, in order
    /// of their number.
    private void bound() {
      int[] order = holders.stream().mapToInt(one -> one.length).sorted().toArray();
      int[] targets = IntStream.range(0, order.length).map(this::wanted).sorted().toArray();
      int machines = order[lossy - 1];
      sizes.put(new Size(machines, Math.max(machines, targets[lossy - 1])), ANY);
    }

    private SortedSet<Integer> sites(Sites where) {
      TreeMap<Integer, Integer> whole = new TreeMap<>();
      for (int[] machines : holders) {
        int site = machines.length == 0 ? -1 : where.of(machines[0]);
        for (int machine : machines) {
          site = where.of(machine) == site ? site : -1;
        }
        if (site >= 0) {
          whole.merge(site, 1, Integer::sum);
        }
      }
      SortedSet<Integer> found = new TreeSet<>();
      whole.forEach((site, shards) -> {
        if (shards >= lossy) {
          found.add(site);
        }
      });
      return found;
    }
  }

  /// n over k, at most [#ANY].
  static long choices(int n, int k) {
    double choices = 1;
    for (int at = 1; at <= k; at++) {
      choices *= (n - k + at) / (double) at;
    }
    return choices >= ANY ? ANY : Math.round(choices);
  }
}
