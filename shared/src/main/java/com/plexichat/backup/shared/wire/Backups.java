package com.plexichat.backup.shared.wire;

import com.plexichat.backup.proto.BackupEntry;
import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.Keep;
import com.plexichat.backup.shared.model.KeepKind;
import java.time.Duration;
import java.time.Instant;

/// Backups as a cluster tells them.
public final class Backups {
  private Backups() {}

  /// Reads a backup. A state that this version does not know is read by what counts: restorable is
  /// under-protected, anything else interrupted.
  public static Backup backup(BackupEntry message) {
    return new Backup(
        message.getBackupId(),
        message.getSet(),
        message.getHost(),
        message.getNumber(),
        Instant.ofEpochMilli(message.getCreatedMs()),
        message.getTier(),
        state(message),
        new Backup.Counts(
            message.getFiles(),
            message.getDirectories(),
            message.getSourceBytes(),
            message.getNewChunkBytes(),
            message.getResealedBytes(),
            message.getStoredBytes(),
            message.getParityBytes(),
            message.getSentBytes()),
        Duration.ofMillis(message.getDurationMs()),
        Moments.known(message.getExpiresMs()),
        message.getKeepsList().stream().map(Backups::keep).toList(),
        Moments.known(message.getLockedMs()),
        message.getRestorable(),
        message.getCollusionNumber(),
        Moments.known(message.getTestedMs()),
        FilePaths.warnings(message.getWarningsList()),
        message.getJobId(),
        message.getSentence());
  }

  /// One that this version does not know is a hold: who cannot read why may not end it.
  private static Keep keep(com.plexichat.backup.proto.Keep message) {
    return new Keep(
        KeepKind.find(message.getKind()).orElse(KeepKind.HOLD),
        message.getName(),
        message.getReason(),
        message.getOwner(),
        message.getBy(),
        Instant.ofEpochMilli(message.getSinceMs()));
  }

  private static BackupState state(BackupEntry message) {
    return Spellings.find(BackupState.class, message.getState())
        .orElse(message.getRestorable() ? BackupState.UNDER_PROTECTED : BackupState.INTERRUPTED);
  }
}
