package com.plexichat.backup.agent.catalogue;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.catalogue.StripeStore.Stored;
import com.plexichat.backup.proto.BackupClosed;
import com.plexichat.backup.proto.FoldedRecord;
import com.plexichat.backup.proto.StripesFolded;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/// Applies folds: in one command every need of the small stripes becomes a need of the new one, and
/// every record that lay in them is known at its new place.
///
/// Needs cover whole backups, so the new stripe is needed by each backup that needed one of the
/// small ones. Which stripe stands in for which is kept: a backup that was under way meanwhile
/// closes with the old names.
final class FoldActs {
  private static final long NO_END = Long.MAX_VALUE;

  private final StripeStore store;

  FoldActs(StripeStore store) {
    this.store = store;
  }

  void folded(Work work, StripesFolded act) {
    BackupActs.Known backup = BackupActs.known(work, act.getBackupId());
    String what = "Folding for backup " + act.getBackupId();
    Demand.fits(backup.state() == BackupState.RUNNING, what, "it is not running");
    Stored into = store.get(what, act.getInto());
    Demand.fits(
        into.origin() == backup.number() && into.copies().present() == into.shards(),
        what,
        "not every shard of stripe " + into.id() + " is its own and acknowledged");
    Map<ByteString, FoldedRecord> records =
        new TreeMap<>(ByteString.unsignedLexicographicalComparator());
    act.getRecordsList().forEach(record -> records.put(record.getRecordHash(), record));
    Map<Integer, List<Run>> runs = runs(work.handle(), into.number());
    for (ByteString id : act.getReplacedList()) {
      Stored replaced = store.get(what, id);
      checkReplaced(work, what, into, replaced);
      runs(work.handle(), replaced.number())
          .forEach((set, more) -> runs.computeIfAbsent(set, _ -> new ArrayList<>()).addAll(more));
      work.handle().execute("DELETE FROM need WHERE stripe = ?", replaced.number());
      moveRecords(work, what, replaced, into, records);
      work.handle().execute("INSERT INTO folded VALUES (?, ?)", replaced.number(), into.number());
      store.update(replaced, work.index());
    }
    store.update(into, work.index());
    work.handle().execute("DELETE FROM need WHERE stripe = ?", into.number());
    runs.forEach((set, all) -> insert(work.handle(), set, into.number(), all));
  }

  private static void checkReplaced(Work work, String what, Stored into, Stored replaced) {
    String name = "stripe " + replaced.id();
    Demand.fits(
        replaced.number() != into.number()
            && replaced.vault() == into.vault()
            && replaced.source() == into.source(),
        what,
        name + " is another vault's, or the new one itself");
    Demand.fits(
        find(work.handle(), replaced.number()).isEmpty(), what, name + " was folded already");
    Demand.fits(
        work.handle()
            .select(
                "SELECT 1 FROM backup WHERE no = ? AND state IN ('RUNNING', 'INTERRUPTED')",
                replaced.origin())
            .mapTo(int.class)
            .findOne()
            .isEmpty(),
        what,
        name + " belongs to a backup that is not closed");
  }

  /// A run of backup numbers.
  private record Run(long from, long to) {}

  private static Map<Integer, List<Run>> runs(Handle handle, long stripe) {
    Map<Integer, List<Run>> runs = new TreeMap<>();
    handle
        .select("SELECT set_no, from_counter, to_counter FROM need WHERE stripe = ?", stripe)
        .map((row, _) ->
            Map.entry(
                row.getInt(1),
                new Run(
                    row.getLong(2), row.getLong(3) == BackupActs.OPEN ? NO_END : row.getLong(3))))
        .forEach(
            one -> runs.computeIfAbsent(one.getKey(), _ -> new ArrayList<>()).add(one.getValue()));
    return runs;
  }

  /// Inserts the union of runs, disjoint again.
  private static void insert(Handle handle, int set, long stripe, List<Run> runs) {
    runs.sort(java.util.Comparator.comparingLong(Run::from));
    Run open = runs.getFirst();
    List<Run> union = new ArrayList<>();
    for (Run run : runs) {
      if (open.to() == NO_END || run.from() <= open.to() + 1) {
        open = new Run(open.from(), Math.max(open.to(), run.to()));
      } else {
        union.add(open);
        open = run;
      }
    }
    union.add(open);
    for (Run run : union) {
      handle.execute(
          "INSERT INTO need VALUES (?, ?, ?, ?)",
          set,
          stripe,
          run.from(),
          run.to() == NO_END ? BackupActs.OPEN : run.to());
    }
  }

  /// A listed backup whose record lay in the replaced stripe must be told its new place.
  private static void moveRecords(
      Work work, String what, Stored replaced, Stored into, Map<ByteString, FoldedRecord> records) {
    List<Map.Entry<Integer, byte[]>> held =
        work.handle()
            .select(
                "SELECT no, closing FROM backup WHERE record_stripe = ? AND state IN"
                    + " ('COMPLETE', 'UNDER_PROTECTED') ORDER BY no",
                replaced.number())
            .map((row, _) -> Map.entry(row.getInt(1), row.getBytes(2)))
            .list();
    for (Map.Entry<Integer, byte[]> one : held) {
      BackupClosed closing = parse(one.getValue());
      FoldedRecord place = records.get(closing.getRecordHash());
      if (place == null) {
        throw Demand.refused(
            what, "the record of backup " + closing.getBackup().getBackupId() + " is left out");
      }
      work.handle()
          .execute(
              "UPDATE backup SET record_stripe = ?, closing = ? WHERE no = ?",
              into.number(),
              closing.toBuilder()
                  .setRecordStripe(ByteString.copyFrom(into.id().bytes()))
                  .setRecordOffset(place.getOffset())
                  .setRecordLength(place.getLength())
                  .build()
                  .toByteArray(),
              one.getKey());
    }
  }

  static BackupClosed parse(byte[] closing) {
    try {
      return BackupClosed.parseFrom(closing);
    } catch (InvalidProtocolBufferException notOurs) {
      throw new IllegalStateException("a backup in the database cannot be read", notOurs);
    }
  }

  private static Optional<Long> find(Handle handle, long stripe) {
    return handle
        .select("SELECT into_stripe FROM folded WHERE stripe = ?", stripe)
        .mapTo(Long.class)
        .findOne();
  }

  /// The stripe that holds now what this one held.
  static StripeId current(Handle handle, StripeId id) {
    Optional<Long> number = Lens.numberOf(handle, id);
    Optional<Long> next = number.flatMap(one -> find(handle, one));
    if (next.isEmpty()) {
      return id;
    }
    long at = next.get();
    for (next = find(handle, at); next.isPresent(); next = find(handle, at)) {
      at = next.get();
    }
    return handle
        .select("SELECT high, low FROM stripe WHERE no = ?", at)
        .map((row, _) -> new StripeId(row.getLong(1), row.getLong(2)))
        .one();
  }
}
