package com.plexichat.backup.shared.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One version of a tier.
///
/// @param at empty: it came with the product
/// @param backups listed ones that were made under it or got it
/// @param sets that follow the tier; of its newest version only
/// @param changes from the version before, a phrase each
public record TierVersion(
    Tier tier,
    Optional<Instant> at,
    String by,
    String why,
    int backups,
    int sets,
    List<String> changes) {
  public TierVersion {
    changes = List.copyOf(changes);
  }

  /// What defining a tier's next version comes to.
  ///
  /// @param changes from the version before, a phrase each
  /// @param weaker those of them that keep less
  /// @param warning that there are too few owners for it; empty: there are enough
  /// @param sets whose next backup takes it
  /// @param backups of earlier versions, which stay as they are
  /// @param defined whether it was done
  public record Defined(
      Tier tier,
      List<String> changes,
      List<String> weaker,
      String warning,
      int sets,
      int backups,
      boolean defined) {
    public Defined {
      changes = List.copyOf(changes);
      weaker = List.copyOf(weaker);
    }
  }

  /// What bringing a tier's newest version to existing backups comes to.
  ///
  /// @param ended of them at once
  /// @param backups as many as fit into one answer
  /// @param total all of them
  public record Applied(
      List<Retiered> backups, int ended, int version, boolean applied, int total) {
    public Applied {
      backups = List.copyOf(backups);
    }
  }

  /// A backup that gets another version.
  ///
  /// @param decided why its end stays what a person made it; empty: it follows the tier
  public record Retiered(
      String backup,
      String set,
      int fromVersion,
      Optional<Instant> fromEnds,
      Optional<Instant> toEnds,
      int fromCopies,
      int toCopies,
      String decided,
      boolean endsAtOnce) {}
}
