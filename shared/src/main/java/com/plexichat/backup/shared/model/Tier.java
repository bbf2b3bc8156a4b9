package com.plexichat.backup.shared.model;

import java.util.List;
import java.util.Optional;

/// Retention, copies and parity as one object.
///
/// @param days how long a backup is kept
/// @param copies copies of each data shard; parity shards are kept once
/// @param dataShards k of a stripe
/// @param parityShards m of a stripe
/// @param maxCopiesPerRegion most copies of one shard in one region; 0 means copies − 1
/// @param edition which of its versions it is, and what the version says beside the numbers
public record Tier(
    String name,
    int days,
    int copies,
    int dataShards,
    int parityShards,
    int maxCopiesPerRegion,
    Edition edition) {
  public static final int DAYS_MAX = 36_500;

  public static final Tier BRONZE = first("bronze", 90, 2, 2, RecoveryClass.ARCHIVAL, "#b0713a");
  public static final Tier SILVER = first("silver", 365, 3, 2, RecoveryClass.STANDARD, "#8a95a5");
  public static final Tier GOLD = first("gold", 1095, 5, 0, RecoveryClass.IMPORTANT, "#c9a227");
  public static final Tier CRITICAL =
      first("critical", 2555, 7, 0, RecoveryClass.CRITICAL, "#c0392b");
  public static final List<Tier> DEFAULTS = List.of(BRONZE, SILVER, GOLD, CRITICAL);

  public Tier {
    if (days < 1
        || copies < 1
        || dataShards < 2
        || parityShards < 0
        || dataShards + parityShards > 255) {
      throw new IllegalArgumentException("not a tier: " + name);
    }
  }

  /// Numbers of its own, which are no version of a tier.
  public Tier(
      String name, int days, int copies, int dataShards, int parityShards, int maxCopiesPerRegion) {
    this(name, days, copies, dataShards, parityShards, maxCopiesPerRegion, Edition.OWN);
  }

  private static Tier first(
      String name, int days, int copies, int parity, RecoveryClass recovery, String colour) {
    return new Tier(
        name, days, copies, 8, parity, 0, new Edition(1, recovery, colour, KeepRules.NONE, 1, 0));
  }

  /// What a version of a tier says beside its numbers.
  ///
  /// @param version counts up per name; 0: it is none, but a set's own numbers
  /// @param colour "#rrggbb"; empty: none
  /// @param newestKept so many newest backups of a set that can be restored never go by themselves
  /// @param lockDays for so many days nobody can end a backup of it; 0: no lock
  public record Edition(
      int version,
      RecoveryClass recovery,
      String colour,
      KeepRules keep,
      int newestKept,
      int lockDays) {
    public static final Edition OWN =
        new Edition(0, RecoveryClass.STANDARD, "", KeepRules.NONE, 1, 0);

    public Edition {
      if (version < 0 || newestKept < 1 || lockDays < 0) {
        throw new IllegalArgumentException("not a version of a tier: " + version);
      }
    }
  }

  /// The one of this name that comes with the product.
  public static Optional<Tier> ofProduct(String name) {
    return DEFAULTS.stream().filter(tier -> tier.name().equals(name)).findFirst();
  }

  public int version() {
    return edition.version();
  }

  public KeepRules keep() {
    return edition.keep();
  }

  public Tier with(Edition other) {
    return new Tier(name, days, copies, dataShards, parityShards, maxCopiesPerRegion, other);
  }

  /// Whether name and numbers are the same, whatever version they are.
  public boolean isSameButVersion(Tier other) {
    return with(Edition.OWN).equals(other.with(Edition.OWN));
  }

  /// "silver 2", "silver (own numbers)".
  public String label() {
    return version() == 0 ? name + " (own numbers)" : name + " " + version();
  }

  /// Owners beside the source's that a full set of copies takes: ⌈(k·R + m)/(k − 1)⌉, because no
  /// owner may hold k distinct shards of a stripe.
  public int ownersNeeded() {
    return Math.ceilDiv(dataShards * copies + parityShards, dataShards - 1);
  }

  /// Owners beside the source's below which a backup cannot be made at all: one copy of everything
  /// must fit.
  public int ownersLeast() {
    return Math.ceilDiv(dataShards + parityShards, dataShards - 1);
  }
}
