package com.plexichat.backup.agent.catalogue;

import java.util.List;

/// How the live shards lie.
///
/// @param shards that a live backup needs
/// @param copies of them that count
/// @param under shards with fewer copies than their target
/// @param over shards with more
/// @param lost shards without a copy whose stripe has fewer than k shards left
/// @param separationViolations owners that may hold k or more distinct shards of a stripe, or any
///   of their own
/// @param imbalance max over placing peers of |share of held bytes − share of capacity| ÷ share of
///   capacity
public record DistributionRow(
    long shards,
    long copies,
    long under,
    long over,
    long lost,
    long separationViolations,
    double imbalance,
    List<TierRow> tiers) {
  public DistributionRow {
    tiers = List.copyOf(tiers);
  }

  /// One tier's part.
  ///
  /// @param covered shards that have their target
  /// @param dataShards of `shards`, those that the tier's copies apply to
  /// @param dataCopies of those
  /// @param bytes of all copies that count
  public record TierRow(
      String tier,
      int target,
      long shards,
      long covered,
      long dataShards,
      long dataCopies,
      long bytes) {
    /// 0 to 1.
    public double coverage() {
      return shards == 0 ? 1 : (double) covered / shards;
    }

    /// Of data shards; parity is kept once.
    public double meanCopies() {
      return dataShards == 0 ? 0 : (double) dataCopies / dataShards;
    }
  }
}
