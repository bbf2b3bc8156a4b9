package com.plexichat.backup.shared.wire;

import com.plexichat.backup.proto.ApplyTierAnswer;
import com.plexichat.backup.proto.AuditRetentionAnswer;
import com.plexichat.backup.proto.DefineTierAnswer;
import com.plexichat.backup.proto.KeepRuleSpec;
import com.plexichat.backup.proto.LifecycleRule;
import com.plexichat.backup.proto.ListRulesAnswer;
import com.plexichat.backup.proto.RetieredBackup;
import com.plexichat.backup.proto.SetCadence;
import com.plexichat.backup.proto.SimulateAnswer;
import com.plexichat.backup.proto.TierSpec;
import com.plexichat.backup.shared.model.KeptBy;
import com.plexichat.backup.shared.model.LifecycleRules;
import com.plexichat.backup.shared.model.RetentionFindings;
import com.plexichat.backup.shared.model.RetentionForecast;
import com.plexichat.backup.shared.model.TierDraft;
import com.plexichat.backup.shared.model.TierVersion;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/// What a cluster answers about its tiers.
public final class TierAnswers {
  private TierAnswers() {}

  /// A draft, whatever its numbers.
  public static TierSpec message(TierDraft draft) {
    TierDraft.Keep keep = draft.keep();
    return TierSpec.newBuilder()
        .setName(draft.name())
        .setVersion(draft.version())
        .setDays(draft.days())
        .setCopies(draft.copies())
        .setDataShards(draft.dataShards())
        .setParityShards(draft.parityShards())
        .setMaxCopiesPerRegion(draft.maxCopiesPerRegion())
        .setNewestKept(draft.newestKept())
        .setLockDays(draft.lockDays())
        .setRecoveryClass(draft.recovery())
        .setColour(draft.colour())
        .setKeep(
            KeepRuleSpec.newBuilder()
                .setLast(keep.last())
                .setHourly(keep.hourly())
                .setDaily(keep.daily())
                .setWeekly(keep.weekly())
                .setMonthly(keep.monthly())
                .setYearly(keep.yearly()))
        .build();
  }

  public static TierVersion version(com.plexichat.backup.proto.TierVersion message) {
    return new TierVersion(
        Tiers.tier(message.getTier()),
        Moments.known(message.getAtMs()),
        message.getBy(),
        message.getWhy(),
        message.getBackups(),
        message.getSets(),
        message.getChangesList());
  }

  public static TierVersion.Defined defined(DefineTierAnswer message) {
    return new TierVersion.Defined(
        Tiers.tier(message.getTier()),
        message.getChangesList(),
        message.getWeakerList(),
        message.getWarning(),
        message.getSets(),
        message.getBackups(),
        message.getDefined());
  }

  public static TierVersion.Applied applied(ApplyTierAnswer message) {
    return new TierVersion.Applied(
        message.getBackupsList().stream().map(TierAnswers::retiered).toList(),
        message.getEnded(),
        message.getVersion(),
        message.getApplied(),
        Math.max(message.getTotal(), message.getBackupsCount()));
  }

  private static TierVersion.Retiered retiered(RetieredBackup message) {
    return new TierVersion.Retiered(
        message.getBackupId(),
        message.getSet(),
        message.getFromVersion(),
        Moments.known(message.getFromEndsMs()),
        Moments.known(message.getToEndsMs()),
        message.getFromCopies(),
        message.getToCopies(),
        message.getDecided(),
        message.getEndsAtOnce());
  }

  public static LifecycleRule message(LifecycleRules.Rule rule) {
    return LifecycleRule.newBuilder()
        .setPattern(rule.pattern())
        .setTier(rule.tier())
        .setRank(rule.rank())
        .build();
  }

  public static LifecycleRules rules(ListRulesAnswer message) {
    return new LifecycleRules(
        message.getRulesList().stream()
            .map(rule -> new LifecycleRules.Rule(rule.getPattern(), rule.getTier(), rule.getRank()))
            .toList(),
        message.getMatchesList().stream()
            .map(one ->
                new LifecycleRules.Match(
                    one.getSet(),
                    one.getTier(),
                    one.getPattern(),
                    one.getWouldBe(),
                    one.getConflict()))
            .toList(),
        message.getUsual(),
        message.getSeeds());
  }

  public static RetentionForecast forecast(SimulateAnswer message) {
    return new RetentionForecast(
        Instant.ofEpochMilli(message.getFromMs()),
        message.getDaysList().stream()
            .map(day ->
                new RetentionForecast.Day(
                    day.getDay(),
                    Instant.ofEpochMilli(day.getAtMs()),
                    day.getBackups(),
                    day.getBytes(),
                    day.getMade(),
                    day.getGone()))
            .toList(),
        message.getSetsList().stream().map(TierAnswers::cadence).toList(),
        message.getKeptList().stream()
            .map(one ->
                new RetentionForecast.Kept(
                    Instant.ofEpochMilli(one.getAtMs()).atZone(ZoneOffset.UTC).toLocalDate(),
                    one.getBackups(),
                    KeptBy.find(one.getBy()).orElse(KeptBy.OTHER)))
            .toList());
  }

  private static RetentionForecast.Cadence cadence(SetCadence message) {
    return new RetentionForecast.Cadence(
        message.getSet(),
        message.getTier(),
        message.getIntervalMs() > 0
            ? Optional.of(Duration.ofMillis(message.getIntervalMs()))
            : Optional.empty(),
        message.getBytes(),
        message.getBasis());
  }

  public static RetentionFindings findings(AuditRetentionAnswer message) {
    return new RetentionFindings(
        Instant.ofEpochMilli(message.getAtMs()),
        message.getFindingsList().stream()
            .map(one ->
                new RetentionFindings.Finding(
                    one.getKind(),
                    one.getBackupId(),
                    one.getSet(),
                    one.getSentence(),
                    one.getNext()))
            .toList(),
        message.getCheckedList(),
        message.getTotal());
  }
}
