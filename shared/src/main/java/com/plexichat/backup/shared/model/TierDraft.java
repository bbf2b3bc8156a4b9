package com.plexichat.backup.shared.model;

/// A tier's next version as a person writes it; whether its numbers make a tier is the
/// coordinator's to say.
///
/// @param version that it was made from; 0: a new tier
/// @param maxCopiesPerRegion 0: copies − 1
/// @param recovery word of a [RecoveryClass]
/// @param colour "#rrggbb"; empty: none
public record TierDraft(
    String name,
    int version,
    int days,
    int copies,
    int dataShards,
    int parityShards,
    int maxCopiesPerRegion,
    int newestKept,
    int lockDays,
    String recovery,
    String colour,
    Keep keep) {
  /// As [KeepRules], whatever the numbers.
  public record Keep(int last, int hourly, int daily, int weekly, int monthly, int yearly) {}

  /// What a tier says now.
  public static TierDraft of(Tier tier) {
    KeepRules keep = tier.keep();
    return new TierDraft(
        tier.name(),
        tier.version(),
        tier.days(),
        tier.copies(),
        tier.dataShards(),
        tier.parityShards(),
        tier.maxCopiesPerRegion(),
        tier.edition().newestKept(),
        tier.edition().lockDays(),
        tier.edition().recovery().word(),
        tier.edition().colour(),
        new Keep(
            keep.last(),
            keep.hourly(),
            keep.daily(),
            keep.weekly(),
            keep.monthly(),
            keep.yearly()));
  }
}
