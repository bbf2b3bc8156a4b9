package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.agent.catalogue.Lens.Raw;
import com.plexichat.backup.agent.catalogue.StripeScan.Run;
import com.plexichat.backup.shared.model.Tier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Counts stripes by kind, for each tier and for each backup, in one walk over the stripes and two
/// over the runs.
///
/// A stripe that several tiers need counts for each of them, of each as a kind of its own: with the
/// copies that it has, and no more still to come than that tier asks. A run adds one at its first
/// backup and takes it away behind its last: a set with a thousand backups costs no more than its
/// runs and its backups.
final class KindTally {
  private final Lens lens;
  private final StripeSorter sorter;
  private final List<BitSet> needed;
  private final List<int[]> kinds = new ArrayList<>();
  private final List<Map<Integer, Long>> tiers = new ArrayList<>();

  /// @param needed by tier, stripes that its backups need
  /// @param stripes one more than the highest number that is looked at
  KindTally(Lens lens, StripeSorter sorter, List<BitSet> needed, int stripes) {
    this.lens = lens;
    this.sorter = sorter;
    this.needed = needed;
    lens.live()
        .tiers()
        .forEach(_ -> {
          int[] none = new int[stripes];
          Arrays.fill(none, -1);
          kinds.add(none);
          tiers.add(new TreeMap<>());
        });
  }

  /// Of a stripe of which a tier asks the most.
  void add(Raw raw, int most) {
    List<int[]> holders = holders(raw);
    for (int tier = 0; tier <= most; tier++) {
      if (tier != most && !needed.get(tier).get((int) raw.number())) {
        continue;
      }
      int kind = sorter.kind(raw.k(), lens.live().tier(tier).copies(), holders);
      tiers.get(tier).merge(kind, 1L, Long::sum);
      if (raw.number() < kinds.get(tier).length) {
        kinds.get(tier)[(int) raw.number()] = kind;
      }
    }
  }

  private List<int[]> holders(Raw raw) {
    int shards = raw.k() + raw.m();
    List<int[]> holders = new ArrayList<>(shards);
    for (int one : lens.counted(raw)) {
      holders.add(new int[one]);
    }
    int[] filled = new int[shards];
    CopySet.visit(
        raw.copies(),
        (index, peer, state) -> {
          if (lens.counts(peer, state)) {
            holders.get(index)[filled[index]++] = peer;
          }
        });
    return holders;
  }

  /// By tier, in the order of the distribution's, kinds and how many stripes are of each.
  List<Map<Integer, Long>> tiers() {
    return tiers;
  }

  /// The same by backup, of those that are listed and not expired.
  Map<String, Map<Integer, Long>> backups(StripeScan scan, List<Listed> listed) {
    Map<Integer, Map<Integer, Line>> lines = new HashMap<>();
    for (Listed one : listed) {
      int tier = lens.live().numberOf(one.tier());
      if (tier != LiveTiers.NONE) {
        lines
            .computeIfAbsent(one.set(), _ -> new TreeMap<>())
            .computeIfAbsent(tier, _ -> new Line())
            .backups
            .add(one);
      }
    }
    scan.forEachRun(run ->
        lines
            .getOrDefault(run.set(), Map.of())
            .forEach((tier, line) -> {
              int[] own = kinds.get(tier);
              if (run.stripe() < own.length && own[(int) run.stripe()] >= 0) {
                line.add(run, own[(int) run.stripe()]);
              }
            }));
    Map<String, Map<Integer, Long>> backups = new HashMap<>();
    lines.values().forEach(ofSet -> ofSet.values().forEach(line -> line.sum(backups)));
    return backups;
  }

  /// A backup that is listed.
  record Listed(String id, int set, long counter, Tier tier) {}

  /// Backups of one set and tier in order.
  private static final class Line {
    private final List<Listed> backups = new ArrayList<>();
    private final Map<Integer, long[]> steps = new HashMap<>();

    void add(Run run, int kind) {
      int from = at(run.from());
      int end = run.to() == BackupActs.OPEN ? backups.size() : at(run.to() + 1);
      if (from < end) {
        long[] step = steps.computeIfAbsent(kind, _ -> new long[backups.size() + 1]);
        step[from]++;
        step[end]--;
      }
    }

    /// Place of the first backup with this number or a higher one.
    private int at(long counter) {
      int low = 0;
      int high = backups.size();
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (backups.get(middle).counter() < counter) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }

    void sum(Map<String, Map<Integer, Long>> into) {
      backups.forEach(one -> into.put(one.id(), new TreeMap<>()));
      steps.forEach((kind, step) -> {
        long sum = 0;
        for (int at = 0; at < backups.size(); at++) {
          sum += step[at];
          if (sum > 0) {
            into.getOrDefault(backups.get(at).id(), new TreeMap<>()).put(kind, sum);
          }
        }
      });
    }
  }
}
