package com.plexichat.backup.agent.catalogue;

import java.util.Set;

/// What one walk over all stripes tells.
///
/// @param unreadable ids of backups that need a stripe with fewer shards left than it takes to read
///   it
public record StripeStanding(DistributionRow distribution, Set<String> unreadable) {
  public StripeStanding {
    unreadable = Set.copyOf(unreadable);
  }
}
