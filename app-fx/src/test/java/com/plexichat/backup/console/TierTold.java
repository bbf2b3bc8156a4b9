package com.plexichat.backup.console;

import com.plexichat.backup.shared.model.Tier;
import java.util.List;

/// What a tier asks for, as the command line tells it: days and copies with a set of the tier, the
/// shards of a stripe with what is stored. Of a tier that nothing uses it tells nothing.
record TierTold(String name, long days, long copies, long data, long parity) {
  /// @param stripe the shards of one of the tier; none while nothing is stored under it
  static TierTold of(Tier tier, ToldCluster told, List<Told> stripe) {
    List<Told> sets =
        told.sets().stream().filter(set -> set.text("tier").equals(tier.name())).toList();
    return new TierTold(
        tier.name(),
        sets.isEmpty() ? tier.days() : sets.getFirst().number("days"),
        sets.isEmpty() ? tier.copies() : sets.getFirst().number("copies"),
        stripe.isEmpty() ? tier.dataShards() : BackupClaims.kind(stripe, "data"),
        stripe.isEmpty() ? tier.parityShards() : BackupClaims.kind(stripe, "parity"));
  }
}
