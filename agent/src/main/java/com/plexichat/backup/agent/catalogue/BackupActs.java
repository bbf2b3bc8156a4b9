package com.plexichat.backup.agent.catalogue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.catalogue.StripeStore.Stored;
import com.plexichat.backup.proto.BackupClosed;
import com.plexichat.backup.proto.BackupDeleted;
import com.plexichat.backup.proto.BackupEntry;
import com.plexichat.backup.proto.BackupOpened;
import com.plexichat.backup.proto.BackupTested;
import com.plexichat.backup.proto.SetDefined;
import com.plexichat.backup.proto.SetSpec;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.VaultId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Applies sets, and the life of a backup: opened, closed (or interrupted and opened again),
/// tested, deleted. Which stripes a set needs is kept as runs of backup numbers.
final class BackupActs {
  /// `to_counter` of a run that the newest tree is still in.
  static final long OPEN = -1;

  private final StripeStore store;
  private final CompactionActs compaction;

  BackupActs(StripeStore store) {
    this.store = store;
    this.compaction = new CompactionActs(store);
  }

  /// A backup as a command finds it; `number` is the one in this catalogue.
  record Known(int number, int set, long counter, BackupState state, String jobId) {}

  static Known known(Work work, String id) {
    return find(work, id).orElseThrow(() -> new OperationFailed(FailureCode.BACKUP_UNKNOWN, id));
  }

  private static Optional<Known> find(Work work, String id) {
    return work.handle()
        .select("SELECT no, set_no, counter, state, job_id FROM backup WHERE id = ?", id)
        .map((row, _) ->
            new Known(
                row.getInt(1),
                row.getInt(2),
                row.getLong(3),
                BackupState.valueOf(row.getString(4)),
                row.getString(5)))
        .findOne();
  }

  static void setDefined(Work work, SetDefined act) {
    SetSpec set = act.getSet();
    Demand.wellFormed(!set.getName().isEmpty(), "a set has a name");
    String host = new PeerId(set.getHost()).hex();
    Tiers.of(set.getTier());
    Demand.known(
        work.handle()
            .select("SELECT 1 FROM peer WHERE id = ?", host)
            .mapTo(int.class)
            .findOne()
            .isPresent(),
        FailureCode.PEER_UNKNOWN,
        host);
    Optional<String> before =
        work.handle()
            .select("SELECT host FROM backup_set WHERE name = ?", set.getName())
            .mapTo(String.class)
            .findOne();
    if (before.isEmpty()) {
      work.handle()
          .execute(
              "INSERT INTO backup_set SELECT COALESCE(MAX(no), 0) + 1, ?, ?, ? FROM backup_set",
              set.getName(),
              host,
              set.toByteArray());
      return;
    }
    Demand.fits(
        before.get().equals(host),
        "Defining set " + set.getName(),
        "it belongs to another machine");
    work.handle()
        .execute("UPDATE backup_set SET spec = ? WHERE name = ?", set.toByteArray(), set.getName());
  }

  static void opened(Work work, BackupOpened act) {
    Demand.wellFormed(act.getBackupId().matches("[0-9a-f]{16}"), "not a backup id");
    Tiers.of(act.getTier());
    int set =
        number(work, "SELECT no FROM backup_set WHERE name = ?", act.getSet())
            .orElseThrow(() -> new OperationFailed(FailureCode.SET_UNKNOWN, act.getSet()));
    int vault =
        number(work, "SELECT no FROM vault WHERE id = ?", new VaultId(act.getVault()).hex())
            .orElseThrow(() -> new OperationFailed(FailureCode.VAULT_UNKNOWN, act.getVault()));
    work.handle()
        .select(
            "SELECT job_id FROM backup WHERE set_no = ? AND state = 'RUNNING' AND id <> ?",
            set,
            act.getBackupId())
        .mapTo(String.class)
        .findFirst()
        .ifPresent(job -> {
          throw new OperationFailed(FailureCode.BACKUP_RUNNING, act.getSet(), job);
        });
    long newest =
        work.handle()
            .select("SELECT COALESCE(MAX(counter), 0) FROM backup WHERE set_no = ?", set)
            .mapTo(Long.class)
            .one();
    String what = "Opening backup " + act.getBackupId();
    Optional<Known> known = find(work, act.getBackupId());
    if (known.isPresent()) {
      reopened(work, act, known.get(), newest);
      return;
    }
    boolean remade = act.getCreatedMs() != 0;
    Demand.fits(!remade || isRebuilt(work), what, "this catalogue was not rebuilt");
    Demand.fits(
        remade ? act.getNumber() > newest : act.getNumber() == newest + 1,
        what,
        "the next number is " + (newest + 1));
    work.handle()
        .execute(
            "INSERT INTO backup SELECT COALESCE(MAX(no), 0) + 1, ?, ?, ?, ?, 'RUNNING', ?, ?, ?, ?,"
                + " 0, 0, X'', '', 0, '', X'', 0, 0, 0, '', X'', 0, 0 FROM backup",
            act.getBackupId(),
            set,
            act.getNumber(),
            vault,
            act.getHost(),
            act.getJobId(),
            act.getTier().toByteArray(),
            remade ? act.getCreatedMs() : work.atMs());
  }

