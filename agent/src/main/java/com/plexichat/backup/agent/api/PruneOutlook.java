package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.upkeep.KnownSurvivors;
import com.plexichat.backup.proto.PlannedBackup;
import com.plexichat.backup.proto.PlannedCopy;
import com.plexichat.backup.proto.PrunePlan;
import com.plexichat.backup.proto.SkippedCopies;
import com.plexichat.backup.shared.model.PruneCategory;
import com.plexichat.backup.shared.wire.Ids;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What a run of a plan would leave where it is, by what is known without asking a holder. The run
/// reads what stays, and may find more.
record PruneOutlook(Catalogue catalogue, InstantSource time) {
  private static final String CHANGED = "Its stripe has it no more, or needs it.";

  /// Backups of sets of which what stays is known not to be whole, with why.
  List<PlannedBackup> backups(PrunePlan plan) {
    KnownSurvivors survivors = new KnownSurvivors(catalogue, plan.getRemovedList());
    Map<String, String> bySet = new HashMap<>();
    List<PlannedBackup> skipped = new ArrayList<>();
    for (PlannedBackup planned : plan.getRemovedList()) {
      String trouble =
          bySet.computeIfAbsent(planned.getSet(), set -> survivors.trouble(set, time.millis()));
      if (!trouble.isEmpty()) {
        skipped.add(planned.toBuilder().clearCode().setReason(trouble).build());
      }
    }
    return skipped;
  }

  private record Place(String category, Object stripe, int index, String peer) {
    static Place of(PlannedCopy copy) {
      return new Place(copy.getCategory(), copy.getStripe(), copy.getIndex(), copy.getPeerId());
    }
  }

  /// Of the spare copies that the plan names, those that stay by now, by why.
  List<SkippedCopies> copies(PrunePlan plan) {
    if (plan.getSpareCopiesCount() == 0) {
      return List.of();
    }
    Set<PruneCategory> categories =
        plan.getSpareCopiesList().stream()
            .flatMap(copy -> PruneCategory.of(copy.getCategory()).stream())
            .collect(Collectors.toSet());
    PruneSpares now =
        PruneSpares.of(
            catalogue,
            categories,
            plan.getSpareCopiesList().stream()
                .map(copy -> Ids.stripe(copy.getStripe()))
                .distinct()
                .toList());
    Set<Place> going = now.going().stream().map(Place::of).collect(Collectors.toSet());
    Map<Place, String> staying =
        now.staying().stream()
            .collect(Collectors.toMap(Place::of, PlannedCopy::getReason, (one, _) -> one));
    Map<String, Map<String, Long>> counts = new TreeMap<>();
    for (PlannedCopy copy : plan.getSpareCopiesList()) {
      if (!going.contains(Place.of(copy))) {
        counts
            .computeIfAbsent(copy.getCategory(), _ -> new TreeMap<>())
            .merge(staying.getOrDefault(Place.of(copy), CHANGED), 1L, Long::sum);
      }
    }
    List<SkippedCopies> skipped = new ArrayList<>();
    counts.forEach((category, reasons) ->
        reasons.forEach((reason, copies) ->
            skipped.add(
                SkippedCopies.newBuilder()
                    .setCategory(category)
                    .setReason(reason)
                    .setCopies(copies)
                    .build())));
    return List.copyOf(skipped);
  }
}
