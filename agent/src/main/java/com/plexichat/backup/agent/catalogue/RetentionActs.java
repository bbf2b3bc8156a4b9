package com.plexichat.backup.agent.catalogue;

import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.catalogue.BackupActs.Known;
import com.plexichat.backup.proto.BackupKept;
import com.plexichat.backup.proto.BackupLocked;
import com.plexichat.backup.proto.BackupReleased;
import com.plexichat.backup.proto.Keep;
import com.plexichat.backup.proto.Keeps;
import com.plexichat.backup.proto.RetentionMoved;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.KeepKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/// Applies what people decide of a single backup's retention: when it ends, and what keeps the
/// backup beyond that.
final class RetentionActs {
  private RetentionActs() {}

  static void moved(Work work, RetentionMoved act) {
    Known known = listed(work, act.getBackupId(), "Moving the retention of");
    Demand.wellFormed(act.getExpiresMs() > 0, "a retention that ends at %d", act.getExpiresMs());
    work.handle()
        .execute(
            "UPDATE backup SET ends_ms = ?, moved_by = ? WHERE no = ?",
            act.getExpiresMs(),
            work.actor(),
            known.number());
    settle(work, known);
  }

  static void kept(Work work, BackupKept act) {
    Keep keep = act.getKeep();
    boolean isPin = keep.getKind().equals(KeepKind.PIN.word());
    Demand.wellFormed(
        keep.getName().isEmpty() ? isPin : keep.getKind().equals(KeepKind.HOLD.word()),
        "a %s named '%s'",
        keep.getKind(),
        keep.getName());
    String what = "Keeping";
    Known known = listed(work, act.getBackupId(), what);
    Keeps keeps = keeps(work, known);
    Demand.fits(
        keeps.getKeepsList().stream().noneMatch(one -> isSame(one, keep)),
        what + " backup " + act.getBackupId(),
        "it has this " + keep.getKind() + " already");
    Keep whole = keep.toBuilder().setBy(work.actor()).setSinceMs(work.atMs()).build();
    store(work, known, keeps.toBuilder().addKeeps(whole).build());
  }

  static void released(Work work, BackupReleased act) {
    Known known = BackupActs.known(work, act.getBackupId());
    Keep gone = Keep.newBuilder().setKind(act.getKind()).setName(act.getName()).build();
    Keeps keeps = keeps(work, known);
    Keeps.Builder left = Keeps.newBuilder();
    keeps.getKeepsList().stream().filter(one -> !isSame(one, gone)).forEach(left::addKeeps);
    Demand.fits(
        left.getKeepsCount() < keeps.getKeepsCount(),
        "Releasing backup " + act.getBackupId(),
        "it has no such " + act.getKind());
    store(work, known, left.build());
  }

  private static boolean isSame(Keep one, Keep other) {
    return one.getKind().equals(other.getKind()) && one.getName().equals(other.getName());
  }

  /// A backup that is closed now is locked as its tier says.
  static void lockedByTier(Work work, Known known) {
    int days =
        Tiers.of(
                work.handle()
                    .select("SELECT tier FROM backup WHERE no = ?", known.number())
                    .mapTo(byte[].class)
                    .one())
            .edition()
            .lockDays();
    if (days > 0) {
      lock(work, known, work.atMs() + Duration.ofDays(days).toMillis(), days);
    }
  }

  /// A lock only grows.
  static void locked(Work work, BackupLocked act) {
    Demand.wellFormed(
        act.getDays() > 0 && act.getUntilMs() > 0, "a lock for %d days", act.getDays());
    Known known = listed(work, act.getBackupId(), "Locking");
    lock(work, known, act.getUntilMs(), act.getDays());
  }

  private static void lock(Work work, Known known, long untilMs, int days) {
    work.handle()
        .execute(
            "UPDATE backup SET locked_ms = GREATEST(locked_ms, ?), lock_days ="
                + " GREATEST(lock_days, ?) WHERE no = ?",
            untilMs,
            days,
            known.number());
    settle(work, known);
  }

  /// @throws OperationFailed BACKUP_KEPT, BACKUP_LOCKED
  static void requireFree(Work work, Known known, String id) {
    long locked =
        work.handle()
            .select("SELECT locked_ms FROM backup WHERE no = ?", known.number())
            .mapTo(long.class)
            .one();
    if (locked > work.atMs()) {
      throw new OperationFailed(
          FailureCode.BACKUP_LOCKED, id, Instant.ofEpochMilli(locked).toString());
    }
    List<Keep> keeps = keeps(work, known).getKeepsList();
    if (!keeps.isEmpty()) {
      throw new OperationFailed(
          FailureCode.BACKUP_KEPT,
          id,
          keeps.stream()
              .map(keep -> (keep.getKind() + " " + keep.getName()).strip())
              .collect(Collectors.joining(", ")));
    }
  }

  static Known listed(Work work, String id, String what) {
    Known known = BackupActs.known(work, id);
    Demand.fits(
        known.state().isListed(),
        what + " backup " + id,
        "it is " + BackupActs.word(known.state()));
    return known;
  }

  private static void store(Work work, Known known, Keeps keeps) {
    work.handle()
        .execute("UPDATE backup SET keeps = ? WHERE no = ?", keeps.toByteArray(), known.number());
    settle(work, known);
  }

  static void settle(Work work, Known known) {
    work.handle()
        .execute(
            "UPDATE backup SET expires_ms = CASE WHEN keeps = X'' THEN GREATEST(ends_ms,"
                + " locked_ms) ELSE 0 END WHERE no = ?",
            known.number());
  }

  private static Keeps keeps(Work work, Known known) {
    return keeps(
        work.handle()
            .select("SELECT keeps FROM backup WHERE no = ?", known.number())
            .mapTo(byte[].class)
            .one());
  }

  static Keeps keeps(byte[] stored) {
    try {
      return Keeps.parseFrom(stored);
    } catch (InvalidProtocolBufferException notOurs) {
      throw new IllegalStateException("what keeps a backup cannot be read", notOurs);
    }
  }
}
