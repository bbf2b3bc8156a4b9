package com.plexichat.backup.agent.catalogue;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// What one walk over all stripes tells.
///
/// @param unreadable ids of backups that need a stripe with fewer shards left than it takes to read
///   it
/// @param tierKinds by tier, in the order of the distribution's: kinds of stripes, and how many are
///   of each
/// @param backupKinds the same by id of each backup that is listed and not expired
public record StripeStanding(
    DistributionRow distribution,
    Set<String> unreadable,
    List<Map<Integer, Long>> tierKinds,
    Map<String, Map<Integer, Long>> backupKinds) {
  public StripeStanding {
    unreadable = Set.copyOf(unreadable);
    tierKinds = List.copyOf(tierKinds);
    backupKinds = Map.copyOf(backupKinds);
  }
}
