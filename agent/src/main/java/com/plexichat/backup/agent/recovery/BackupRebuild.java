package com.plexichat.backup.agent.recovery;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.proto.BackupClosed;
import com.plexichat.backup.proto.BackupEntry;
import com.plexichat.backup.proto.BackupOpened;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.Record;
import com.plexichat.backup.proto.SetDefined;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.Bytes;
import com.plexichat.backup.shared.wire.Ids;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Lists the backups of one set after the other from their records: the set as the newest record
/// has it, each backup with its number and date, and which stripes it needs.
final class BackupRebuild {
  private static final String JOB = "rebuild";

  private final Catalogue catalogue;
  private final RecordSearch records;
  private final NeededStripes needed;
  private final RecoveredVaults vaults;
  private final List<String> findings = new ArrayList<>();
  private long backups;

  BackupRebuild(
      Catalogue catalogue, RecordSearch records, NeededStripes needed, RecoveredVaults vaults) {
    this.catalogue = catalogue;
    this.records = records;
    this.needed = needed;
    this.vaults = vaults;
  }

  /// Lists all of them, sets in the order of their oldest backup.
  void run(Collection<FoundRecord> found) {
    SortedMap<String, List<FoundRecord>> sets = new TreeMap<>();
    for (FoundRecord record : found) {
      String key = record.set() + " of " + record.host();
      sets.computeIfAbsent(key, _ -> new ArrayList<>()).add(record);
    }
    sets.values().stream()
        .sorted(Comparator.comparingLong(BackupRebuild::oldest))
        .forEach(this::set);
  }

  private static long oldest(List<FoundRecord> records) {
    return records.stream().mapToLong(FoundRecord::createdMs).min().orElse(0);
  }

  private void set(List<FoundRecord> found) {
    List<FoundRecord> ofSet = List.copyOf(byNumber(found).values());
    FoundRecord newest = ofSet.getLast();
    try {
      submit(
          Command.newBuilder()
              .setSetDefined(SetDefined.newBuilder().setSet(records.read(newest).getSet()))
              .build());
    } catch (OperationFailed e) {
      StripeShards.rethrowIfEnding(e);
      findings.add(
          "%d backups of set %s are not listed: %s"
              .formatted(ofSet.size(), newest.set(), e.sentence()));
      return;
    }
    Set<Bytes> hashes = new HashSet<>();
    needed.begin();
    for (FoundRecord one : ofSet) {
      boolean follows = one.previous().length() == 0 || hashes.contains(one.previous());
      if (!follows) {
        findings.add(
            "The record of the backup of set %s before number %d is gone: that backup is not listed."
                .formatted(one.set(), one.number()));
      }
      hashes.add(one.hash());
      try {
        list(one, records.read(one));
      } catch (OperationFailed e) {
        StripeShards.rethrowIfEnding(e);
        findings.add(
            "Backup %d of set %s is not listed: %s"
                .formatted(one.number(), one.set(), e.sentence()));
      }
    }
  }

  /// One record for each number. An attempt that ended between its record and its closing left one
  /// as well: what the next record builds upon is what was closed.
  private static SortedMap<Long, FoundRecord> byNumber(List<FoundRecord> found) {
    Set<Bytes> built = new HashSet<>();
    found.forEach(one -> built.add(one.previous()));
    SortedMap<Long, FoundRecord> chosen = new TreeMap<>();
    Comparator<FoundRecord> better =
        Comparator.comparing((FoundRecord one) -> built.contains(one.hash()))
            .thenComparingLong(FoundRecord::createdMs)
            .thenComparing(one -> one.hash().hex());
    for (FoundRecord one : found) {
      chosen.merge(one.number(), one, (a, b) -> better.compare(a, b) >= 0 ? a : b);
    }
    return chosen;
  }

  private void list(FoundRecord found, Record record) {
    NeededStripes.Change change = needed.next(found.vault(), record);
    BackupOpened opened =
        BackupOpened.newBuilder()
            .setBackupId(record.getBackupId())
            .setSet(found.set())
            .setNumber(found.number())
            .setVault(vaults.get(found.vault()).vault().id().hex())
            .setJobId(JOB)
            .setTier(record.getSet().getTier())
            .setHost(found.host().hex())
            .setCreatedMs(Math.max(1, record.getCreatedMs()))
            .build();
    BackupClosed.Builder closed =
        BackupClosed.newBuilder()
            .setBackup(entry(record, change.sums()))
            .setRecordHash(ByteString.copyFrom(found.hash().toArray()))
            .setRecordStripe(Ids.message(found.stripe()))
            .putAllWarningCodes(warnings(record));
    change.added().forEach(id -> closed.addAdded(Ids.message(id)));
    change.dropped().forEach(id -> closed.addDropped(Ids.message(id)));
    submit(
        Command.newBuilder().setBackupOpened(opened).build(),
        Command.newBuilder().setBackupClosed(closed).build());
    needed.accept(change);
    backups++;
    if (change.sums().unreadable() > 0) {
      findings.add(
          "Backup %s of set %s cannot be restored in full: %s"
              .formatted(record.getBackupId(), found.set(), sentence(record, change.sums())));
    }
  }

  private static BackupEntry entry(Record record, NeededStripes.Sums sums) {
    boolean complete = sums.missing() == 0 && sums.unreadable() == 0;
    BackupState state = complete ? BackupState.COMPLETE : BackupState.UNDER_PROTECTED;
    long kept = Duration.ofDays(record.getSet().getTier().getDays()).toMillis();
    return BackupEntry.newBuilder()
        .setBackupId(record.getBackupId())
        .setSet(record.getSet().getName())
        .setState(state.name().toLowerCase(Locale.ROOT))
        .setSentence(complete ? "" : sentence(record, sums))
        .setFiles(record.getFiles())
        .setDirectories(record.getDirectories())
        .setSourceBytes(record.getSourceBytes())
        .setNewChunkBytes(record.getNewChunkBytes())
        .setStoredBytes(sums.storedBytes())
        .setParityBytes(sums.parityBytes())
        .setExpiresMs(record.getCreatedMs() + kept)
        .setRestorable(sums.unreadable() == 0)
        .setCollusionNumber(sums.collusion())
        .build();
  }

  private static String sentence(Record record, NeededStripes.Sums sums) {
    return sums.unreadable() > 0
        ? "of %d of the %d stripes that it needs too few shards are left."
            .formatted(sums.unreadable(), sums.stripes())
        : "%d copies that tier %s asks are missing."
            .formatted(sums.missing(), record.getSet().getTier().getName());
  }

  private static Map<String, Integer> warnings(Record record) {
    Map<String, Integer> codes = new TreeMap<>();
    record.getWarningsList().forEach(one -> codes.merge(one.getCode(), 1, Integer::sum));
    return codes;
  }

  private void submit(Command... commands) {
    try {
      var _ = catalogue.submit("coordinator", StripeBatch.REASON, "", commands);
    } catch (IllegalArgumentException malformed) {
      throw new OperationFailed(
          malformed,
          FailureCode.RECORD_INVALID,
          "(unknown)",
          String.valueOf(malformed.getMessage()));
    }
  }

  /// Stripes that some listed backup needs.
  long stripesNeeded() {
    return needed.seen();
  }

  long backups() {
    return backups;
  }

  /// What is not as it was, a sentence each.
  List<String> findings() {
    return findings;
  }
}
