package com.plexichat.backup.agent.catalogue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.proto.BackupClosed;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.LogEntry;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which stripes the entries of the log changed: their copies, or what live backups ask of them.
final class TouchedStripes {
  private static final Logger LOG = LoggerFactory.getLogger(TouchedStripes.class);
  private static final int ENTRIES_MAX = 4_096;
  private static final long BYTES_MAX = 16L << 20;
  private static final int STRIPES_MAX = 20_000;

  private final Reads reads;
  private final StripeScan scan;
  private final CommandLog log;

  TouchedStripes(Reads reads, StripeScan scan, CommandLog log) {
    this.reads = reads;
    this.scan = scan;
    this.log = log;
  }

  /// Whether an entry changes copies, or what is asked of stripes.
  static boolean touches(Command command) {
    return switch (command.getActCase()) {
      case STRIPES_RESERVED,
          COPIES_RESERVED,
          STRIPES_COMMITTED,
          STRIPES_FOLDED,
          COPIES_CHANGED,
          MAY_HOLD_CLEARED,
          BACKUP_CLOSED,
          BACKUP_DELETED,
          RETENTION_MOVED,
          BACKUP_KEPT,
          BACKUP_LOCKED,
          BACKUP_RELEASED,
          BACKUP_RETIERED,
          BACKUP_RAISED,
          BACKUP_PRUNED,
          BACKUP_BROUGHT_BACK ->
          true;
      default -> false;
    };
  }

  /// Numbers of the stripes that changed after an entry; empty when that cannot be told, or when
  /// all of them at once cost less.
  Optional<BitSet> since(long after, long nowMs) {
    Tally tally = new Tally();
    long bytes = 0;
    try (LogCursor cursor = log.from(after)) {
      if (!cursor.next() || expired(cursor.entry().getAtMs(), nowMs)) {
        return Optional.empty();
      }
      while (cursor.next()) {
        bytes += cursor.length();
        if (cursor.index() - after > ENTRIES_MAX || bytes > BYTES_MAX) {
          return Optional.empty();
        }
        tally.add(cursor.entry());
      }
    } catch (OperationFailed | UncheckedIOException e) {
      // The log may be cut or closed meanwhile; the whole map needs none of it.
      LOG.info("changes since entry {} cannot be read: {}", after, e.getMessage());
      return Optional.empty();
    }
    return tally.told ? numbers(tally, nowMs) : Optional.empty();
  }

  /// What entries name.
  private static final class Tally {
    private final Set<StripeId> stripes = new HashSet<>();
    private final Set<ShardId> shards = new HashSet<>();
    private final List<BackupClosed> closed = new ArrayList<>();
    private boolean told = true;

    void add(LogEntry entry) {
      Command command = entry.getCommand();
      switch (command.getActCase()) {
        case STRIPES_RESERVED ->
            command.getStripesReserved().getStripesList().forEach(one -> stripe(one.getStripe()));
        case COPIES_RESERVED -> stripe(command.getCopiesReserved().getStripe());
        case STRIPES_COMMITTED ->
            command.getStripesCommitted().getStripesList().forEach(one -> stripe(one.getStripe()));
        case STRIPES_FOLDED -> {
          stripe(command.getStripesFolded().getInto());
          command.getStripesFolded().getReplacedList().forEach(this::stripe);
        }
        case COPIES_CHANGED ->
            command
                .getCopiesChanged()
                .getCopiesList()
                .forEach(copy -> shards.add(ShardId.of(copy.getShard().toByteArray())));
        case MAY_HOLD_CLEARED -> stripe(command.getMayHoldCleared().getStripe());
        case BACKUP_CLOSED -> closed(command.getBackupClosed());
        case BACKUP_DELETED,
            RETENTION_MOVED,
            BACKUP_KEPT,
            BACKUP_LOCKED,
            BACKUP_RELEASED,
            BACKUP_RETIERED,
            BACKUP_RAISED,
            BACKUP_PRUNED,
            BACKUP_BROUGHT_BACK ->
            told = false;
        default -> {}
      }
    }

    private void stripe(ByteString id) {
      stripes.add(StripeId.of(id.toByteArray()));
    }

    private void closed(BackupClosed act) {
      act.getAddedList().forEach(this::stripe);
      act.getDroppedList().forEach(this::stripe);
      closed.add(act.toBuilder().clearAdded().clearDropped().build());
    }
  }

  private Optional<BitSet> numbers(Tally tally, long nowMs) {
    BitSet numbers = new BitSet();
    for (BackupClosed act : tally.closed) {
      BackupState state = BackupState.valueOf(act.getBackup().getState().toUpperCase(Locale.ROOT));
      if (state.isListed() && !isAskedAsBefore(act.getBackup().getBackupId(), nowMs)) {
        return Optional.empty();
      }
      if (!StripeTable.isOpen(state)) {
        // Open, it asked for all that it made; closed, for what it needs.
        numbers.or(scan.madeBy(act.getBackup().getBackupId(), false));
      }
    }
    if (tally.stripes.size() + tally.shards.size() > STRIPES_MAX) {
      return Optional.empty();
    }
    numbers.or(
        reads.read(handle -> {
          BitSet named = new BitSet();
          tally.stripes.forEach(
              id -> Lens.numberOf(handle, id).ifPresent(number -> named.set((int) (long) number)));
          ShardRuns.find(handle, tally.shards)
              .values()
              .forEach(place -> named.set((int) place.stripe()));
          return named;
        }));
    return numbers.cardinality() > STRIPES_MAX ? Optional.empty() : Optional.of(numbers);
  }

  /// Whether the stripes that a set needed before this backup, and needs still, are asked for as
  /// they were: by a live backup before it of the same demand, or of a larger one.
  private boolean isAskedAsBefore(String backup, long nowMs) {
    return reads.read(handle -> isAskedAsBefore(handle, backup, nowMs));
  }

  private static boolean isAskedAsBefore(Handle handle, String backup, long nowMs) {
    return handle
        .select(
            "SELECT CASE WHEN earlier.wanted = X'' THEN earlier.tier ELSE earlier.wanted END,"
                + " later.tier, earlier.state, earlier.expires_ms FROM backup earlier"
                + " JOIN backup later ON later.set_no = earlier.set_no AND earlier.counter <"
                + " later.counter WHERE later.id = ? AND earlier.state IN ('COMPLETE',"
                + " 'UNDER_PROTECTED', 'DELETED', 'PRUNED') ORDER BY earlier.counter DESC FETCH"
                + " FIRST ROW ONLY",
            backup)
        .map((row, _) ->
            !BackupState.valueOf(row.getString(3)).isGone()
                && (row.getLong(4) == 0 || row.getLong(4) > nowMs)
                && Tiers.BY_DEMAND.compare(Tiers.of(row.getBytes(1)), Tiers.of(row.getBytes(2)))
                    >= 0)
        .findOne()
        // The set's first: it adds everything that it needs.
        .orElse(true);
  }

  /// Whether a backup's retention ended in between, of which no entry tells.
  private boolean expired(long sinceMs, long nowMs) {
    return reads.read(handle ->
        handle
            .select(
                "SELECT 1 FROM backup WHERE state IN ('COMPLETE', 'UNDER_PROTECTED')"
                    + " AND expires_ms > ? AND expires_ms <= ? FETCH FIRST ROW ONLY",
                sinceMs,
                nowMs)
            .mapTo(Integer.class)
            .findOne()
            .isPresent());
  }
}
