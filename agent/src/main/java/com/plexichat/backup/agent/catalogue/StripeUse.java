package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.agent.catalogue.Lens.Raw;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What stripes are used for: which backups are short of copies, and how many bytes hang on which
/// backups. Each question is one walk over all stripes.
public final class StripeUse {
  private final Reads reads;
  private final StripeScan scan;

  StripeUse(Reads reads) {
    this.reads = reads;
    this.scan = new StripeScan(reads);
  }

  /// Of these backups, those that need a stripe of which a data shard has fewer copies than is
  /// asked, or a parity shard none.
  ///
  /// @param copies asked of each data shard, by id of a backup
  public Set<String> shortOf(Map<String, Integer> copies, long nowMs) {
    Lens lens = reads.read(handle -> Lens.load(handle, nowMs));
    Map<Integer, BitSet> less = new TreeMap<>();
    copies.values().forEach(asked -> less.put(asked, new BitSet()));
    scan.forEach(raw -> {
      int[] counted = lens.counted(raw);
      int fewest = Integer.MAX_VALUE;
      for (int index = 0; index < counted.length; index++) {
        boolean isMissing = index >= raw.k() && counted[index] == 0;
        fewest = Math.min(fewest, index < raw.k() || isMissing ? counted[index] : fewest);
      }
      int has = fewest;
      less.forEach((asked, stripes) -> stripes.set((int) raw.number(), has < asked));
    });
    Set<String> found = new TreeSet<>();
    copies.forEach((backup, asked) -> {
      if (scan.neededBy(backup).intersects(Objects.requireNonNull(less.get(asked)))) {
        found.add(backup);
      }
    });
    return found;
  }

  /// A run of backup numbers of a set.
  ///
  /// @param to −1: to the newest, and those to come
  public record Run(String set, long from, long to) {}

  /// Bytes of shard files, all copies that count, of the stripes that exactly these runs need.
  public record Used(List<Run> runs, long bytes) {
    public Used {
      runs = List.copyOf(runs);
    }
  }

  /// All that some backup ever needed, grouped by the runs that need it.
  public List<Used> bytes(long nowMs) {
    Lens lens = reads.read(handle -> Lens.load(handle, nowMs));
    Map<Integer, String> sets = new HashMap<>();
    reads
        .read(handle ->
            handle
                .select("SELECT no, name FROM backup_set")
                .map((row, _) -> Map.entry(row.getInt(1), row.getString(2)))
                .list())
        .forEach(set -> sets.put(set.getKey(), set.getValue()));
    Map<Long, List<Run>> runs = new HashMap<>();
    scan.forEachRun(run ->
        runs.computeIfAbsent(run.stripe(), _ -> new ArrayList<>())
            .add(new Run(sets.getOrDefault(run.set(), ""), run.from(), run.to())));
    Map<List<Run>, Long> bytes = new HashMap<>();
    scan.forEach(raw -> {
      List<Run> needing = runs.get(raw.number());
      if (needing != null) {
        needing.sort(Comparator.comparing(Run::set).thenComparingLong(Run::from));
        bytes.merge(needing, bytes(lens, raw), Long::sum);
      }
    });
    return bytes.entrySet().stream().map(one -> new Used(one.getKey(), one.getValue())).toList();
  }

  private static long bytes(Lens lens, Raw raw) {
    int[] counted = lens.counted(raw);
    long bytes = 0;
    for (int index = 0; index < counted.length; index++) {
      bytes += counted[index] * Lengths.at(raw.lengths(), index);
    }
    return bytes;
  }
}
