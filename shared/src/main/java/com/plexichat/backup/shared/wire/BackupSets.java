package com.plexichat.backup.shared.wire;

import com.plexichat.backup.proto.PreflightAnswer;
import com.plexichat.backup.proto.PreviewSetAnswer;
import com.plexichat.backup.proto.SetSpec;
import com.plexichat.backup.shared.model.BackupSet;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.Preflight;
import com.plexichat.backup.shared.model.SetPreview;
import java.util.List;
import java.util.Optional;

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
        .setLowPriority(set.isLow())
        .build();
  }

  /// A set as it is to be kept: with the hooks and the priority that it has, which our own words do
  /// not know.
  ///
  /// @param stored sets as they are kept
  public static SetSpec over(BackupSet set, List<SetSpec> stored) {
    SetSpec.Builder spec = message(set).toBuilder();
    stored.stream()
        .filter(one -> one.getName().equals(set.name()))
        .forEach(one -> {
          spec.setLowPriority(one.getLowPriority());
          if (one.hasBefore()) {
            spec.setBefore(one.getBefore());
          }
          if (one.hasAfter()) {
            spec.setAfter(one.getAfter());
          }
        });
    return spec.build();
  }

  /// Reads a set; fails with USAGE when its tier is none.
  public static BackupSet set(SetSpec message) {
    return new BackupSet(
        message.getName(),
        message.getHost(),
        FilePaths.paths(message.getPathsList()),
        message.getExcludesList(),
        Tiers.tier(message.getTier()),
        message.getLowPriority());
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
        Tiers.tier(message.getTier()),
        message.hasDurability()
            ? Optional.of(Durabilities.durability(message.getDurability()))
            : Optional.empty());
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
