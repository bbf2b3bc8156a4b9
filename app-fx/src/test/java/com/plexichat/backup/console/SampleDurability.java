package com.plexichat.backup.console;

import com.plexichat.backup.shared.model.Distribution.TierCoverage;
import com.plexichat.backup.shared.model.Durability;
import com.plexichat.backup.shared.model.Durability.Basis;
import com.plexichat.backup.shared.model.Durability.Limit;
import com.plexichat.backup.shared.model.Durability.WorstBackup;
import java.time.Duration;
import java.util.Optional;

/// How long what the made-up cluster keeps would last.
final class SampleDurability {
  private static final String BACKUP = SampleFacts.backupId("documents", 12);

  private static final Duration LOW_FOR = Duration.ofMinutes(12);

  private SampleDurability() {}

  private static Optional<Durability> of(
      double hardware, double all, Limit limit, Optional<WorstBackup> worst, long hours) {
    boolean isLow = worst.filter(backup -> backup.nines() <= hardware - 2).isPresent();
    return Optional.of(
        new Durability(
            hardware,
            all,
            Optional.of(limit),
            worst,
            Duration.ofHours(hours),
            hardware,
            isLow ? Optional.of(SampleFacts.NOW.minus(LOW_FOR)) : Optional.empty()));
  }

  static TierCoverage bronze(boolean well) {
    WorstBackup worst =
        well ? new WorstBackup(BACKUP, 4.2, 2, 2, 2) : new WorstBackup(BACKUP, 2.1, 1, 2, 1);
    return new TierCoverage(
        "bronze",
        well ? 100 : 93.18,
        well ? 2 : 1.91,
        2,
        of(
            4.2,
            well ? 3.8 : 2.1,
            well ? Limit.COMMON_CAUSES : Limit.MISSING_COPIES,
            Optional.of(worst),
            9));
  }

  static TierCoverage silver(boolean well) {
    WorstBackup worst =
        well ? new WorstBackup(BACKUP, 7.1, 3, 3, 3) : new WorstBackup(BACKUP, 6.2, 2, 3, 2);
    return new TierCoverage(
        "silver",
        well ? 100 : 96.74,
        well ? 3 : 2.93,
        3,
        of(7.1, 4, Limit.COMMON_CAUSES, Optional.of(worst), 9));
  }

  static TierCoverage gold() {
    return new TierCoverage(
        "gold",
        100,
        5,
        5,
        of(9, 3.7, Limit.ONE_SITE, Optional.of(new WorstBackup(BACKUP, 9, 5, 5, 5)), 9));
  }

  static TierCoverage critical(boolean well) {
    return well
        ? new TierCoverage("critical", 100, 0, 7, Optional.empty())
        : new TierCoverage(
            "critical",
            99.96,
            6.99,
            7,
            of(9, 4, Limit.COMMON_CAUSES, Optional.of(new WorstBackup(BACKUP, 9, 6, 7, 6)), 168));
  }

  static Basis basis(boolean well) {
    return new Basis(
        well ? 4.9 : 7.3,
        0.9,
        well ? 11.6 : 15.3,
        well ? 0 : 1,
        1.1,
        well ? 0 : 12,
        !well,
        well ? Duration.ofHours(24) : Duration.ofMinutes(552),
        Duration.ofDays(7),
        Duration.ofHours(53),
        well ? 6 : 5,
        7,
        1.4,
        0.01);
  }

  /// Of what would be stored.
  static Optional<Durability> promised() {
    return of(6.4, 3.1, Limit.COMMON_CAUSES, Optional.empty(), 3);
  }
}
