package com.plexichat.backup.agent.policy;

import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.proto.BackupKept;
import com.plexichat.backup.proto.BackupLocked;
import com.plexichat.backup.proto.BackupReleased;
import com.plexichat.backup.proto.ChangeRetentionRequest;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.Keep;
import com.plexichat.backup.proto.LockBackupRequest;
import com.plexichat.backup.proto.RetentionMoved;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.KeepKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// What people decide of a single backup's retention. Who decides, when and why is in the log; the
/// time is the coordinator's.
public final class RetentionDesk {
  private static final int NAME_MAX = 64;
  private static final int WORDS_MAX = 1_000;
  private static final int DAYS_MAX = 36_500;

  /// Ten years: nobody can undo it.
  private static final int LOCK_DAYS_MAX = 3_650;

  private final Catalogue catalogue;
  private final InstantSource time;

  public RetentionDesk(Catalogue catalogue, InstantSource time) {
    this.catalogue = catalogue;
    this.time = time;
  }

  /// Makes the change; answers the backup as it is then.
  public BackupRow change(ChangeRetentionRequest ask, String actor) {
    BackupRow backup = catalogue.backups().get(ask.getBackupId());
    Command command =
        switch (ask.getChangeCase()) {
          case UNTIL_MS -> later(backup, Instant.ofEpochMilli(ask.getUntilMs()));
          case MORE_DAYS -> later(backup, end(backup).plus(days(ask.getMoreDays())));
          case NOW -> {
            requireReason(ask, "Ending the retention of a backup");
            requireUnlocked(backup);
            yield moved(backup, time.instant());
          }
          case KEEP -> kept(ask, backup);
          case RELEASE -> released(ask, backup);
          case CHANGE_NOT_SET -> throw usage("The request names no change.");
        };
    catalogue.submit(actor, ask.getReason(), "", command);
    return catalogue.backups().get(backup.id());
  }

  private void requireUnlocked(BackupRow backup) {
    if (backup.retention().isLockedAt(time.millis())) {
      throw new OperationFailed(
          FailureCode.BACKUP_LOCKED,
          backup.id(),
          Instant.ofEpochMilli(backup.retention().lockedMs()).toString());
    }
  }

  /// Nobody can end it for so many days from now; an earlier lock is never shortened.
  public BackupRow lock(LockBackupRequest ask, String actor) {
    BackupRow backup = catalogue.backups().get(ask.getBackupId());
    if (ask.getDays() < 1 || ask.getDays() > LOCK_DAYS_MAX) {
      throw usage(
          "A backup is locked for 1 to %d days, not %d.".formatted(LOCK_DAYS_MAX, ask.getDays()));
    }
    if (ask.getWhy().isBlank()) {
      throw new OperationFailed(FailureCode.REASON_MISSING, "Locking a backup");
    }
    requireShort(ask.getWhy());
    BackupLocked act =
        BackupLocked.newBuilder()
            .setBackupId(backup.id())
            .setUntilMs(time.instant().plus(Duration.ofDays(ask.getDays())).toEpochMilli())
            .setDays(ask.getDays())
            .build();
    catalogue.submit(actor, ask.getWhy(), "", Command.newBuilder().setBackupLocked(act).build());
    return catalogue.backups().get(backup.id());
  }

  private static Instant end(BackupRow backup) {
    return Instant.ofEpochMilli(backup.retention().endsMs());
  }

  private static Duration days(int days) {
    if (days < 1 || days > DAYS_MAX) {
      throw usage("A retention is extended by 1 to " + DAYS_MAX + " days, not " + days + ".");
    }
    return Duration.ofDays(days);
  }

  /// Extending never shortens, and never leaves a backup that has ended as it was.
  private Command later(BackupRow backup, Instant until) {
    Instant now = time.instant();
    if (backup.retention().endsMs() > 0 && !until.isAfter(end(backup))) {
      throw usage(
          "Backup %s is kept until %s, which is not before %s."
              .formatted(backup.id(), end(backup), until));
    }
    if (!until.isAfter(now) || until.isAfter(now.plus(Duration.ofDays(DAYS_MAX)))) {
      throw usage("The new end %s is not within the next %d days.".formatted(until, DAYS_MAX));
    }
    return moved(backup, until);
  }

  private static Command moved(BackupRow backup, Instant until) {
    return Command.newBuilder()
        .setRetentionMoved(
            RetentionMoved.newBuilder().setBackupId(backup.id()).setExpiresMs(until.toEpochMilli()))
        .build();
  }

  private static Command kept(ChangeRetentionRequest ask, BackupRow backup) {
    Keep keep = ask.getKeep();
    KeepKind kind = kind(keep);
    if (kind == KeepKind.HOLD) {
      requireReason(ask, "Holding a backup");
    }
    requireShort(ask.getReason());
    requireShort(keep.getOwner());
    Keep whole =
        Keep.newBuilder()
            .setKind(keep.getKind())
            .setName(keep.getName())
            .setOwner(keep.getOwner())
            .setReason(ask.getReason())
            .build();
    return Command.newBuilder()
        .setBackupKept(BackupKept.newBuilder().setBackupId(backup.id()).setKeep(whole))
        .build();
  }

  private static Command released(ChangeRetentionRequest ask, BackupRow backup) {
    Keep keep = ask.getRelease();
    KeepKind kind = kind(keep);
    if (kind == KeepKind.HOLD) {
      requireReason(ask, "Releasing a hold");
    }
    if (backup.retention().keeps().stream()
        .noneMatch(
            one -> one.getKind().equals(keep.getKind()) && one.getName().equals(keep.getName()))) {
      throw new OperationFailed(
          FailureCode.KEEP_UNKNOWN, backup.id(), (kind.word() + " " + keep.getName()).strip());
    }
    return Command.newBuilder()
        .setBackupReleased(
            BackupReleased.newBuilder()
                .setBackupId(backup.id())
                .setKind(keep.getKind())
                .setName(keep.getName()))
        .build();
  }

  /// A hold has the name of its case, a pin none.
  private static KeepKind kind(Keep keep) {
    KeepKind kind =
        KeepKind.find(keep.getKind())
            .orElseThrow(() -> usage("There is no way to keep a backup named " + keep.getKind()));
    boolean isNamed = !keep.getName().isBlank() && keep.getName().length() <= NAME_MAX;
    if (kind == KeepKind.HOLD && !isNamed) {
      throw usage("A hold names its case with 1 to " + NAME_MAX + " signs.");
    }
    if (kind == KeepKind.PIN && !keep.getName().isEmpty()) {
      throw usage("A pin has no name.");
    }
    return kind;
  }

  private static void requireReason(ChangeRetentionRequest ask, String what) {
    if (ask.getReason().isBlank()) {
      throw new OperationFailed(FailureCode.REASON_MISSING, what);
    }
    requireShort(ask.getReason());
  }

  private static void requireShort(String words) {
    if (words.length() > WORDS_MAX) {
      throw usage("A reason and an owner have at most " + WORDS_MAX + " signs.");
    }
  }

  private static OperationFailed usage(String sentence) {
    return new OperationFailed(FailureCode.USAGE, sentence);
  }
}
