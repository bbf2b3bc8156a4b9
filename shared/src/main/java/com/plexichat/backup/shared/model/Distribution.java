package com.plexichat.backup.shared.model;

import java.util.List;
import java.util.Optional;

/// How the live shards lie over the peers.
///
/// @param state "ok", "degraded" or "critical"
/// @param underReplicated shards with fewer copies that count than their tier asks
/// @param lost shards with no copy that counts
/// @param separationViolations stripes of which one owner holds k or more shards
/// @param basis what the durability of every tier was reckoned from; empty: it was not told
public record Distribution(
    String state,
    long shards,
    long copies,
    long underReplicated,
    long overReplicated,
    long lost,
    long separationViolations,
    double imbalancePercent,
    List<TierCoverage> tiers,
    Optional<Durability.Basis> basis) {
  public Distribution {
    tiers = List.copyOf(tiers);
  }

  /// One tier's share: of its shards, those with all copies.
  ///
  /// @param durability empty: it was not told
  public record TierCoverage(
      String tier,
      double coveragePercent,
      double meanCopies,
      int copiesTarget,
      Optional<Durability> durability) {}
}
