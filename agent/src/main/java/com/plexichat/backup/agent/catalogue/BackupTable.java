package com.plexichat.backup.agent.catalogue;

import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.proto.BackupClosed;
import com.plexichat.backup.proto.BackupEntry;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.Bytes;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.VaultId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Backups: running, finished, failed and deleted ones.
public final class BackupTable {
  private static final String SELECT =
      "SELECT backup.*, backup_set.name AS set_name, vault.id AS vault_id FROM backup"
          + " JOIN backup_set ON backup_set.no = backup.set_no"
          + " JOIN vault ON vault.no = backup.vault_no ";
  private static final String LISTED = "backup.state IN ('COMPLETE', 'UNDER_PROTECTED') ";

  private final Reads reads;

  BackupTable(Reads reads) {
    this.reads = reads;
  }

  /// Newest first.
  public List<BackupRow> all() {
    return list("ORDER BY backup.no DESC");
  }

  /// Those of a set, newest first.
  public List<BackupRow> ofSet(String set) {
    return list("WHERE backup_set.name = ? ORDER BY backup.counter DESC", set);
  }

  /// Those in one state, oldest first.
  public List<BackupRow> in(BackupState state) {
    return list("WHERE backup.state = ? ORDER BY backup.no", state.name());
  }

  /// Those that nobody can end yet at a time, oldest first.
  public List<BackupRow> locked(long nowMs) {
    return list("WHERE " + LISTED + "AND backup.locked_ms > ? ORDER BY backup.no", nowMs);
  }

  /// Those that a job pruned and that can still be brought back, oldest first.
  public List<BackupRow> prunedBy(String jobId) {
    return jobId.isEmpty()
        ? List.of()
        : list("WHERE backup.pruned_by = ? ORDER BY backup.no", jobId);
  }

  /// Those that were pruned before a time and could still be brought back, oldest first.
  public List<BackupRow> prunedBefore(long ms) {
    return list("WHERE backup.pruned_by <> '' AND backup.pruned_ms < ? ORDER BY backup.no", ms);
  }

  /// The newest of a set that a restore may start from; it may have expired.
  public Optional<BackupRow> newest(String set) {
    return list(
            "WHERE backup_set.name = ? AND "
                + LISTED
                + "ORDER BY backup.counter DESC FETCH FIRST ROW ONLY",
            set)
        .stream()
        .findFirst();
  }

  /// The newest over all sets that a restore may start from.
  public Optional<BackupRow> newest() {
    return list(
            "WHERE "
                + LISTED
                + "ORDER BY backup.created_ms DESC, backup.no DESC"
                + " FETCH FIRST ROW ONLY")
        .stream()
        .findFirst();
  }

  /// The one of a set that was interrupted and can go on: no later one was opened.
  public Optional<BackupRow> interrupted(String set) {
    return ofSet(set).stream()
        .findFirst()
        .filter(newest -> newest.state() == BackupState.INTERRUPTED);
  }

  public Optional<BackupRow> find(String id) {
    return list("WHERE backup.id = ?", id).stream().findFirst();
  }

  /// By the whole id or by a beginning of it that only one has.
  ///
  /// @throws OperationFailed BACKUP_UNKNOWN, BACKUP_AMBIGUOUS
  public BackupRow get(String prefix) {
    List<BackupRow> found =
        prefix.matches("[0-9a-f]{1,16}")
            ? list("WHERE backup.id LIKE ? FETCH FIRST 2 ROWS ONLY", prefix + "%")
            : List.of();
    if (found.isEmpty()) {
      throw new OperationFailed(FailureCode.BACKUP_UNKNOWN, prefix);
    }
    if (found.size() > 1) {
      throw new OperationFailed(FailureCode.BACKUP_AMBIGUOUS, prefix);
    }
    return found.getFirst();
  }

  /// The number that the set's next backup must have.
  public long nextNumber(String set) {
    return reads.read(handle ->
        handle
            .select(
                "SELECT COALESCE(MAX(counter), 0) + 1 FROM backup JOIN backup_set"
                    + " ON backup_set.no = backup.set_no WHERE backup_set.name = ?",
                set)
            .mapTo(Long.class)
            .one());
  }

  /// Backups that a restore may start from and that need a stripe, and open ones that made it;
  /// newest first.
  public List<BackupRow> needing(StripeId stripe) {
    return list(
        "WHERE ("
            + LISTED
            + "AND EXISTS (SELECT 1 FROM need JOIN stripe ON stripe.no = need.stripe"
            + " WHERE stripe.high = ? AND stripe.low = ? AND need.set_no = backup.set_no"
            + " AND need.from_counter <= backup.counter"
            + " AND (need.to_counter = -1 OR need.to_counter >= backup.counter)))"
            + " OR (backup.state IN ('RUNNING', 'INTERRUPTED') AND backup.no ="
            + " (SELECT origin FROM stripe WHERE stripe.high = ? AND stripe.low = ?))"
            + " ORDER BY backup.no DESC",
        stripe.high(),
        stripe.low(),
        stripe.high(),
        stripe.low());
  }

  private List<BackupRow> list(String where, Object... args) {
    return reads.read(
        (Handle handle) -> handle.select(SELECT + where, args).map((row, _) -> row(row)).list());
  }

  private static BackupRow row(ResultSet row) throws SQLException {
    BackupClosed closing;
    try {
      closing = BackupClosed.parseFrom(row.getBytes("closing"));
    } catch (InvalidProtocolBufferException notOurs) {
      throw new IllegalStateException("a backup in the database cannot be read", notOurs);
    }
    return new BackupRow(
        row.getString("id"),
        row.getString("set_name"),
        row.getString("host"),
        row.getLong("counter"),
        BackupState.valueOf(row.getString("state")),
        Tiers.of(row.getBytes("tier")),
        new VaultId(row.getString("vault_id")),
        row.getString("job_id"),
        row.getLong("created_ms"),
        row.getLong("expires_ms"),
        new BackupRow.Retention(
            row.getLong("ends_ms"),
            RetentionActs.keeps(row.getBytes("keeps")).getKeepsList(),
            row.getLong("tier_ends_ms"),
            row.getLong("closed_ms"),
            row.getString("moved_by"),
            TierActs.wanted(row.getBytes("wanted")),
            row.getLong("locked_ms"),
            row.getInt("lock_days")),
        figures(closing.getBackup()),
        Bytes.of(closing.getRecordHash().toByteArray()),
        closing.getRecordStripe().isEmpty()
            ? Optional.empty()
            : Optional.of(StripeId.of(closing.getRecordStripe().toByteArray())),
        closing.getRecordOffset(),
        closing.getRecordLength(),
        closing.getBackup().getSentence(),
        closing.getWarningCodesMap());
  }

  private static BackupRow.Figures figures(BackupEntry entry) {
    return new BackupRow.Figures(
        entry.getFiles(),
        entry.getDirectories(),
        entry.getSourceBytes(),
        entry.getNewChunkBytes(),
        entry.getResealedBytes(),
        entry.getStoredBytes(),
        entry.getParityBytes(),
        entry.getSentBytes(),
        entry.getDurationMs(),
        entry.getRestorable(),
        entry.getCollusionNumber(),
        entry.getTestedMs());
  }
}
