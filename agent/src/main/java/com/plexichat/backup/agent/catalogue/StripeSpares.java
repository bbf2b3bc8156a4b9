package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.agent.catalogue.Lens.Raw;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongToIntFunction;
import org.jdbi.v3.core.Handle;

/// Stripes that some backup needs and of which copies may be more than it needs: over what is
/// asked, or bad.
///
/// What is asked here is what every backup asks that was not pruned: one whose retention has ended
/// can still be held, and a deleted one be brought back.
public final class StripeSpares {
  private final Reads reads;
  private final StripeScan scan;

  StripeSpares(Reads reads) {
    this.reads = reads;
    this.scan = new StripeScan(reads);
  }

  /// A stripe of which copies may be spare.
  ///
  /// @param isBusy whether a copy of it is being made, or a backup of its vault runs that may count
  ///   on it
  public record Found(StripeRow stripe, boolean isBusy) {}

  /// Walks them, oldest first, page by page.
  public void walk(Consumer<Found> each) {
    Lens lens = reads.read(StripeSpares::lens);
    LongToIntFunction targets = scan.targets(lens);
    scan.forEachPage(page -> {
      List<Long> numbers =
          page.stream()
              .filter(raw -> mayBeSpare(lens, raw, targets.applyAsInt(raw.number())))
              .map(Raw::number)
              .toList();
      for (int at = 0; at < numbers.size(); at += StripeScan.ROWS) {
        List<Long> some = numbers.subList(at, Math.min(numbers.size(), at + StripeScan.ROWS));
        reads.read(handle -> found(handle, lens, some)).forEach(each);
      }
    });
  }

  /// Those of these stripes that some backup needs, as they are now.
  public List<Found> get(Collection<StripeId> ids) {
    return reads.read(handle -> {
      List<Long> numbers = new ArrayList<>();
      ids.forEach(id -> Lens.numberOf(handle, id).ifPresent(numbers::add));
      return found(handle, lens(handle), numbers);
    });
  }

  /// Numbers of the stripes that any of these backups needs.
  ///
  /// @throws com.plexichat.backup.shared.failure.OperationFailed BACKUP_UNKNOWN
  public BitSet neededBy(Collection<String> backups) {
    BitSet numbers = new BitSet();
    backups.forEach(backup -> numbers.or(scan.neededBy(backup)));
    return numbers;
  }

  private static Lens lens(Handle handle) {
    return Lens.of(handle, LiveTiers.unpruned(handle, Set.of()));
  }

  private static List<Found> found(Handle handle, Lens lens, List<Long> numbers) {
    Set<String> busy =
        Set.copyOf(
            handle
                .select(
                    "SELECT DISTINCT vault.id FROM backup JOIN vault ON vault.no = backup.vault_no"
                        + " WHERE backup.state = 'RUNNING'")
                .mapTo(String.class)
                .list());
    return lens.rows(handle, numbers).stream()
        .filter(row -> row.target().isPresent())
        .map(row -> new Found(row, busy.contains(row.vault().hex()) || isBeingMade(row)))
        .toList();
  }

  private static boolean isBeingMade(StripeRow row) {
    return row.shards().stream()
        .flatMap(shard -> shard.copies().stream())
        .anyMatch(copy -> copy.state() == CopyState.PENDING);
  }

  private static boolean mayBeSpare(Lens lens, Raw raw, int ofRuns) {
    int target = lens.target(raw, ofRuns);
    if (target < 0) {
      return false;
    }
    boolean[] found = new boolean[1];
    CopySet.visit(
        raw.copies(),
        (_, _, state) -> found[0] |= state == CopyState.CORRUPT || state == CopyState.QUARANTINED);
    int wanted = lens.live().tier(target).copies();
    int[] counted = lens.counted(raw);
    for (int index = 0; index < counted.length; index++) {
      found[0] |= counted[index] > (index < raw.k() ? wanted : 1);
    }
    return found[0];
  }
}
