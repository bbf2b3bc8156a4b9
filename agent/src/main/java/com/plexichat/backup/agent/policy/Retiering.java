package com.plexichat.backup.agent.policy;

import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.proto.BackupRetiered;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.RetieredBackup;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.wire.Tiers;
import java.time.Duration;

/// One backup under another tier, or another version of its own: what becomes of its end.
///
/// A tier's days count from when the backup was closed. What a person decided stands: an extension
/// is never shortened, and what was ended stays ended.
public record Retiering(BackupRow backup, Tier to) {
  public long tierEndsMs() {
    BackupRow.Retention now = backup.retention();
    boolean isKnown = now.tierEndsMs() > 0;
    return (isKnown ? now.tierEndsMs() - days(backup.tier()) : now.closedMs()) + days(to);
  }

  private static long days(Tier tier) {
    return Duration.ofDays(tier.days()).toMillis();
  }

  public long endsMs() {
    long ends = backup.retention().endsMs();
    if (!backup.retention().isDecided()) {
      return tierEndsMs();
    }
    boolean isExtended = ends > backup.retention().tierEndsMs();
    return isExtended ? Math.max(ends, tierEndsMs()) : ends;
  }

  /// Whether it is over at once, and nothing keeps it.
  public boolean endsAtOnce(long nowMs) {
    boolean wasOver = backup.expiresMs() > 0 && backup.expiresMs() <= nowMs;
    return !wasOver && backup.retention().keeps().isEmpty() && endsMs() <= nowMs;
  }

  private String decided() {
    if (!backup.retention().keeps().isEmpty()) {
      return "kept";
    }
    if (!backup.retention().isDecided()) {
      return "";
    }
    boolean isExtended = backup.retention().endsMs() > backup.retention().tierEndsMs();
    return isExtended ? "extended" : "ended by hand";
  }

  public Command command() {
    return Command.newBuilder()
        .setBackupRetiered(
            BackupRetiered.newBuilder()
                .setBackupId(backup.id())
                .setTier(Tiers.message(to))
                .setTierEndsMs(tierEndsMs())
                .setEndsMs(endsMs()))
        .build();
  }

  public RetieredBackup message(long nowMs) {
    return RetieredBackup.newBuilder()
        .setBackupId(backup.id())
        .setSet(backup.set())
        .setFromVersion(backup.tier().version())
        .setFromEndsMs(backup.retention().endsMs())
        .setToEndsMs(endsMs())
        .setFromCopies(backup.tier().copies())
        .setToCopies(to.copies())
        .setDecided(decided())
        .setEndsAtOnce(endsAtOnce(nowMs))
        .build();
  }
}
