package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.agent.catalogue.Lens.Raw;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.Tier;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.LongToIntFunction;
import org.jdbi.v3.core.Handle;

/// All stripes for a map, or those that changed since an entry of the log.
///
/// What changed is read from the log itself, so nothing has to be remembered for those who may ask,
/// and a restart loses nothing. Where the needs of stripes changed in a way that entries do not
/// tell stripe by stripe, or too much happened, everything is told anew.
public final class StripeMap {
  private static final int PAGE = 2_000 - StripeScan.ROWS;

  private final Reads reads;
  private final StripeScan scan;
  private final TouchedStripes touched;

  StripeMap(Reads reads, CommandLog log) {
    this.reads = reads;
    this.scan = new StripeScan(reads);
    this.touched = new TouchedStripes(reads, scan, log);
  }

  /// What the numbers in rows mean.
  ///
  /// @param logIndex entry whose state the rows show at least
  /// @param whole all stripes follow, not only those that changed
  /// @param tiers names of all that rows may name
  public record Legend(
      long logIndex,
      boolean whole,
      List<String> tiers,
      List<NumberedPeer> peers,
      List<NumberedBackup> backups) {
    public Legend {
      tiers = List.copyOf(tiers);
      peers = List.copyOf(peers);
      backups = List.copyOf(backups);
    }
  }

  public record NumberedPeer(int number, PeerId id) {}

  public record NumberedBackup(int number, String id, String set) {}

  /// Who takes a map: the legend first, then rows, oldest stripe first.
  public interface Reader {
    void legend(Legend legend);

    void page(List<MapRow> rows);
  }

  private record Moment(Lens lens, long logIndex, Legend legend) {}

  /// Hands over the map, page by page, each page one moment.
  ///
  /// @param after only what changed after this entry of the log; 0: everything
  /// @param backup id of the one whose stripes are meant; empty: all stripes
  /// @throws com.plexichat.backup.shared.failure.OperationFailed BACKUP_UNKNOWN
  public void read(long after, Optional<String> backup, long nowMs, Reader reader) {
    Moment moment = moment(nowMs);
    Optional<BitSet> changed =
        after > 0 && after <= moment.logIndex() ? touched.since(after, nowMs) : Optional.empty();
    Optional<BitSet> needed = backup.map(scan::neededBy);
    Legend legend = moment.legend();
    reader.legend(
        new Legend(
            legend.logIndex(),
            changed.isEmpty(),
            legend.tiers(),
            legend.peers(),
            legend.backups()));
    if (changed.isPresent()) {
      changed(moment.lens(), changed.get(), needed, reader);
    } else {
      whole(moment.lens(), needed, reader);
    }
  }

  private Moment moment(long nowMs) {
    return reads.read(handle -> {
      long index =
          handle.select("SELECT log_index FROM applied").mapTo(Long.class).findOne().orElse(0L);
      List<NumberedPeer> peers =
          handle
              .select("SELECT no, id FROM peer ORDER BY no")
              .map((row, _) -> new NumberedPeer(row.getInt(1), new PeerId(row.getString(2))))
              .list();
      List<NumberedBackup> backups =
          handle
              .select(
                  "SELECT backup.no, backup.id, backup_set.name FROM backup JOIN backup_set"
                      + " ON backup_set.no = backup.set_no ORDER BY backup.no")
              .map(
                  (row, _) -> new NumberedBackup(row.getInt(1), row.getString(2), row.getString(3)))
              .list();
      Lens lens = Lens.load(handle, nowMs);
      List<String> tiers = lens.live().tiers().stream().map(Tier::name).distinct().toList();
      return new Moment(lens, index, new Legend(index, true, tiers, peers, backups));
    });
  }

  private void whole(Lens lens, Optional<BitSet> needed, Reader reader) {
    LongToIntFunction targets = scan.targets(lens);
    scan.forEachPage(page -> {
      List<MapRow> rows = new ArrayList<>(page.size());
      for (Raw raw : page) {
        if (needed.isEmpty() || needed.get().get((int) raw.number())) {
          rows.add(row(lens, raw, targets.applyAsInt(raw.number())));
        }
      }
      if (!rows.isEmpty()) {
        reader.page(rows);
      }
    });
  }

  private void changed(Lens lens, BitSet changed, Optional<BitSet> needed, Reader reader) {
    List<MapRow> rows = new ArrayList<>();
    for (int from = changed.nextSetBit(0); from >= 0; from = changed.nextSetBit(from)) {
      int to = from;
      for (int count = 0; count < StripeScan.ROWS && to >= 0; count++) {
        to = changed.nextSetBit(to + 1);
      }
      int first = from;
      int end = to < 0 ? changed.length() : to;
      reads.read(handle -> {
        changed.get(first, end).stream()
            .forEach(at -> row(handle, lens, first + at, needed).ifPresent(rows::add));
        return rows;
      });
      if (rows.size() >= PAGE) {
        reader.page(List.copyOf(rows));
        rows.clear();
      }
      from = end;
    }
    if (!rows.isEmpty()) {
      reader.page(rows);
    }
  }

  private static Optional<MapRow> row(
      Handle handle, Lens lens, long number, Optional<BitSet> needed) {
    boolean belongs = needed.isEmpty() || needed.get().get((int) number);
    return Lens.find(handle, number)
        .map(raw -> belongs ? row(lens, raw, lens.ofRuns(handle, number)) : gone(number, raw.id()));
  }

  private static MapRow gone(long number, StripeId id) {
    return new MapRow(number, id, 0, 0, 0, "", 0, 0, new int[0], true);
  }

  private static MapRow row(Lens lens, Raw raw, int ofRuns) {
    int target = lens.target(raw, ofRuns);
    Optional<Tier> tier = target < 0 ? Optional.empty() : Optional.of(lens.live().tier(target));
    return new MapRow(
        raw.number(),
        raw.id(),
        raw.firstShard(),
        raw.k(),
        raw.m(),
        tier.map(Tier::name).orElse(""),
        raw.origin(),
        tier.map(Tier::copies).orElse(0),
        CopySet.packed(raw.copies()),
        false);
  }
}
