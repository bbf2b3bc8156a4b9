package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.TierRow;
import com.plexichat.backup.agent.planning.PrunePlanner;
import com.plexichat.backup.agent.planning.RetentionAudit;
import com.plexichat.backup.agent.planning.RetentionAudit.Backup;
import com.plexichat.backup.agent.planning.RetentionAudit.Finding;
import com.plexichat.backup.agent.planning.RetentionAudit.Hold;
import com.plexichat.backup.agent.planning.RetentionAudit.Kind;
import com.plexichat.backup.agent.planning.RetentionAudit.SetView;
import com.plexichat.backup.agent.planning.RetentionAudit.View;
import com.plexichat.backup.proto.AuditRetentionAnswer;
import com.plexichat.backup.proto.AuditRetentionRequest;
import com.plexichat.backup.proto.RetentionFinding;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.KeepKind;
import com.plexichat.backup.shared.model.Tier;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Has the catalogue looked over for what is not as tiers and people say.
public final class RetentionAuditDesk {
  private static final int GRACE_DAYS = 30;
  private static final int SHOWN = 5_000;

  private final Catalogue catalogue;
  private final InstantSource time;
  private final Duration trash;

  /// @param trash how long what was pruned can be brought back; its sweep may be as late again
  public RetentionAuditDesk(Catalogue catalogue, InstantSource time, Duration trash) {
    this.catalogue = catalogue;
    this.time = time;
    this.trash = trash;
  }

  AuditRetentionAnswer audit(AuditRetentionRequest ask) {
    int grace = ask.getGraceDays() == 0 ? GRACE_DAYS : ask.getGraceDays();
    if (grace < 1 || grace > Tier.DAYS_MAX) {
      throw new OperationFailed(
          FailureCode.USAGE, "What has ended may wait 1 to %,d days.".formatted(Tier.DAYS_MAX));
    }
    long now = time.millis();
    List<Finding> findings = RetentionAudit.of(view(now, Duration.ofDays(grace)));
    AuditRetentionAnswer.Builder answer =
        AuditRetentionAnswer.newBuilder().setAtMs(now).setTotal(findings.size());
    Arrays.stream(Kind.values()).forEach(kind -> answer.addChecked(word(kind)));
    findings.stream()
        .limit(SHOWN)
        .forEach(one ->
            answer.addFindings(
                RetentionFinding.newBuilder()
                    .setKind(word(one.kind()))
                    .setBackupId(one.backup())
                    .setSet(one.set())
                    .setSentence(one.sentence())
                    .setNext(one.kind().next())));
    return answer.build();
  }

  private static String word(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private View view(long now, Duration grace) {
    List<BackupRow> rows = catalogue.backups().all().reversed();
    List<String> listed =
        rows.stream().filter(row -> row.state().isListed()).map(BackupRow::id).toList();
    Set<String> unreadable = catalogue.stripes().unreadable(listed, now);
    Map<String, Integer> asked = new HashMap<>();
    rows.stream()
        .filter(row -> row.state().isListed() && row.liveAt(now))
        .forEach(row -> asked.put(row.id(), row.tier().copies()));
    Set<String> isShort = catalogue.use().shortOf(asked, now);
    Set<String> unswept =
        catalogue.backups().prunedBefore(now - 2 * trash.toMillis()).stream()
            .map(BackupRow::id)
            .collect(Collectors.toSet());
    Map<String, String> stays = stays(rows, unreadable, now);
    List<Backup> backups =
        rows.stream()
            .filter(row -> row.state().isListed() || row.state().isGone())
            .map(row ->
                backup(
                    row,
                    unswept.contains(row.id()),
                    stays.getOrDefault(row.id(), ""),
                    isShort.contains(row.id()),
                    row.state().isListed() && !unreadable.contains(row.id())))
            .toList();
    return new View(
        now,
        backups,
        catalogue.sets().all().stream().map(set -> new SetView(set.name(), set.tier())).toList(),
        catalogue.tiers().newest().stream()
            .map(TierRow::tier)
            .collect(Collectors.toMap(Tier::name, tier -> tier)),
        grace.toMillis(),
        trash.toMillis(),
        catalogue.shards().distribution(now).separationViolations());
  }

  /// Why a prune would leave what it looks at.
  private static Map<String, String> stays(List<BackupRow> rows, Set<String> unreadable, long now) {
    return PrunePlanner.judge(
            rows.stream()
                .filter(row -> row.state().isListed() || row.state() == BackupState.DELETED)
                .map(row -> PruneCandidates.candidate(row, unreadable.contains(row.id()), now))
                .toList(),
            new PrunePlanner.UnderWay(Set.of(), Map.of()))
        .stream()
        .filter(verdict -> !verdict.goes())
        .collect(Collectors.toMap(PrunePlanner.Verdict::id, PrunePlanner.Verdict::reason));
  }

  private static Backup backup(
      BackupRow row, boolean isUnswept, String stays, boolean isShort, boolean isRestorable) {
    return new Backup(
        row.id(),
        row.set(),
        row.tier(),
        row.state().isListed(),
        row.createdMs(),
        row.retention().closedMs(),
        row.retention().endsMs(),
        row.retention().tierEndsMs(),
        row.retention().movedBy(),
        row.retention().keeps().stream()
            .filter(keep -> keep.getKind().equals(KeepKind.HOLD.word()))
            .map(keep -> new Hold(keep.getName(), keep.getOwner(), keep.getReason()))
            .toList(),
        !row.retention().keeps().isEmpty(),
        isUnswept,
        stays,
        isShort,
        isRestorable);
  }
}
