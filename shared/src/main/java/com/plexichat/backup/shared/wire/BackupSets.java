package com.plexichat.backup.shared.wire;

import com.plexichat.backup.proto.PreflightAnswer;
import com.plexichat.backup.proto.PreviewSetAnswer;
import com.plexichat.backup.proto.SetSpec;
import com.plexichat.backup.shared.model.BackupSet;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.Preflight;
import com.plexichat.backup.shared.model.SetPreview;

/// Backup sets on the wire and back, and what a cluster says of them beforehand.
public final class BackupSets {
  private BackupSets() {}

  public static SetSpec message(BackupSet set) {
    return SetSpec.newBuilder()
        .setName(set.name())
        .setHost(set.host())
        .addAllPaths(set.paths().stream().map(FilePaths::message).toList())
        .addAllExcludes(set.excludes())
        .setTier(Tiers.message(set.tier()))
        .build();
  }

  /// Reads a set; fails with USAGE when its tier is none.
  public static BackupSet set(SetSpec message) {
    return new BackupSet(
        message.getName(),
        message.getHost(),
        FilePaths.paths(message.getPathsList()),
        message.getExcludesList(),
        Tiers.tier(message.getTier()));
  }

  /// Reads a preflight; an outcome that this version does not know promises nothing: FAILED.
  public static Preflight preflight(PreflightAnswer message) {
    return new Preflight(
        Spellings.find(BackupState.class, message.getOutcome()).orElse(BackupState.FAILED),
        message.getSentence(),
        message.getOwnersNeeded(),
        message.getOwnersPresent(),
        message.getCopiesPossible(),
        message.getCollusionNumber(),
        Tiers.tier(message.getTier()));
  }

  public static SetPreview preview(PreviewSetAnswer message) {
    return new SetPreview(
        message.getFiles(),
        message.getDirectories(),
        message.getBytes(),
        message.getExcluded(),
        message.getExcludesList().stream()
            .map(one ->
                new SetPreview.Exclude(
                    one.getPattern(), one.getMatches(), FilePaths.paths(one.getExamplesList())))
            .toList(),
        message.getPartial(),
        FilePaths.warnings(message.getWarningsList()));
  }
}
