package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.proto.Keep;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.Bytes;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.model.VaultId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A backup.
///
/// @param id 16 hex digits
/// @param host as the opener named it
/// @param number counts up per set
/// @param createdMs when it was first opened
/// @param expiresMs when nothing keeps it any more; 0: not closed, or kept for now
/// @param retention what it is kept by
/// @param figures what the closer counted; zeros before that
/// @param recordHash SHA-256 of its SignedRecord; empty before it is closed
/// @param recordOffset of the record's block in its stripe's plaintext
/// @param recordLength of that block with its header; 0: not known
/// @param sentence why it is not complete, when it is not
/// @param warnings number of warnings per code
public record BackupRow(
    String id,
    String set,
    String host,
    long number,
    BackupState state,
    Tier tier,
    VaultId vault,
    String jobId,
    long createdMs,
    long expiresMs,
    Retention retention,
    Figures figures,
    Bytes recordHash,
    Optional<StripeId> recordStripe,
    int recordOffset,
    int recordLength,
    String sentence,
    Map<String, Integer> warnings) {
  public BackupRow {
    warnings = Map.copyOf(warnings);
  }

  /// Whether it protects its stripes at a time: open, or listed and not expired.
  public boolean liveAt(long nowMs) {
    return state == BackupState.RUNNING
        || state == BackupState.INTERRUPTED
        || (state.isListed() && (expiresMs == 0 || expiresMs > nowMs));
  }

  /// What it is kept by.
  ///
  /// @param endsMs end of its tier's days, or what people made of it; 0: not closed
  /// @param keeps pins and holds
  /// @param tierEndsMs end of its tier's days
  /// @param closedMs when it was closed
  /// @param movedBy who moved its end last; empty: nobody
  /// @param wanted tier whose copies are being made for it
  /// @param lockedMs until when nobody can end it; 0: it is not locked
  /// @param lockDays that its copies rest with their holders before they are deleted
  public record Retention(
      long endsMs,
      List<Keep> keeps,
      long tierEndsMs,
      long closedMs,
      String movedBy,
      Optional<Tier> wanted,
      long lockedMs,
      int lockDays) {
    public Retention {
      keeps = List.copyOf(keeps);
    }

    public boolean isLockedAt(long nowMs) {
      return lockedMs > nowMs;
    }

    /// Whether a person's decision stands in place of the tier's end.
    public boolean isDecided() {
      return endsMs != tierEndsMs && !movedBy.isEmpty();
    }
  }

  /// What a backup amounts to.
  ///
  /// @param testedMs last complete restore or deep verification; 0: never
  public record Figures(
      long files,
      long directories,
      long sourceBytes,
      long newChunkBytes,
      long resealedBytes,
      long storedBytes,
      long parityBytes,
      long sentBytes,
      long durationMs,
      boolean restorable,
      int collusionNumber,
      long testedMs) {
    public static final Figures NONE = new Figures(0, 0, 0, 0, 0, 0, 0, 0, 0, false, 0, 0);
  }
}
