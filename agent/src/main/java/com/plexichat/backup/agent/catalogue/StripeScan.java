package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.agent.catalogue.Lens.Raw;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongToIntFunction;

/// Walks over all stripes, page by page, each page one short transaction.
///
/// Sets of stripes are bits by stripe number, targets one byte a stripe: a million stripes are a
/// megabyte.
final class StripeScan {
  /// Whole rows that are made at once.
  static final int ROWS = 256;

  private static final int PAGE = 2048;
  private static final int RUN_PAGE = 16_384;

  private final Reads reads;

  StripeScan(Reads reads) {
    this.reads = reads;
  }

  void forEach(Consumer<Raw> each) {
    forEachPage(page -> page.forEach(each));
  }

  void forEachPage(Consumer<List<Raw>> each) {
    long after = 0;
    while (true) {
      long from = after;
      List<Raw> page =
          reads.read(handle ->
              handle
                  .select(
                      "SELECT "
                          + Lens.COLUMNS
                          + " FROM stripe WHERE no > ? ORDER BY no FETCH FIRST "
                          + PAGE
                          + " ROWS ONLY",
                      from)
                  .map((row, _) -> Raw.of(row))
                  .list());
      if (page.isEmpty()) {
        return;
      }
      each.accept(page);
      after = page.getLast().number();
    }
  }

  /// Number of the newest stripe.
  long newest() {
    return reads.read(
        handle -> handle.select("SELECT COALESCE(MAX(no), 0) FROM stripe").mapTo(Long.class).one());
  }

  /// One run of a stripe.
  record Run(long stripe, int set, long from, long to) {}

  /// Walks all runs.
  void forEachRun(Consumer<Run> each) {
    forEachRun("", List.of(), each);
  }

  private void forEachRun(String where, List<Object> args, Consumer<Run> each) {
    long newest = newest();
    for (long first = 1; first <= newest; first += RUN_PAGE) {
      List<Object> all = new ArrayList<>(args);
      all.add(first);
      all.add(first + RUN_PAGE - 1);
      reads
          .read(handle ->
              handle
                  .select(
                      "SELECT stripe, set_no, from_counter, to_counter FROM need WHERE "
                          + where
                          + " stripe BETWEEN ? AND ?",
                      all.toArray())
                  .map((row, _) ->
                      new Run(row.getLong(1), row.getInt(2), row.getLong(3), row.getLong(4)))
                  .list())
          .forEach(each);
    }
  }

  /// What the runs of each stripe ask, by stripe number. Nothing asks by a run for a stripe that
  /// arrives during the walk that follows.
  LongToIntFunction targets(Lens lens) {
    byte[] targets = new byte[Math.toIntExact(newest() + 1)];
    Arrays.fill(targets, (byte) LiveTiers.NONE);
    forEachRun(run -> {
      int asked = lens.live().ofRun(run.set(), run.from(), run.to());
      if (run.stripe() < targets.length && asked > targets[(int) run.stripe()]) {
        targets[(int) run.stripe()] = (byte) asked;
      }
    });
    return number -> number < targets.length ? targets[(int) number] : LiveTiers.NONE;
  }

  /// By tier, the stripes that its backups need by a run.
  List<BitSet> neededByTier(Lens lens) {
    List<BitSet> needed = new ArrayList<>();
    lens.live().tiers().forEach(_ -> needed.add(new BitSet()));
    forEachRun(run ->
        lens.live().allOfRun(run.set(), run.from(), run.to()).stream()
            .forEach(tier -> needed.get(tier).set((int) run.stripe())));
    return needed;
  }

  BitSet openRuns(int set) {
    BitSet numbers = new BitSet();
    forEachRun(
        "set_no = ? AND to_counter = -1 AND", List.of(set), run -> numbers.set((int) run.stripe()));
    return numbers;
  }

  private record Backup(int number, int set, long counter, BackupState state) {}

  private Backup backup(String id) {
    return reads
        .read(handle ->
            handle
                .select("SELECT no, set_no, counter, state FROM backup WHERE id = ?", id)
                .map((row, _) ->
                    new Backup(
                        row.getInt(1),
                        row.getInt(2),
                        row.getLong(3),
                        BackupState.valueOf(row.getString(4))))
                .findOne())
        .orElseThrow(() -> new OperationFailed(FailureCode.BACKUP_UNKNOWN, id));
  }

  BitSet neededBy(String id) {
    Backup backup = backup(id);
    if (!backup.state().isListed() && !backup.state().isGone()) {
      return madeBy(id, false);
    }
    BitSet numbers = new BitSet();
    forEachRun(
        "set_no = ? AND from_counter <= ? AND (to_counter = -1 OR to_counter >= ?) AND",
        List.of(backup.set(), backup.counter(), backup.counter()),
        run -> numbers.set((int) run.stripe()));
    return numbers;
  }

  /// Stripes that a backup was the first to reserve.
  BitSet madeBy(String id, boolean readable) {
    Backup backup = backup(id);
    BitSet numbers = new BitSet();
    long after = 0;
    while (true) {
      long from = after;
      List<Long> page =
          reads.read(handle ->
              handle
                  .select(
                      "SELECT no, present >= k FROM stripe WHERE origin = ? AND no > ?"
                          + " ORDER BY no FETCH FIRST "
                          + RUN_PAGE
                          + " ROWS ONLY",
                      backup.number(),
                      from)
                  .map(
                      (row, _) -> row.getBoolean(2) || !readable ? row.getLong(1) : -row.getLong(1))
                  .list());
      if (page.isEmpty()) {
        return numbers;
      }
      page.stream()
          .filter(number -> number > 0)
          .forEach(number -> numbers.set((int) (long) number));
      after = Math.abs(page.getLast());
    }
  }

  /// Ids of stripes, oldest first.
  void ids(BitSet numbers, Consumer<StripeId> each) {
    for (int first = numbers.nextSetBit(0); first >= 0; ) {
      int from = first;
      int to = first + RUN_PAGE - 1;
      reads
          .read(handle ->
              handle
                  .select(
                      "SELECT no, high, low FROM stripe WHERE no BETWEEN ? AND ? ORDER BY no",
                      from,
                      to)
                  .map((row, _) ->
                      numbers.get(row.getInt(1))
                          ? new StripeId(row.getLong(2), row.getLong(3))
                          : null)
                  .list())
          .stream()
          .filter(java.util.Objects::nonNull)
          .forEach(each);
      first = numbers.nextSetBit(to + 1);
    }
  }

  List<Long> underReplicated(Lens lens, int most) {
    LongToIntFunction targets = targets(lens);
    List<List<Long>> byFewest = new ArrayList<>();
    forEach(raw -> {
      int fewest = lens.shortage(raw, targets.applyAsInt(raw.number()));
      if (fewest < 0) {
        return;
      }
      while (byFewest.size() <= fewest) {
        byFewest.add(new ArrayList<>());
      }
      if (byFewest.get(fewest).size() < most) {
        byFewest.get(fewest).add(raw.number());
      }
    });
    return byFewest.stream().flatMap(List::stream).limit(most).toList();
  }
}
