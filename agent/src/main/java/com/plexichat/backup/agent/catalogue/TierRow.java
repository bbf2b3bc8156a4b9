package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.shared.model.Tier;

/// One version of a tier.
///
/// @param atMs when it was defined; 0: it came with the product
/// @param by who defined it
public record TierRow(Tier tier, long atMs, String by, String why) {
  static TierRow ofProduct(Tier tier) {
    return new TierRow(tier, 0, "", "");
  }
}
