package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.agent.catalogue.StripeStore.Stored;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// Stripes of which copies lie in their holders' trash.
///
/// A stripe is here from the first copy that went there until none is left, once for each job that
/// brought copies there, with the time of that job's first.
public final class TrashTable {
  private final Reads reads;

  TrashTable(Reads reads) {
    this.reads = reads;
  }

  /// What one job brought to the trash.
  ///
  /// @param jobId empty: what folds left behind
  /// @param sinceMs when the last of it came there
  /// @param backups ids of the backups that it pruned
  public record Heap(
      String jobId, long sinceMs, long stripes, long copies, long bytes, List<String> backups) {
    public Heap {
      backups = List.copyOf(backups);
    }
  }

  /// Notes whether a stripe that changed has copies there.
  ///
  /// @param isFilled whether the job brought copies there that counted until then
  static void note(Work work, Stored stripe, String jobId, boolean isFilled) {
    boolean[] trashed = new boolean[1];
    stripe.copies().visit((_, _, state) -> trashed[0] |= state == CopyState.TRASHED);
    Handle handle = work.handle();
    if (!trashed[0]) {
      handle.execute("DELETE FROM trash WHERE stripe = ?", stripe.number());
      return;
    }
    List<String> jobs =
        handle
            .select("SELECT job_id FROM trash WHERE stripe = ?", stripe.number())
            .mapTo(String.class)
            .list();
    if (jobs.isEmpty() || (isFilled && !jobs.contains(jobId))) {
      handle.execute("INSERT INTO trash VALUES (?, ?, ?)", stripe.number(), jobId, work.atMs());
    }
  }

  /// By job, the newest first; also those that pruned backups without a stripe of their own. What
  /// lies there of a stripe of several jobs is the last one's.
  public List<Heap> heaps() {
    return reads.read(handle -> {
      Map<String, List<String>> backups = new LinkedHashMap<>();
      Map<String, Tally> tallies = new LinkedHashMap<>();
      handle
          .select("SELECT pruned_by, id, pruned_ms FROM backup WHERE pruned_by <> '' ORDER BY no")
          .map((row, _) -> new Marked(row.getString(1), row.getString(2), row.getLong(3)))
          .forEach(one -> {
            backups.computeIfAbsent(one.jobId(), _ -> new ArrayList<>()).add(one.backup());
            tallies.merge(one.jobId(), Tally.NOTHING.at(one.ms()), Tally::plus);
          });
      handle
          .select(
              "SELECT trash.job_id, trash.since_ms, stripe.lengths, stripe.copies, EXISTS ("
                  + "SELECT 1 FROM trash later WHERE later.stripe = trash.stripe AND"
                  + " (later.since_ms > trash.since_ms OR (later.since_ms = trash.since_ms AND"
                  + " later.job_id > trash.job_id))) FROM trash"
                  + " JOIN stripe ON stripe.no = trash.stripe")
          .map((row, _) ->
              new Line(
                  row.getString(1),
                  row.getLong(2),
                  row.getBoolean(5)
                      ? new Tally(0, 1, 0, 0)
                      : Tally.of(row.getBytes(3), row.getBytes(4))))
          .forEach(
              line -> tallies.merge(line.jobId(), line.tally().at(line.sinceMs()), Tally::plus));
      return tallies.entrySet().stream()
          .map(one ->
              new Heap(
                  one.getKey(),
                  one.getValue().sinceMs(),
                  one.getValue().stripes(),
                  one.getValue().copies(),
                  one.getValue().bytes(),
                  backups.getOrDefault(one.getKey(), List.of())))
          .sorted(Comparator.comparingLong(Heap::sinceMs).reversed())
          .toList();
    });
  }

  private record Marked(String jobId, String backup, long ms) {}

  private record Line(String jobId, long sinceMs, Tally tally) {}

  private record Tally(long sinceMs, long stripes, long copies, long bytes) {
    static final Tally NOTHING = new Tally(0, 0, 0, 0);

    static Tally of(byte[] lengths, byte[] copies) {
      long[] sums = new long[2];
      CopySet.visit(
          copies,
          (index, _, state) -> {
            if (state == CopyState.TRASHED) {
              sums[0]++;
              sums[1] += Lengths.at(lengths, index);
            }
          });
      return new Tally(0, 1, sums[0], sums[1]);
    }

    Tally at(long ms) {
      return new Tally(ms, stripes, copies, bytes);
    }

    Tally plus(Tally more) {
      return new Tally(
          Math.max(sinceMs, more.sinceMs),
          stripes + more.stripes,
          copies + more.copies,
          bytes + more.bytes);
    }
  }

  /// Stripes that a job brought there, oldest first.
  public List<StripeId> ofJob(String jobId) {
    return ids("WHERE trash.job_id = ?", jobId);
  }

  /// Stripes to which nothing was added there since a time, oldest first.
  public List<StripeId> before(long ms) {
    return ids(
        "JOIN (SELECT stripe, MAX(since_ms) AS last_ms FROM trash GROUP BY stripe) newest ON"
            + " newest.stripe = trash.stripe AND newest.last_ms = trash.since_ms"
            + " WHERE newest.last_ms < ?",
        ms);
  }

  private List<StripeId> ids(String where, Object arg) {
    return reads.read(handle ->
        handle
            .select(
                "SELECT DISTINCT stripe.high, stripe.low, stripe.no FROM trash JOIN stripe ON"
                    + " stripe.no = trash.stripe "
                    + where
                    + " ORDER BY stripe.no",
                arg)
            .map((row, _) -> new StripeId(row.getLong(1), row.getLong(2)))
            .list());
  }
}
