package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.VaultId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/// Stripes of which the newest backups need little, and those that are vacated: no backup takes
/// chunks from them any more, so that they end with the older backups that need them.
public final class SparseTable {
  private static final String LISTED = "state IN ('COMPLETE', 'UNDER_PROTECTED')";
  private static final long NO_END = Long.MAX_VALUE;

  private final Reads reads;

  SparseTable(Reads reads) {
    this.reads = reads;
  }

  /// A stripe that might be vacated.
  ///
  /// @param bytes of plaintext that fit into it
  /// @param permille of its chunks' bytes that the newest trees of all sets need, at most
  public record Sparse(StripeId id, long bytes, int permille) {}

  /// Vacated stripes that backups need still.
  ///
  /// @param endsMs when the last of these backups ends; 0: one of them has no end
  public record Waiting(List<StripeId> stripes, long endsMs) {}

  private record Row(long number, Sparse sparse) {}

  private record Place(int set, long counter) {}

  private record Ending(int set, long counter, long endsMs, String id) {}

  private record Interval(StripeId id, int set, long from, long to) {}

  /// What the newest tree of a set needs little of, in thousandths.
  public Map<StripeId, Integer> ofSet(String set) {
    return reads.read(handle -> {
      Map<StripeId, Integer> found = new HashMap<>();
      handle
          .select(
              "SELECT high, low, permille FROM sparse JOIN stripe ON stripe.no = sparse.stripe"
                  + " JOIN backup_set ON backup_set.no = sparse.set_no WHERE backup_set.name = ?",
              set)
          .map((row, _) -> Map.entry(new StripeId(row.getLong(1), row.getLong(2)), row.getInt(3)))
          .forEach(one -> found.put(one.getKey(), one.getValue()));
      return found;
    });
  }

  /// Stripes of a vault that are vacated and of which shards are left.
  public List<StripeId> vacated(VaultId vault) {
    return reads.read(handle ->
        handle
            .select(
                "SELECT high, low FROM vacated JOIN stripe ON stripe.no = vacated.stripe JOIN vault"
                    + " ON vault.no = stripe.vault_no WHERE vault.id = ? AND present > 0 ORDER BY"
                    + " stripe.no",
                vault.hex())
            .map((row, _) -> new StripeId(row.getLong(1), row.getLong(2)))
            .list());
  }

  /// What is vacated and goes as soon as the backups have ended that need it.
  ///
  /// @param without backups that are taken as ended
  public Waiting waiting(Set<String> without) {
    return reads.read(handle -> {
      Map<Integer, NavigableMap<Long, Long>> ends = ends(handle, without);
      Set<StripeId> stripes = new LinkedHashSet<>();
      long last = 0;
      for (Interval one : intervals(handle)) {
        var needing =
            ends.getOrDefault(one.set(), new TreeMap<>())
                .subMap(one.from(), true, one.to(), true)
                .values();
        if (!needing.isEmpty()) {
          stripes.add(one.id());
          last = Math.max(last, Collections.max(needing));
        }
      }
      return new Waiting(List.copyOf(stripes), last == NO_END ? 0 : last);
    });
  }

  /// When the backups of each set end, by their place in it.
  private static Map<Integer, NavigableMap<Long, Long>> ends(Handle handle, Set<String> without) {
    Map<Integer, NavigableMap<Long, Long>> ends = new HashMap<>();
    handle
        .select("SELECT set_no, counter, expires_ms, id FROM backup WHERE " + LISTED)
        .map(
            (row, _) -> new Ending(row.getInt(1), row.getLong(2), row.getLong(3), row.getString(4)))
        .stream()
        .filter(one -> !without.contains(one.id()))
        .forEach(one ->
            ends.computeIfAbsent(one.set(), _ -> new TreeMap<>())
                .put(one.counter(), one.endsMs() == 0 ? NO_END : one.endsMs()));
    return ends;
  }

  private static List<Interval> intervals(Handle handle) {
    return handle
        .select(
            "SELECT high, low, need.set_no, from_counter, to_counter FROM vacated JOIN stripe ON"
                + " stripe.no = vacated.stripe JOIN need ON need.stripe = stripe.no WHERE present"
                + " > 0 ORDER BY stripe.no")
        .map((row, _) ->
            new Interval(
                new StripeId(row.getLong(1), row.getLong(2)),
                row.getInt(3),
                row.getLong(4),
                row.getLong(5) == BackupActs.OPEN ? Long.MAX_VALUE : row.getLong(5)))
        .list();
  }

  /// What a set needs little of, and no newest tree of another set more than little; without what a
  /// backup needs that is kept beyond a time. The oldest first.
  public List<Sparse> candidates(String set, long keptBeyondMs) {
    return reads.read(handle -> {
      List<Sparse> candidates = new ArrayList<>();
      List<Row> rows = rows(handle, set);
      List<Place> kept = rows.isEmpty() ? List.of() : kept(handle, keptBeyondMs);
      for (Row row : rows) {
        if (!isNeeded(handle, row.number(), kept)) {
          candidates.add(row.sparse());
        }
      }
      return candidates;
    });
  }

  private static List<Row> rows(Handle handle, String set) {
    return handle
        .select(
            "SELECT stripe.no, high, low, k, lengths, (SELECT SUM(every.permille) FROM sparse every"
                + " WHERE every.stripe = stripe.no) FROM backup_set JOIN sparse own ON own.set_no ="
                + " backup_set.no JOIN stripe ON stripe.no = own.stripe WHERE backup_set.name = ?"
                + " AND NOT EXISTS (SELECT 1 FROM vacated WHERE vacated.stripe = stripe.no) AND NOT"
                + " EXISTS (SELECT 1 FROM need WHERE need.stripe = stripe.no AND to_counter = -1"
                + " AND NOT EXISTS (SELECT 1 FROM sparse its WHERE its.stripe = need.stripe AND"
                + " its.set_no = need.set_no)) ORDER BY stripe.no",
            set)
        .map((row, _) ->
            new Row(
                row.getLong(1),
                new Sparse(
                    new StripeId(row.getLong(2), row.getLong(3)),
                    StripeTable.room(row.getInt(4), row.getBytes(5)),
                    row.getInt(6))))
        .list();
  }

  /// Backups that nothing ends by then.
  private static List<Place> kept(Handle handle, long beyondMs) {
    return handle
        .select(
            "SELECT set_no, counter FROM backup WHERE "
                + LISTED
                + " AND (expires_ms = 0 OR expires_ms > ?)",
            beyondMs)
        .map((row, _) -> new Place(row.getInt(1), row.getLong(2)))
        .list();
  }

  private static boolean isNeeded(Handle handle, long stripe, List<Place> by) {
    return !by.isEmpty()
        && handle
            .select("SELECT set_no, from_counter, to_counter FROM need WHERE stripe = ?", stripe)
            .map((row, _) -> {
              int set = row.getInt(1);
              long from = row.getLong(2);
              long to = row.getLong(3) == BackupActs.OPEN ? Long.MAX_VALUE : row.getLong(3);
              return by.stream()
                  .anyMatch(
                      one -> one.set() == set && one.counter() >= from && one.counter() <= to);
            })
            .stream()
            .anyMatch(Boolean::booleanValue);
  }
}