  /// Whether the chain began anew from headers and records: then backups come with the numbers that
  /// they had, and of some of them not every stripe is left.
  private static boolean isRebuilt(Work work) {
    return work.handle()
        .select("SELECT rebuilt FROM cluster")
        .mapTo(Boolean.class)
        .findOne()
        .orElse(false);
  }

  private static void reopened(Work work, BackupOpened act, Known known, long newest) {
    String what = "Opening backup " + act.getBackupId();
    Demand.fits(
        known.state() == BackupState.RUNNING || known.state() == BackupState.INTERRUPTED,
        what,
        "it is closed");
    Demand.fits(
        known.counter() == act.getNumber() && newest == act.getNumber(),
        what,
        "a later backup of the set exists");
    work.handle()
        .execute(
            "UPDATE backup SET state = 'RUNNING', job_id = ?, closing = X'' WHERE no = ?",
            act.getJobId(),
            known.number());
  }

  void closed(Work work, BackupClosed act) {
    BackupEntry entry = act.getBackup();
    Known known = known(work, entry.getBackupId());
    String what = "Closing backup " + entry.getBackupId();
    Demand.fits(known.state() == BackupState.RUNNING, what, "it is " + word(known.state()));
    BackupState state = BackupState.valueOf(entry.getState().toUpperCase(Locale.ROOT));
    Demand.wellFormed(state != BackupState.RUNNING && !state.isGone(), "closed as %s", state);
    long recordStripe = 0;
    if (state.isListed()) {
      Demand.wellFormed(
          act.getRecordHash().size() == Demand.HASH_BYTES, "a closed backup has a record");
      recordStripe = store.get(what, act.getRecordStripe()).number();
      need(work, known, what, act);
    } else {
      Demand.wellFormed(
          act.getAddedCount() + act.getDroppedCount() == 0,
          "a backup that is %s changes what the set needs",
          word(state));
    }
    work.handle()
        .execute(
            "UPDATE backup SET state = ?, expires_ms = ?, ends_ms = ?, tier_ends_ms = ?,"
                + " closed_ms = ?, record_stripe = ?, closing = ? WHERE no = ?",
            state.name(),
            entry.getExpiresMs(),
            entry.getExpiresMs(),
            entry.getExpiresMs(),
            work.atMs(),
            recordStripe,
            act.toBuilder()
                .clearAdded()
                .clearDropped()
                .clearSparse()
                .clearVacated()
                .build()
                .toByteArray(),
            known.number());
    if (state.isListed()) {
      compaction.closed(work, known, act);
      RetentionActs.lockedByTier(work, known);
    }
  }

  private void need(Work work, Known known, String what, BackupClosed act) {
    boolean whole = act.getBackup().getRestorable() || !isRebuilt(work);
    long[] added = numbers(what, act.getAddedList(), whole);
    long[] dropped = numbers(what, act.getDroppedList(), false);
    NeedStore needs = new NeedStore(work.handle(), known.set());
    for (long stripe : dropped) {
      needs.end(stripe, known.counter() - 1);
    }
    for (long stripe : added) {
      needs.begin(stripe, known.counter());
    }
    needs.close();
  }

  /// Numbers of stripes, sorted: rows then go in at the end of the table.
  private long[] numbers(String what, List<ByteString> ids, boolean whole) {
    long[] numbers = new long[ids.size()];
    for (int at = 0; at < numbers.length; at++) {
      Stored stored = store.get(what, ids.get(at));
      Demand.fits(
          !whole || stored.copies().present() >= stored.k(),
          what,
          "only %d of the %d shards that rebuild stripe %s are acknowledged"
              .formatted(stored.copies().present(), stored.k(), stored.id()));
      numbers[at] = stored.number();
    }
    Arrays.sort(numbers);
    return numbers;
  }

  static void deleted(Work work, BackupDeleted act) {
    Known known = known(work, act.getBackupId());
    if (known.state() == BackupState.RUNNING) {
      throw new OperationFailed(
          FailureCode.BACKUP_RUNNING, "set of " + act.getBackupId(), known.jobId());
    }
    Demand.fits(
        !known.state().isGone(),
        "Deleting backup " + act.getBackupId(),
        "it is " + word(known.state()) + " already");
    RetentionActs.requireFree(work, known, act.getBackupId());
    work.handle().execute("UPDATE backup SET state = 'DELETED' WHERE no = ?", known.number());
  }

  /// The time goes to what the closer counted, where it stays with the backup as long as that
  /// lives.
  static void tested(Work work, BackupTested act) {
    Known known = known(work, act.getBackupId());
    Demand.fits(
        known.state().isListed(),
        "Noting the test of backup " + act.getBackupId(),
        "it is " + word(known.state()));
    BackupClosed.Builder closing =
        FoldActs.parse(
            work.handle()
                .select("SELECT closing FROM backup WHERE no = ?", known.number())
                .mapTo(byte[].class)
                .one())
            .toBuilder();
    closing.getBackupBuilder().setTestedMs(work.atMs());
    work.handle()
        .execute(
            "UPDATE backup SET closing = ? WHERE no = ?",
            closing.build().toByteArray(),
            known.number());
  }

  static String word(BackupState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static Optional<Integer> number(Work work, String sql, String key) {
    return work.handle().select(sql, key).mapTo(Integer.class).findOne();
  }
}
