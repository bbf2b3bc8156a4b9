package com.plexichat.backup.shared.wire;

import com.plexichat.backup.proto.CategoryFigures;
import com.plexichat.backup.proto.ChangeRetentionRequest;
import com.plexichat.backup.proto.Keep;
import com.plexichat.backup.proto.PlanPruneAnswer;
import com.plexichat.backup.proto.PlannedBackup;
import com.plexichat.backup.proto.PruneEntry;
import com.plexichat.backup.shared.model.KeepKind;
import com.plexichat.backup.shared.model.Prune;
import com.plexichat.backup.shared.model.PruneCategory;
import com.plexichat.backup.shared.model.PrunePlan;
import com.plexichat.backup.shared.model.RetentionChange;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// How long backups are kept, and what leaves, on the wire.
public final class Prunes {
  private Prunes() {}

  public static PrunePlan plan(PlanPruneAnswer message) {
    var plan = message.getPlan();
    return new PrunePlan(
        message.getPlanId(),
        Instant.ofEpochMilli(plan.getMadeMs()),
        plan.getAskedBy(),
        planned(plan.getRemovedList()),
        planned(message.getKeptList()),
        Math.max(message.getKeptTotal(), message.getKeptCount()),
        new PrunePlan.Amount(plan.getStripes(), plan.getCopies(), plan.getBytes()),
        plan.getCategoriesList().stream()
            .flatMap(
                one -> PruneCategory.of(one.getCategory()).map(known -> share(known, one)).stream())
            .toList(),
        message.getGatesList().stream()
            .map(gate -> new PrunePlan.Gate(gate.getGate(), gate.getOpen(), gate.getSentence()))
            .toList(),
        consent(message));
  }

  private static Optional<PrunePlan.Consent> consent(PlanPruneAnswer message) {
    var plan = message.getPlan();
    boolean isEarly =
        plan.getCategoriesList().stream()
            .anyMatch(one -> one.getCategory().equals(PruneCategory.LOW_VALUE.word()));
    return plan.getReclaimBytes() > 0 || isEarly
        ? Optional.of(
            new PrunePlan.Consent(
                plan.getReclaimBytes(),
                plan.getTrashedBytes(),
                message.getApprovedByList(),
                hash(plan)))
        : Optional.empty();
  }

  /// A plan's name for good, hex.
  public static String hash(com.plexichat.backup.proto.PrunePlan plan) {
    return HexFormat.of().formatHex(Consents.hash(plan));
  }

  private static PrunePlan.Share share(PruneCategory category, CategoryFigures figures) {
    return new PrunePlan.Share(
        category, figures.getCopies(), figures.getBytes(), figures.getKept());
  }

  static List<PrunePlan.Planned> planned(List<PlannedBackup> messages) {
    return messages.stream().map(Prunes::planned).toList();
  }

  private static PrunePlan.Planned planned(PlannedBackup message) {
    return new PrunePlan.Planned(
        message.getBackupId(),
        message.getSet(),
        message.getNumber(),
        message.getTier(),
        Instant.ofEpochMilli(message.getCreatedMs()),
        Moments.known(message.getExpiresMs()),
        message.getReason());
  }

  public static Prune prune(PruneEntry message) {
    return new Prune(
        message.getJobId(),
        Instant.ofEpochMilli(message.getAtMs()),
        Instant.ofEpochMilli(message.getUntilMs()),
        new PrunePlan.Amount(message.getStripes(), message.getCopies(), message.getBytes()),
        message.getBackupsList());
  }

  public static ChangeRetentionRequest message(
      String backupId, RetentionChange change, String reason) {
    ChangeRetentionRequest.Builder ask =
        ChangeRetentionRequest.newBuilder().setBackupId(backupId).setReason(reason);
    return switch (change) {
      case RetentionChange.Extend(int days) -> ask.setMoreDays(days).build();
      case RetentionChange.Until(Instant end) -> ask.setUntilMs(end.toEpochMilli()).build();
      case RetentionChange.End() -> ask.setNow(true).build();
      case RetentionChange.Place(KeepKind kind, String name, String owner) ->
          ask.setKeep(keep(kind, name).setOwner(owner)).build();
      case RetentionChange.Release(KeepKind kind, String name) ->
          ask.setRelease(keep(kind, name)).build();
    };
  }

  private static Keep.Builder keep(KeepKind kind, String name) {
    return Keep.newBuilder().setKind(kind.word()).setName(name);
  }
}
