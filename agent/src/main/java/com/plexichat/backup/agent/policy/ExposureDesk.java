package com.plexichat.backup.agent.policy;

import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.SetRow;
import com.plexichat.backup.proto.ExposureAnswer;
import com.plexichat.backup.proto.SetExposure;
import com.plexichat.backup.proto.TierExposure;
import com.plexichat.backup.shared.model.RecoveryClass;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How much would be lost now: the age of the newest backup of each set that can be restored, from
/// when it was begun. Counted when asked, never stored.
public final class ExposureDesk {
  /// Of a set without any backup that can be restored.
  private static final long EVERYTHING = -1;

  private final Catalogue catalogue;
  private final InstantSource time;

  public ExposureDesk(Catalogue catalogue, InstantSource time) {
    this.catalogue = catalogue;
    this.time = time;
  }

  public ExposureAnswer count() {
    long now = time.millis();
    List<BackupRow> listed =
        catalogue.backups().all().stream().filter(row -> row.state().isListed()).toList();
    Set<String> unreadable =
        catalogue.stripes().unreadable(listed.stream().map(BackupRow::id).toList(), now);
    List<SetExposure> sets =
        catalogue.sets().all().stream()
            .map(set -> exposure(set, newest(set, listed, unreadable), now))
            .sorted(
                Comparator.comparing((SetExposure set) -> !set.getBreached())
                    .thenComparing(Comparator.comparingDouble(ExposureDesk::share).reversed())
                    .thenComparing(SetExposure::getSet))
            .toList();
    return ExposureAnswer.newBuilder()
        .setAtMs(now)
        .addAllSets(sets)
        .addAllTiers(tiers(sets))
        .build();
  }

  private static Optional<BackupRow> newest(
      SetRow set, List<BackupRow> listed, Set<String> unreadable) {
    return listed.stream()
        .filter(row -> row.set().equals(set.name()) && !unreadable.contains(row.id()))
        .max(Comparator.comparingLong(BackupRow::number));
  }

  private static SetExposure exposure(SetRow set, Optional<BackupRow> newest, long now) {
    RecoveryClass recovery = RecoveryClass.of(set.tier());
    long rpo = recovery.rpo().toMillis();
    SetExposure.Builder exposure =
        SetExposure.newBuilder()
            .setSet(set.name())
            .setTier(set.tier().name())
            .setRecoveryClass(recovery.word())
            .setRpoMs(rpo)
            .setExposureMs(EVERYTHING)
            .setBreached(true);
    newest.ifPresent(row -> {
      long age = Math.max(0, now - row.createdMs());
      exposure
          .setBackupId(row.id())
          .setCreatedMs(row.createdMs())
          .setExposureMs(age)
          .setBreached(age > rpo);
    });
    return exposure.build();
  }

  /// How far a set stands in its time: above 1 it is breached.
  private static double share(SetExposure set) {
    return set.getExposureMs() == EVERYTHING
        ? Double.POSITIVE_INFINITY
        : (double) set.getExposureMs() / set.getRpoMs();
  }

  /// @param sets the worst first
  private static List<TierExposure> tiers(List<SetExposure> sets) {
    Map<String, TierExposure.Builder> tiers = new LinkedHashMap<>();
    for (SetExposure set : sets) {
      TierExposure.Builder tier =
          tiers.computeIfAbsent(
              set.getTier(),
              name ->
                  TierExposure.newBuilder()
                      .setTier(name)
                      .setRpoMs(set.getRpoMs())
                      .setWorstSet(set.getSet())
                      .setExposureMs(set.getExposureMs())
                      .setBreached(set.getBreached()));
      tier.setSets(tier.getSets() + 1)
          .setBreachedSets(tier.getBreachedSets() + (set.getBreached() ? 1 : 0));
    }
    return tiers.values().stream().map(TierExposure.Builder::build).toList();
  }
}
